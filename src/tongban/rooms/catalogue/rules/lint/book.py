"""规则簿：登记规则，读出它们的卡片和例子。"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.rules.lint.raw import Content, Found
from tongban.rooms.catalogue.words import LintCard, LintFacts, LintFinding, Severity

Check = Callable[[Content, LintFacts], Iterator[Found]]
Survey = Callable[[Sequence[Content], LintFacts], Iterator[tuple[int, str, str]]]
"""看整个目录的规则：给出第几个事项、路径、补充说明；-1 是整个目录。"""

CHECKS: dict[str, Check] = {}
SURVEYS: dict[str, Survey] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """规则簿的一页：卡片，和一正一反两个例子（对合格样本 ``sound()`` 的改动）。"""

    card: LintCard
    fires: Mapping[str, Any]
    silent: Mapping[str, Any]


def rule(code: str) -> Callable[[Check], Check]:
    """登记一条看一个事项的规则。"""

    def register(check: Check) -> Check:
        CHECKS[code] = check
        return check

    return register


def survey(code: str) -> Callable[[Survey], Survey]:
    """登记一条看整个目录的规则。"""

    def register(check: Survey) -> Survey:
        SURVEYS[code] = check
        return check

    return register


@cache
def pages() -> dict[str, Page]:
    """全部规则的卡片和例子，按代号。"""
    folder = files("tongban.rooms.catalogue.rules.lint")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yml") and f.name != "sound.yml")
    found = [entry for name in names for entry in _read(name).items()]
    return {code: _page(code, told) for code, told in sorted(found)}


@cache
def sound() -> dict[str, Any]:
    """合格的样本：没有一条规则对它有话说。"""
    return _read("sound.yml")


def _read(name: str) -> dict[str, Any]:
    written = (files("tongban.rooms.catalogue.rules.lint") / name).read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(written)
    return found


def _page(code: str, told: Mapping[str, Any]) -> Page:
    card = LintCard(
        code=code,
        severity=Severity.of(told["severity"]),
        element=told["element"],
        says=told["says"],
        source=told["source"],
        needs=tuple(told.get("needs", ())),
        also=tuple(told.get("also", ())),
    )
    return Page(card=card, fires=told["fires"] or {}, silent=told["silent"] or {})


def finding(code: str, found: Found, content: Content, row: int = 0) -> LintFinding:
    """把一处发现写成一句话：理由在前，补充在后。"""
    card, (path, more) = pages()[code].card, found
    return LintFinding(
        code=code,
        severity=card.severity,
        path=path,
        says=f"{card.says}：{more}" if more else card.says,
        source=card.source,
        item=str(content.get("task_handle_item") or content.get("task_code") or ""),
        name=str(content.get("task_name") or "")[:80],
        row=row,
    )
