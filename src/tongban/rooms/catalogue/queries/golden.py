"""黄金样例的查询：一个事项的样例，照某一版跑的结果和覆盖，随产品带来的样例。"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection

from tongban.foundation import workbooks
from tongban.foundation.workbooks import Table
from tongban.foundation.written import read_yaml
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchItem, NoSuchVersion
from tongban.rooms.catalogue.queries.facts import lint_facts
from tongban.rooms.catalogue.rules import golden, golden_books
from tongban.rooms.catalogue.rules.golden_cases import case_of, cases_in_file
from tongban.rooms.catalogue.rules.publishing import Gate, blocking, readable
from tongban.rooms.catalogue.words import Given, GoldenCase, GoldenCoverage, GoldenResult, Verdict, Version

CASES = """
    SELECT g.uid::text, g.name, g.given, g.expects FROM catalogue_goldencase g
    JOIN catalogue_item i ON i.id = g.item_id WHERE i.code = %s ORDER BY g.id
"""
LATEST = """
    SELECT v.id, v.state, v.content FROM catalogue_itemversion v JOIN catalogue_item i ON i.id = v.item_id
    WHERE i.code = %s ORDER BY (v.state <> 'published') DESC, v.number DESC NULLS FIRST LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class GoldenSheet:
    """一个事项的黄金样例页：照哪一版跑的、各样例的结果、覆盖了多少。"""

    version: Version
    draft: bool
    results: tuple[GoldenResult, ...]
    coverage: GoldenCoverage

    @property
    def broken(self) -> int:
        """没有通过的有几个。"""
        return sum(not result.passed for result in self.results)


def golden_cases(*, item_code: str) -> tuple[GoldenCase, ...]:
    """一个事项的黄金样例，先存的在前 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(CASES, [item_code])
        return tuple(
            case_of(name=name, given=json.loads(given), expects=json.loads(expects), uid=uid)
            for uid, name, given, expects in cursor.fetchall()
        )


def golden_book(*, region: str) -> bytes:
    """一个区划的黄金样例，一册电子表格；一个也没有的是空表，供填写 (one statement)."""
    rows = models.GoldenCase.objects.filter(item__region__startswith=region.rstrip("0") or region)
    ordered = rows.select_related("item").order_by("item__code", "id")
    sheets = golden_books.sheets_of([(row.item.code, row.case()) for row in ordered])
    return workbooks.write(Table(each.name, each.heads, each.codes, each.rows) for each in sheets)


def golden_case(*, uid: str) -> GoldenCase:
    """一个样例 (one statement). Refuses: NoSuchGoldenCase."""
    return models.GoldenCase.found(uid).case()


def golden_sheet(*, item_code: str) -> GoldenSheet:
    """照最新的一版（有草稿照草稿）跑全部样例 (three statements). Refuses: NoSuchItem, ContentInvalid."""
    version, draft = _latest(item_code)
    cases = golden_cases(item_code=item_code)
    return GoldenSheet(
        version=version,
        draft=draft,
        results=run(version, cases),
        coverage=golden.coverage(version, cases),
    )


def golden_results(*, content: Mapping[str, Any], item_code: str) -> tuple[GoldenResult, ...]:
    """照正在编的内容跑全部样例：每次保存草稿之后给人看 (two statements). Refuses: ContentInvalid."""
    return run(readable(content), golden_cases(item_code=item_code))


def run(version: Version, cases: Sequence[GoldenCase]) -> tuple[GoldenResult, ...]:
    """跑几个样例，用本地的工作日历。"""
    workdays = calendar.workdays(region=version.region)
    return tuple(golden.run_golden(version, case, workdays) for case in cases)


def golden_verdict(*, item_code: str, given: Given) -> Verdict:
    """照最新的一版判一份申请：新样例的“应当得到什么”先照它写，由人核对 (two statements). Refuses: NoSuchItem."""
    version, _ = _latest(item_code)
    return golden.judge_application(version, given, calendar.workdays(region=version.region))


def _latest(item_code: str) -> tuple[Version, bool]:
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [item_code])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchItem
    version_id, state, content = found
    return readable(json.loads(content), version_id=version_id), state != "published"


def gate_of(*, version: Version, content: Mapping[str, Any], on: date) -> Gate:
    """这一版在某一天发布的闸门：事实、黄金样例、工作日历 (eight statements)."""
    return Gate(
        facts=lint_facts(region=version.region, on=on, contents=[content]),
        workdays=calendar.workdays(region=version.region),
        golden=golden_cases(item_code=version.code),
    )


def what_blocks(*, version_uid: str, on: date) -> list[str]:
    """这一版在某一天发布，会被什么拦住；空的就是可以发布。 Refuses: NoSuchVersion, ContentInvalid."""
    row = models.ItemVersion.objects.filter(uid=version_uid).first()
    if row is None:
        raise NoSuchVersion
    version = readable(row.content, version_id=row.pk)
    return blocking(version, row.content, gate_of(version=version, content=row.content, on=on))


@cache
def golden_content() -> dict[str, tuple[GoldenCase, ...]]:
    """随产品带来的样例：``{业务办理项编码: 样例}`` (files, no database)."""
    folder = files("tongban.rooms.catalogue") / "content" / "golden"
    told = [
        _read(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".yml")
    ]
    return {str(each["item"]): tuple(cases_in_file(each["cases"])) for each in told}


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(text)
    return found
