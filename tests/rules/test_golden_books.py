"""黄金样例的表册：写出去再读回来一字不差，什么样的值都一样；写得不对的说出是哪一格。"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tongban.foundation import workbooks
from tongban.foundation.workbooks import Table
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.rules import golden_books as books
from tongban.rooms.catalogue.words import Given, GoldenCase, Outcome, Sheet, Verdict

ALL = [(item, case) for item, cases in queries.golden_content().items() for case in cases]
NUMBERED = [(item, replace(case, uid=f"样例{n}")) for n, (item, case) in enumerate(ALL)]
GIVEN = Given(answers={"who": "self", "kinds": ["a"]}, form={}, accepted_on=date(2026, 3, 2))
CASE = GoldenCase(
    "样例", GIVEN, Verdict(("apply",), Decimal("0.00"), Outcome.ACCEPTED, date(2026, 3, 11)), "1"
)


def again(cases: list[tuple[str, GoldenCase]]) -> list[Sheet]:
    """Through a real file, as a spreadsheet program leaves it."""
    made = books.sheets_of(cases)
    file = workbooks.write(Table(each.name, each.heads, each.codes, each.rows) for each in made)
    return queries.read_sheets(file=file)


def test_every_shipped_case_goes_out_and_comes_back_as_it_was() -> None:
    found, problems = books.cases_of(again(NUMBERED))
    assert problems == []
    assert [(each.code, each.item) for each in found] == [(case.uid, item) for item, case in NUMBERED]
    assert [n for n, each in enumerate(found) if not books.same(each.case, NUMBERED[n][1])] == []


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "12", "", " 两头空白 ", "两行\n字", "两行\r\n字", 12, -3, 1.5, 10**20, True, False, None, [], ["a"], ["a", ""],
        ["a", 1], [{}], [{"name": "张三", "age": 30, "kinds": ["x"]}, {"name": "=2"}], {"a": [1]},
    ],
)  # fmt: skip
def test_any_value_of_a_field_comes_back_as_it_was(value: object) -> None:
    case = replace(CASE, given=replace(GIVEN, form={"before": "x", "field": value, "after": 1}))
    [found], problems = books.cases_of(again([("A1", case)]))
    assert (problems, found.case.given.form) == ([], dict(case.given.form))
    assert [type(each) for each in found.case.given.form.values()] == [str, type(value), int]


@pytest.mark.parametrize("submitted", [None, (), ("apply", "plan")])
@pytest.mark.parametrize("fee", [None, Decimal("0.00"), Decimal("120.5")])
def test_what_was_handed_in_and_the_fee_come_back_as_they_were(submitted, fee) -> None:
    case = replace(CASE, given=replace(GIVEN, submitted=submitted), expects=replace(CASE.expects, fee=fee))
    [found], problems = books.cases_of(again([("A1", case)]))
    assert (problems, books.same(found.case, case)) == ([], True)


def changed(sheet: int, column: str, value: object) -> list[Sheet]:
    made = again([("A1", replace(CASE, given=replace(GIVEN, form={"area": 20, "name": "张三"})))])
    each = made[sheet]
    place = list(each.heads).index(column)
    rows = [list(row) for row in each.rows]
    rows[0][place] = value
    return [replace(one, rows=rows) if n == sheet else one for n, one in enumerate(made)]


@pytest.mark.parametrize(
    ("sheet", "column", "value", "says"),
    [
        (0, "受理日期", "三月二日", "“三月二日”应为日期，如 2026-01-31"),
        (0, "应当的结论", "可以", "“可以”应为予以受理、不能受理之一"),
        (0, "应当的费用", "免费", "“免费”应为多少元；由窗口核定的空着"),
        (0, "样例名称", None, "没有写"),
        (0, "业务办理项编码", None, "没有写"),
        (0, "材料交齐", "大概", "“大概”应为“是”或者“否”"),
        (1, "怎样读", "猜", "“猜”不是一种读法，应为文字、数、是否、多选、空、原样之一"),
        (2, "填写", "二十", "“二十”应为数"),
        (2, "第几行", 2, "第几行应从1起连着写，并写明行内栏目"),
        (2, "样例编号", "9", "第一张表里没有“9”"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_by_table_row_and_column(sheet, column, value, says) -> None:
    [problem] = books.cases_of(changed(sheet, column, value))[1]
    name = (books.CASES, books.ANSWERS, books.FORM)[sheet]
    assert (problem.sheet, problem.row, problem.says) == (name, 3, says)


def test_another_book_is_refused() -> None:
    _, problems = books.cases_of([Sheet("事项", "", ["编码"], ["task_handle_item|text|"], [["1"]])])
    assert [problem.says for problem in problems] == ["没有这张表，请用本平台导出的改"]
