"""发布的闸门：凡是不许发布的毛病，都从这一个函数里出来。

One place for everybody who has a say: soundness, the linter's errors, golden cases that break.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.rooms.calendar.words import Workdays
from tongban.rooms.catalogue.errors import ContentInvalid
from tongban.rooms.catalogue.rules.golden import broken_golden
from tongban.rooms.catalogue.rules.lint.running import lint_item
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.soundness import unsound
from tongban.rooms.catalogue.words import GoldenCase, LintFacts, Severity, Version

Content = Mapping[str, Any]


def readable(content: Content, *, version_id: int = 0) -> Version:
    """读出版本。 Refuses: ContentInvalid."""
    try:
        return read_version(content, version_id=version_id)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        name = str(content.get("task_name", ""))
        raise ContentInvalid(item=name, why=f"要素缺失或者写法不对（{error}）") from error


@dataclass(frozen=True, slots=True)
class Gate:
    """闸门要看的：检查目录用的事实、这个事项的黄金样例、本地的工作日历。"""

    facts: LintFacts
    workdays: Workdays
    golden: tuple[GoldenCase, ...] = ()


def blocking(version: Version, content: Content, gate: Gate | None = None) -> list[str]:
    """拦住发布的毛病，一句一处；空的就是可以发布 (``content`` is what ``version`` was read from).

    Without a gate only what the program itself could not work with is told: so it is for the content that comes with the
    product, whose linting and golden cases are tests.
    """
    beyond = [] if gate is None else [*_lint_errors(content, gate), *_golden(version, gate)]
    return [*unsound(version), *beyond]


def _lint_errors(content: Content, gate: Gate) -> list[str]:
    found = lint_item(content, gate.facts)
    return [f"{f.code} {f.says}" for f in found if f.severity is Severity.ERROR]


def _golden(version: Version, gate: Gate) -> list[str]:
    return broken_golden(version, gate.golden, gate.workdays)
