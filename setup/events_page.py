"""Makes docs/events.md from the registry of events (`python setup/events_page.py`; `--check` only says whether it is fresh)."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

from tongban.rooms.journal.events import KINDS, Event
from tongban.wiring import rooms

PAGE = Path(__file__).resolve().parents[1] / "docs" / "events.md"
HEAD = """# 事件 Events

<!-- Made from the code by setup/events_page.py. Change the events, not this page. -->

每一类事件的中文名、内容和抹除规则。每件事都带时间（`at`）和经手人（`by`），不再重复。
Every kind of event: its printed word, what it holds, and what may become of its content. `at` and `by` go without saying.
"""


def events() -> list[type[Event]]:
    """各室登记的全部事件，按种类排序。"""
    rooms.load("events")
    return [KINDS[kind] for kind in sorted(KINDS) if KINDS[kind].__module__.startswith("tongban.")]


def page(of: Iterable[type[Event]]) -> str:
    """这些事件的网页文本。"""
    return "\n".join([HEAD, *(line for event in of for line in _lines(event))])


def _lines(event: type[Event]) -> Iterator[str]:
    hints = get_type_hints(event)
    facts = [
        f"| `{f.name}` | `{_type(hints[f.name])}` |" for f in fields(event) if f.name not in ("at", "by")
    ]
    yield f"## `{event.kind}` {event.zh}\n"
    yield f"{(event.__doc__ or '').strip().splitlines()[0]}\n"
    yield f"抹除规则：{event.erasure.zh}（`{event.erasure}`）\n"
    yield "\n".join(["| 内容 | 类型 |", "|---|---|", *facts]) + "\n"


def _type(hint: object) -> str:
    written = hint.__name__ if isinstance(hint, type) and "[" not in str(hint) else str(hint)
    return re.sub(r"\b\w+\.", "", written).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """写出网页；或只核对它是不是最新的。"""
    made = page(events())
    if "--check" not in arguments:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == made
    if not fresh:
        print("docs/events.md is not up to date: run python setup/events_page.py", file=sys.stderr)
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
