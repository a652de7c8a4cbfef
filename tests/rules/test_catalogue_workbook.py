"""表册：拆开再合回来一字不差；改一格只变那一处；不对的格子说得出在哪里。"""

import copy
import json
from dataclasses import replace

import pytest

from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.rules.workbook import contents_of, tables_of
from tongban.rooms.catalogue.words import SheetProblem

CODE = "task_handle_item"


@pytest.fixture(scope="module")
def items():
    return [json.loads(json.dumps(item, default=str)) for item in catalogue.published_content()]


def written(contents):
    return tables_of(contents, key=CODE, name="事项")


def read(sheets, contents=()):
    return contents_of(sheets, key=CODE, standing={each[CODE]: each for each in contents})


def changed(sheets, path, row, column, value):
    """The same tables with one cell changed."""
    made = []
    for sheet in sheets:
        if sheet.path == path:
            place = next(n for n, code in enumerate(sheet.codes) if code.split("|")[0] == column)
            rows = [list(each) for each in sheet.rows]
            rows[row][place] = value
            sheet = replace(sheet, rows=rows)
        made.append(sheet)
    return made


def test_what_is_written_and_read_again_is_the_same(items):
    assert read(written(items), items) == (items, [])


def test_entries_that_never_stood_come_out_without_their_empty_elements(items):
    def full(value):
        if isinstance(value, dict):
            return {k: full(v) for k, v in value.items() if v not in (None, "", [], {})}
        return [full(v) for v in value] if isinstance(value, list) else value

    contents, problems = read(written(items))
    assert (contents, problems) == ([full(item) for item in items], [])


def test_a_table_is_called_what_people_call_it(items):
    names = [sheet.name for sheet in written(items)]
    assert names[0] == "事项"
    assert {"设定依据", "申请材料", "情形", "情形·选项", "表单", "表单·栏目", "办理流程", "常见问题"} <= set(
        names
    )
    assert all(len(name) <= 31 for name in names)


def test_one_cell_changed_changes_one_element(items):
    expected = copy.deepcopy(items)
    expected[3]["promise_day"] = 4
    assert read(changed(written(items), "", 3, "promise_day", 4), items)[0] == expected
    expected = copy.deepcopy(items)
    expected[0]["materials"][0]["accept_stand"] = ["齐全", "清楚"]
    sheets = changed(written(items), "materials", 0, "accept_stand", "齐全\n清楚\n")
    assert read(sheets, items)[0] == expected


@pytest.mark.parametrize(
    ("path", "column", "value", "says"),
    [
        ("", "promise_day", "七天", "“七天”应为数"),
        ("", "task_type", "88", "“88”不在代码表里，可以写：01 行政许可"),
        ("", "is_online", "也许", "“也许”应为“是”或者“否”"),
        ("", "task_handle_item", "", "没有写"),
        ("materials", "is_need", 9, "“9”不在代码表里，可以写：1 必要、2 非必要、3 容缺后补"),
        ("materials", "task_handle_item", "没有这个", "第一张表里没有“没有这个”"),
        ("materials", "#1", 2, "次序2写了两行"),
        ("situations.options", "#1", 9, "它所在的“情形”里没有第9条"),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_by_table_row_and_column(items, path, column, value, says):
    sheets = changed(written(items), path, 0, column, value)
    sheet = next(each for each in sheets if each.path == path)
    place = next(n for n, code in enumerate(sheet.codes) if code.split("|")[0] == column)
    head = sheet.heads[0] if column == "#1" else sheet.heads[place]
    found = read(sheets, items)[1][0]
    # Of two rows at one place the second is the one too many.
    assert (found.sheet, found.row, found.column) == (sheet.name, 4 if value == 2 else 3, head)
    assert found.says.startswith(says)


def test_an_entry_written_twice_is_told(items):
    sheets = written(items)
    doubled = replace(sheets[0], rows=[*sheets[0].rows, sheets[0].rows[0]])
    told = read([doubled, *sheets[1:]], items)[1]
    assert told == [SheetProblem("事项", 3 + len(items), sheets[0].heads[0], f"“{items[0][CODE]}”写了两行")]


def test_rows_stand_in_the_order_of_their_places(items):
    sheets = written(items)
    shuffled = [replace(sheet, rows=[*reversed(sheet.rows)]) if sheet.path else sheet for sheet in sheets]
    assert read(shuffled, items) == (items, [])


def test_a_blank_row_counts_for_the_numbers_and_for_nothing_else(items):
    sheets = written(items)
    spaced = replace(sheets[0], rows=[[], *sheets[0].rows])
    assert read([spaced, *sheets[1:]], items) == (items, [])
    wrong = changed([spaced, *sheets[1:]], "", 1, "promise_day", "七天")
    assert read(wrong, items)[1][0].row == 4
