"""导入黄金样例：没有变的不动，改了的换上，新的存下；一处不对一个也不存；绝没有公式。"""

import io

import pytest
from openpyxl import load_workbook

from tests.factories.catalogue import AT, BY, FOOD
from tests.factories.catalogue_life import COMPILER, STRANGER, published
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import WorkbookWrong
from tongban.rooms.catalogue.words import WorkbookReport
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db
REGION = "990102000000"
CASES = len(queries.golden_content()[FOOD])
SAME = WorkbookReport(new=0, changed=0, unchanged=CASES)


@pytest.fixture(autouse=True)
def cases() -> None:
    published()
    acts.load_golden(region=REGION, by=BY, at=AT)


def edited(*edits, file=None):
    """The exported book after a person changed cells: (table, row, column's name, value)."""
    book = load_workbook(io.BytesIO(file or queries.golden_book(region=REGION)))
    for table, row, column, value in edits:
        sheet = book[table]
        place = next(c.column for c in sheet[1] if c.value == column)
        cell = sheet.cell(row, place)
        cell.value, cell.data_type = value, "s" if isinstance(value, str) else cell.data_type
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def put_in(file, by=COMPILER):
    sheets = queries.read_sheets(file=file)
    return acts.import_golden(sheets=sheets, region=REGION, by=by, at=AT)


def refused(file, by=COMPILER):
    with pytest.raises(WorkbookWrong) as wrong:
        put_in(file, by)
    return [(p.sheet, p.row, p.column, p.says) for p in wrong.value.problems]


def stored():
    return list(models.GoldenCase.objects.order_by("id").values_list("uid", "name", "given", "expects"))


def test_export_and_import_change_nothing():
    before, told = stored(), journal.stream(name=f"item:{FOOD}")
    assert put_in(queries.golden_book(region=REGION)) == SAME
    assert (stored(), journal.stream(name=f"item:{FOOD}")) == (before, told)


def test_a_cell_changed_by_hand_changes_its_case_and_the_second_time_nothing():
    _, _, form = queries.read_sheets(file=queries.golden_book(region=REGION))
    place, field = next(
        (n, row[2]) for n, row in enumerate(form.rows, start=3) if (row[3], row[6]) == (None, "文字")
    )
    file = edited(("黄金样例", 3, "样例名称", "=改了名称"), ("表单", place, "填写", "=1+1"))
    assert put_in(file) == WorkbookReport(new=0, changed=1, unchanged=CASES - 1)
    first = queries.golden_cases(item_code=FOOD)[0]
    assert (first.name, first.given.form[field]) == ("=改了名称", "=1+1")
    assert put_in(file) == SAME
    book = load_workbook(io.BytesIO(queries.golden_book(region=REGION)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert journal.stream(name=f"item:{FOOD}")[-1].kind == "catalogue.golden_case_saved"


def test_a_new_number_is_a_new_case_once_and_known_again_by_its_name():
    last = CASES + 3
    file = edited(
        *(
            ("黄金样例", last, column, value)
            for column, value in {
                "样例编号": "新1",
                "业务办理项编码": FOOD,
                "样例名称": "什么也没有填",
                "受理日期": "2026-03-02",
                "应当的结论": "不能受理",
                "理由": "form.x：没有填",
            }.items()
        )
    )
    assert put_in(file) == WorkbookReport(new=1, changed=0, unchanged=CASES)
    assert put_in(file) == WorkbookReport(new=0, changed=0, unchanged=CASES + 1)
    assert queries.golden_cases(item_code=FOOD)[-1].name == "什么也没有填"


def test_what_a_case_may_not_be_is_told_at_its_cell_and_nothing_is_kept():
    names = [case.name for case in queries.golden_cases(item_code=FOOD)]
    before = stored()
    file = edited(
        ("黄金样例", 3, "应办结日", None),
        ("黄金样例", 4, "业务办理项编码", "没有"),
        ("黄金样例", 5, "样例名称", names[3]),
        ("黄金样例", 7, "样例名称", "好的改动"),
    )
    assert refused(file) == [
        ("黄金样例", 3, "应办结日", "予以受理的要写应办结日，不写理由"),
        ("黄金样例", 4, "业务办理项编码", "没有事项“没有”"),
        ("黄金样例", 5, "样例名称", f"同一事项已有样例“{names[3]}”"),
    ]
    assert stored() == before


def test_who_does_not_manage_the_item_changes_no_case_of_it():
    before = stored()
    file = edited(("黄金样例", 3, "样例名称", "别人改的"))
    assert refused(file, by=STRANGER) == [("黄金样例", 3, "业务办理项编码", "由不归您管的部门实施")]
    assert stored() == before


def test_an_item_comes_to_no_more_cases_by_a_workbook_than_by_hand(monkeypatch):
    last = CASES + 3
    case = {
        "业务办理项编码": FOOD,
        "受理日期": "2026-03-02",
        "应当的结论": "不能受理",
        "理由": "form.x：没有填",
    }
    rows = [(last + n, {**case, "样例编号": f"新{n}", "样例名称": f"另一个{n}"}) for n in range(2)]
    file = edited(*(("黄金样例", row, *cell) for row, told in rows for cell in told.items()))
    monkeypatch.setattr("tongban.rooms.catalogue.rules.golden_rights.MOST_CASES", CASES + 1)
    told = f"一个事项最多{CASES + 1}个样例"
    assert refused(file) == [("黄金样例", row, "样例名称", told) for row, _ in rows]
    monkeypatch.setattr("tongban.rooms.catalogue.rules.golden_rights.MOST_CASES", CASES + 2)
    assert put_in(file) == WorkbookReport(new=2, changed=0, unchanged=CASES)
