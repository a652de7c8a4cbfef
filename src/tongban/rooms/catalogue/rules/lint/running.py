"""检查：把规则逐条用到一个事项或者整个目录上。"""

from collections.abc import Iterator, Sequence

from tongban.rooms.catalogue.rules.lint import (
    basics,
    book,
    branches,
    hall,
    laws,
    limits,
    online,
    outcome,
    papers,
    whole,
)
from tongban.rooms.catalogue.rules.lint.raw import Content
from tongban.rooms.catalogue.words import LintCard, LintFacts, LintFinding, LintReport

_MODULES = (basics, limits, online, hall, laws, outcome, papers, branches, whole)
"""登记了规则的模块（读进来就登记了）。"""


def cards() -> tuple[LintCard, ...]:
    """全部规则，按代号。"""
    return tuple(page.card for page in book.pages().values())


def compiled(content: Content) -> bool:
    """编制过实施清单要素：写了材料（空的材料目录也算写了）；只有名称、编码、部门的是还没有编制的行。"""
    return "materials" in content


def lint_item(content: Content, facts: LintFacts, row: int = 0) -> tuple[LintFinding, ...]:
    """检查一个事项；还没有编制的，只查已经写了的要素。

    Source: domain 1.4 (validation column) and the article or standard named on each rule's card.
    """
    whole = compiled(content)
    return tuple(
        book.finding(code, found, content, row)
        for code, check in sorted(book.CHECKS.items())
        if whole or all(key in content for key in book.pages()[code].card.needs)
        for found in check(content, facts)
    )


def lint_catalogue(contents: Sequence[Content], facts: LintFacts, *, rows: Sequence[int] = ()) -> LintReport:
    """检查整个目录：每个事项逐一查，再查事项之间；按事项先后排。"""
    numbers = rows or range(1, len(contents) + 1)
    found: dict[int, list[LintFinding]] = {-1: []}
    for place, content in enumerate(contents):
        found[place] = list(lint_item(content, facts, numbers[place]))
    for place, finding in _surveyed(contents, facts, numbers):
        found[place].append(finding)
    ordered = [finding for place in sorted(found) for finding in sorted(found[place], key=_order)]
    return LintReport(items=len(contents), findings=tuple(ordered))


def _surveyed(
    contents: Sequence[Content], facts: LintFacts, numbers: Sequence[int]
) -> Iterator[tuple[int, LintFinding]]:
    for code, check in sorted(book.SURVEYS.items()):
        for place, path, more in check(contents, facts):
            content = contents[place] if place >= 0 else {}
            row = numbers[place] if place >= 0 else 0
            yield place, book.finding(code, (path, more), content, row)


def _order(finding: LintFinding) -> tuple[str, str]:
    return finding.code, finding.path
