"""目录检查的查询：查一份内容、一个文件、一个区划某一天的目录或者正在编制的各版。"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.queries.facts import general_facts, lint_facts
from tongban.rooms.catalogue.queries.in_force import in_force
from tongban.rooms.catalogue.queries.licence_lists import licensing_region
from tongban.rooms.catalogue.rules.lint import running
from tongban.rooms.catalogue.words import ImportRow, LintCard, LintFacts, LintFinding, LintReport

Content = Mapping[str, Any]


def lint_cards() -> tuple[LintCard, ...]:
    """全部检查规则，按代号。"""
    return running.cards()


def lint(*, content: Content, on: date, region: str = "") -> dict[str, tuple[LintFinding, ...]]:
    """检查一份内容：``{要素路径: 发现}``，如 ``materials.2.by_law``；编制时逐栏显示 (six statements, for the facts)."""
    place = region or str(content.get("region", ""))
    grouped: dict[str, list[LintFinding]] = {}
    for finding in running.lint_item(content, lint_facts(region=place, on=on, contents=[content])):
        grouped.setdefault(finding.path, []).append(finding)
    return {path: tuple(found) for path, found in grouped.items()}


def lint_region(*, region: str, on: date, drafts: bool = False) -> LintReport:
    """检查一个区划某一天有效的目录；``drafts`` 查的是编制人现在看到的：有草稿的查草稿，没有的查最近发布的一版。

    Each county's items are judged by its own lists (seven statements a county).
    """
    contents = _drafted(region) if drafts else [each.content for each in in_force(region=region, on=on)]
    counties = groupby(sorted(contents, key=_county), key=_county)
    reports = [_linted(county, list(of_county), on) for county, of_county in counties]
    return LintReport(
        items=sum(report.items for report in reports),
        findings=tuple(finding for report in reports for finding in report.findings),
    )


def _drafted(region: str) -> list[Content]:
    return [version.content for version in models.ItemVersion.working(region=region)]


def _county(content: Content) -> str:
    return licensing_region(str(content.get("region", "")))


def _linted(county: str, contents: Sequence[Content], on: date) -> LintReport:
    return running.lint_catalogue(contents, lint_facts(region=county, on=on, contents=contents))


def lint_contents(*, contents: Sequence[Content], facts: LintFacts | None = None) -> LintReport:
    """检查一批内容，不碰数据库；没有给事实的只查内容自己说得清的。"""
    return running.lint_catalogue(contents, facts or general_facts())


def lint_rows(*, rows: Sequence[ImportRow]) -> LintReport:
    """检查导入文件里的行，不碰数据库；行号照文件。"""
    contents = [row.elements for row in rows]
    return running.lint_catalogue(contents, general_facts(), rows=[row.row for row in rows])
