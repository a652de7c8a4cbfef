"""目录检查的查询：查一份内容、一个文件、一个区划的现行目录；检查用到的外部事实从库里和随产品的内容里来。"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db import connection

from tongban.foundation.identifiers import DEMO_REGION
from tongban.rooms.catalogue.rules.defaults import papers_spared, registers
from tongban.rooms.catalogue.rules.lint import running
from tongban.rooms.catalogue.words import ImportRow, LintCard, LintFacts, LintFinding, LintReport
from tongban.rooms.organisation import queries as organisation

CURRENT_OF_REGION = """
    SELECT v.content FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id
    WHERE i.region LIKE %s AND i.state <> '3' ORDER BY i.code
"""


def lint_cards() -> tuple[LintCard, ...]:
    """全部检查规则，按代号。"""
    return running.cards()


def lint(*, content: Mapping[str, Any], region: str = "") -> dict[str, tuple[LintFinding, ...]]:
    """检查一份内容：``{要素路径: 发现}``，如 ``materials.2.by_law``；编制时逐栏显示 (few statements, for the facts)."""
    grouped: dict[str, list[LintFinding]] = {}
    for finding in running.lint_item(content, lint_facts(region=region or str(content.get("region", "")))):
        grouped.setdefault(finding.path, []).append(finding)
    return {path: tuple(found) for path, found in grouped.items()}


def lint_region(*, region: str) -> LintReport:
    """检查一个区划的现行目录 (one statement for the contents)."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_OF_REGION, [f"{region.rstrip('0')}%"])
        contents = [json.loads(content) for (content,) in cursor.fetchall()]
    return running.lint_catalogue(contents, lint_facts(region=region))


def lint_contents(*, contents: Sequence[Mapping[str, Any]], facts: LintFacts | None = None) -> LintReport:
    """检查一批内容，不碰数据库；没有给事实的只查内容自己说得清的。"""
    return running.lint_catalogue(contents, facts or general_facts())


def lint_rows(*, rows: Sequence[ImportRow]) -> LintReport:
    """检查导入文件里的行，不碰数据库；行号照文件。"""
    contents = [row.elements for row in rows]
    return running.lint_catalogue(contents, general_facts(), rows=[row.row for row in rows])


def topics() -> dict[str, tuple[str, ...]]:
    """主题分类：个人的和单位的 (files, no database)."""
    found = _content("themes.yml")
    return {"person": tuple(found["user_topics"]), "enterprise": tuple(found["corp_topics"])}


def general_facts() -> LintFacts:
    """各地相同的事实：共享目录 (files, no database)."""
    spared = papers_spared()
    return LintFacts(registers={api: spared.get(api, ()) for api in registers()})


def shipped_facts() -> LintFacts:
    """示范区随产品带来的事实：机构、窗口组、主题、共享目录 (files, no database)."""
    topics, windows = _content("themes.yml"), _content("windows.yml")
    general = general_facts()
    return LintFacts(
        departments={unit["uscc"]: unit["name"] for unit in _content("departments.yml")["departments"]},
        window_groups=frozenset(group["key"] for group in windows["window_groups"]),
        person_topics=frozenset(topics["user_topics"]),
        enterprise_topics=frozenset(topics["corp_topics"]),
        registers=general.registers,
    )


def lint_facts(*, region: str) -> LintFacts:
    """一个区划的事实：机构从机构室来，没有登记的不查；示范区的窗口组和主题随产品带来 (one statement)."""
    shipped = shipped_facts() if region.startswith(DEMO_REGION) else general_facts()
    known = organisation.departments(region=region.ljust(12, "0")) if region else []
    departments = {unit.uscc: unit.name for unit in known} or None
    return replace(shipped, departments=departments)


@cache
def _content(name: str) -> dict[str, Any]:
    text = (files("tongban.rooms.catalogue") / "content" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found
