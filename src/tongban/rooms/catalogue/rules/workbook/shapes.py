"""样子：每种清单的表册有哪几张表、哪几列，一格要写成什么样；写法不同、意思一样的归成一种写法。

A document is settled before it is compared or published: every column of its kind is there, words are in Chinese, days are
ISO dates, so that what is exported, left alone and imported again is equal to what stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.foundation.word import Word
from tongban.rooms.catalogue.rules.workbook.kinds import Kind, Unfit
from tongban.rooms.catalogue.rules.workbook.naming import head_of, sheet_of
from tongban.rooms.catalogue.words import (
    BookKind,
    CrossMode,
    HandOverKind,
    InTransit,
    SetLevel,
    Sheet,
    Subject,
)

Row = Mapping[str, Any]
Step = tuple[str, int]
KEY = "document_no"
"""清单的表册认文号。"""
MOST = 2_000_000_000
ONE_LINE, MOST_TOLD = 300, 20_000
"""这么多字以内写成一行；一格里几条合起来最多的字数。"""


@dataclass(frozen=True)
class Field:
    """一列：种类，把一格归成一种写法的办法（写错的 Unfit），和手工填写时怎样问。"""

    kind: Kind
    settle: Callable[[Any], Any]
    asked: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """一处毛病在一份文件的哪里：走到哪一行（``(("items", 3),)``）、哪一列、怎么不对。"""

    steps: tuple[Step, ...]
    name: str
    says: str


def text(most: int, *, needed: bool = True) -> Field:
    """一句话，最多几个字。"""

    def settle(value: Any) -> str:
        said = "" if value is None else str(value).strip()
        if needed and not said:
            raise Unfit("没有写")
        if len(said) > most:
            raise Unfit(f"有{len(said)}个字，最多{most}个")
        return said

    look = "long_text" if most > ONE_LINE else "text"
    return Field(Kind.TEXT, settle, {"type": look, "max_len": most, "required": needed})


def texts(most: int) -> Field:
    """一行一条。"""
    one = text(most)

    def settle(value: Any) -> list[str]:
        said = [one.settle(each) for each in (value if isinstance(value, list) else [value]) if each]
        if not said:
            raise Unfit("没有写")
        return said

    hint = "一行一条"
    return Field(
        Kind.LINES, settle, {"type": "long_text", "max_len": MOST_TOLD, "required": True, "hint": hint}
    )


def count(least: int = 1, *, absent: int | None = None) -> Field:
    """整数。"""

    def settle(value: Any) -> int:
        found = absent if value is None else value
        if found is None:
            raise Unfit("没有写")
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= MOST:
            raise Unfit(f"“{str(found)[:20]}”应为{least}以上的整数")
        return found

    return Field(Kind.NUMBER, settle, {"type": "number", "min": least, "required": absent is None})


def day(*, needed: bool = True) -> Field:
    """日期。"""

    def settle(value: Any) -> str:
        if not value and not needed:
            return ""
        if not value:
            raise Unfit("没有写")
        try:
            return date.fromisoformat(str(value or "").strip()).isoformat()
        except ValueError as error:
            raise Unfit(f"“{str(value or '')[:20]}”应为日期，如 2026-01-31") from error

    return Field(Kind.TEXT, settle, {"type": "date", "required": needed})


def word(kind: type[Word], *, needed: bool = True) -> Field:
    """几个词里的一个，写中文或者代号。"""

    def settle(value: Any) -> str:
        if not value and not needed:
            return ""
        found = next((each.zh for each in kind if str(value) in (each.zh, each.value)), None)
        if found is None:
            raise Unfit(f"“{str(value or '')[:20]}”应为{'、'.join(each.zh for each in kind)}之一")
        return found

    options = [{"key": each.zh, "label": each.zh} for each in kind]
    return Field(Kind.TEXT, settle, {"type": "choice", "required": needed, "options": options})


_DATED = {
    "title": text(200),
    KEY: text(80),
    "issued_by": texts(80),
    "published_on": day(),
    "effective_on": day(),
}
_HEAD = {"number": count(), **_DATED}
Shape = Mapping[str, Mapping[str, Field]]
SHAPES: Mapping[BookKind, Shape] = {
    BookKind.LICENCE_LIST: {
        "": _DATED,
        "entries": {
            "no": text(4),
            "name": text(200),
            "set_level": word(SetLevel),
            "department": text(40),
            "organ": text(200),
            "basis": texts(500),
        },
    },
    BookKind.TOLERANCE: {
        "": _HEAD,
        "items": {"item": text(100)},
        "items.materials": {"key": text(100), "days": count()},
    },
    BookKind.AGREEMENT: {
        "": {**_HEAD, "partner": text(12), "signed_on": day(), "valid_to": day()},
        "items": {"item": text(100), "mode": word(CrossMode), "their": text(100, needed=False)},
    },
    BookKind.HIGH_FREQUENCY: {"": _HEAD, "items": {"item": text(100)}},
    BookKind.NEGATIVE: {
        "": _HEAD,
        "entries": {
            "name": text(1000),
            "department": text(200),
            "reason": text(4000),
            "handled_at": text(4000),
            "item": text(100, needed=False),
        },
    },
    BookKind.INTERMEDIARY: {
        "": _HEAD,
        "entries": {"name": text(200), "department": text(200), "basis": text(4000)},
    },
    BookKind.DUTY: {"": _HEAD, "items": {"item": text(100), "office": text(200)}},
    BookKind.BUNDLE: {
        "": _HEAD,
        "bundles": {
            "key": text(60),
            "name": text(200),
            "subject": word(Subject),
            "lead": text(200),
            "items": texts(100),
        },
    },
    BookKind.TRANSFER: {
        "": {
            "no": count(),
            "title": text(200),
            KEY: text(80),
            "issued_by": texts(80),
            "issued_on": day(),
            "effective_on": day(),
            "to": text(40),
            "in_transit": word(InTransit),
        },
        "lines": {
            "licence_no": text(4),
            "from": text(40),
            "in_transit": word(InTransit, needed=False),
        },
        "posts": {
            "from": text(40),
            "planned": count(0),
            "moved": count(0, absent=0),
            "moved_document": text(80, needed=False),
        },
        "hand_over": {
            "from": text(40),
            "kind": word(HandOverKind),
            "says": text(500, needed=False),
            "done_on": day(needed=False),
        },
    },
}


def settled(document: Row, kind: BookKind) -> tuple[dict[str, Any], list[Fault]]:
    """一份文件归成一种写法，和写得不对的各处。"""
    faults: list[Fault] = []
    return _settle(document, SHAPES[kind], "", (), faults), faults


def _settle(
    row: Row, shape: Shape, path: str, steps: tuple[Step, ...], faults: list[Fault]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    below = list(_below(shape, path))
    for name, field in shape[path].items():
        try:
            kept[name] = field.settle(row.get(name))
        except Unfit as unfit:
            faults.append(Fault(steps, name, str(unfit)))
    for name in below:
        rows = row.get(name) or []
        deeper = f"{path}.{name}" if path else name
        kept[name] = [
            _settle(each, shape, deeper, (*steps, (name, n)), faults) for n, each in enumerate(rows)
        ]
    faults += [
        Fault(steps, name, "没有这一列") for name in row if name not in kept and name not in shape[path]
    ]
    return kept


def _below(shape: Shape, path: str) -> Iterator[str]:
    """The tables right below this one."""
    for each in shape:
        stem, _, name = each.rpartition(".")
        if each and stem == path:
            yield name


def differences(given: Row, stood: Row, steps: tuple[Step, ...] = ()) -> Iterator[Fault]:
    """两份归成一种写法的文件哪里不同：哪一行哪一列。"""
    for name, was in stood.items():
        now: Any = given.get(name)
        if now == was:
            continue
        if not _rows(now) or not _rows(was):
            yield Fault(steps, name, _told(was))
            continue
        for n, (one, other) in enumerate(zip(now, was, strict=False)):
            yield from differences(one, other, (*steps, (name, n)))
        if len(now) > len(was):
            yield Fault((*steps, (name, len(was))), "", "公布的里面没有这一行")
        elif len(now) < len(was):
            yield Fault(steps, name, f"公布的有{len(was)}行，这里只有{len(now)}行")


def _rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _told(was: Any) -> str:
    said = "、".join(map(str, was)) if isinstance(was, list) else str(was)
    return f"公布的是“{said[:60]}”" if said else "公布的是空的"


def blank_tables(kind: BookKind, *, but: Sequence[str]) -> Iterator[Sheet]:
    """还没有内容的各张表的空表，供人填写；已经有了的除外。"""
    for path, fields in SHAPES[kind].items():
        if path in but:
            continue
        depth = path.count(".") + 1 if path else 0
        stem = f"{path}." if path else ""
        names = [name for name in fields if path or name != KEY]
        yield Sheet(
            name=sheet_of(path) if path else kind.zh,
            path=path,
            heads=(head_of(KEY), *("次序",) * depth, *(head_of(stem + name) for name in names)),
            codes=(
                f"{KEY}|{Kind.TEXT}|{path}",
                *(f"#{n + 1}" for n in range(depth)),
                *(f"{name}|{fields[name].kind}" for name in names),
            ),
            rows=(),
        )
