"""清单的表册：导出再导入什么也不变；新文号公布，公布过的不能改；一处不对，一份也不公布；绝没有公式。"""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from openpyxl import load_workbook

from tests.acts.test_catalogue_lists import CARD, HR, LABOUR, REGION, head, office, sign, tolerate
from tests.factories import powers
from tests.factories.catalogue import AT, BY, content
from tests.factories.catalogue_life import COMPILER, STRANGER
from tests.factories.organisation import load_district
from tests.factories.standing import standing
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import NotYourItem, WorkbookWrong
from tongban.rooms.catalogue.words import (
    BookKind,
    BundleEntry,
    IntermediaryEntry,
    ListKind,
    NegativeEntry,
    Subject,
    WorkbookReport,
)
from tongban.rooms.journal import queries as journal

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("list_books")]
FOOD_KEY = "990131001001"
SAME = WorkbookReport(new=0, changed=0, unchanged=1)
NEW = WorkbookReport(new=1, changed=0, unchanged=0)
FIXED = "已经公布的不能改，请另起文号"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup, django_db_blocker):
    with standing(django_db_blocker):
        load_district()
        for key in ("labour_dispatch_licence", "hr_service_licence", "social_security_card"):
            acts.publish(content=content(key), by=BY, at=AT)
        yield


def _negative():
    entries = [
        NegativeEntry("涉密场所审查", "X区行政审批局", "涉及国家秘密", "保密场所"),
        NegativeEntry("=1+1", "X区公安局", "@理由", "-去处", LABOUR),
    ]
    acts.publish_negative(head=head(ListKind.NEGATIVE), entries=entries, by=BY, at=AT)


def _intermediaries():
    entries = [IntermediaryEntry("安全评价", "X区应急管理局", "安全生产法第三十二条")]
    acts.publish_intermediaries(head=head(ListKind.INTERMEDIARY), entries=entries, by=BY, at=AT)


def _food():
    acts.publish(content=content(), by=BY, at=AT)


def _bundles():
    _food()
    entry = BundleEntry(
        "hire", "员工录用一件事", Subject.ENTERPRISE, "X区人力资源和社会保障局", (FOOD_KEY, HR)
    )
    acts.publish_bundles(head=head(ListKind.BUNDLE), entries=[entry], by=BY, at=AT)


def _frequent():
    acts.publish_high_frequency(head=head(ListKind.HIGH_FREQUENCY), items=[CARD, HR], by=BY, at=AT)


def _transfers():
    powers.publish()
    acts.plan_transfer(given=powers.a_batch(), by=BY, at=AT)


PUBLISH = {
    BookKind.LICENCE_LIST: powers.publish,
    BookKind.TOLERANCE: tolerate,
    BookKind.AGREEMENT: sign,
    BookKind.HIGH_FREQUENCY: _frequent,
    BookKind.NEGATIVE: _negative,
    BookKind.INTERMEDIARY: _intermediaries,
    BookKind.DUTY: office,
    BookKind.BUNDLE: _bundles,
    BookKind.TRANSFER: _transfers,
}
NEEDS = {BookKind.BUNDLE: _food, BookKind.TRANSFER: powers.publish}
"""What a list of this kind stands on."""
ALL = pytest.mark.parametrize("kind", list(BookKind), ids=str)


def exported(kind):
    return queries.list_book(region=REGION, kind=kind)


def edited(kind, *edits):
    """The exported file after a person changed cells: (table, row, column's name, value)."""
    book = load_workbook(io.BytesIO(exported(kind)))
    for table, row, column, value in edits:
        sheet = book[table]
        place = next(c.column for c in sheet[1] if c.value == column)
        sheet.cell(row, place).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def put_in(kind, file, by=COMPILER):
    return acts.import_lists(sheets=queries.read_sheets(file=file), kind=kind, region=REGION, by=by, at=AT)


def problems_of(kind, file):
    with pytest.raises(WorkbookWrong) as refused:
        put_in(kind, file)
    return [(p.sheet, p.row, p.column, p.says) for p in refused.value.problems]


def documents():
    return (
        models.ListDocument.objects.count(),
        models.PublishedLicenceList.objects.count(),
        models.Transfer.objects.count(),
    )


@ALL
def test_what_is_exported_is_published_again_as_it_stood_and_then_changes_nothing(kind):
    """Published, exported, taken back; imported it stands as before, and the second time nothing happens."""
    assert put_in(kind, exported(kind)) == WorkbookReport(new=0, changed=0, unchanged=0)
    point = transaction.savepoint()
    PUBLISH[kind]()
    file, stood = exported(kind), queries.list_documents(region=REGION, kind=kind)
    assert put_in(kind, file) == SAME
    transaction.savepoint_rollback(point)
    NEEDS.get(kind, bool)()
    assert queries.list_documents(region=REGION, kind=kind) == []
    assert put_in(kind, file) == NEW
    assert queries.list_documents(region=REGION, kind=kind) == stood
    before, told = documents(), journal.stream(name=f"catalogue:{REGION}")
    assert put_in(kind, exported(kind)) == SAME
    assert (documents(), journal.stream(name=f"catalogue:{REGION}")) == (before, told)
    book = load_workbook(io.BytesIO(file))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    heads = [cell.value for sheet in book.worksheets for cell in sheet[1]] + book.sheetnames
    assert [head for head in heads if head.isascii()] == []


def test_a_published_document_with_another_cell_is_told_where_and_nothing_is_published():
    tolerate()
    file = edited(
        BookKind.TOLERANCE, ("事项·材料", 3, "天数", 3), ("容缺受理事项清单", 3, "标题", "另一个标题")
    )
    told = problems_of(BookKind.TOLERANCE, file)
    assert told == [
        ("容缺受理事项清单", 3, "标题", f"{FIXED}（公布的是“X区第1份容缺受理事项清单”）"),
        ("事项·材料", 3, "天数", f"{FIXED}（公布的是“5”）"),
    ]
    assert documents() == (1, 0, 0)


def test_a_wrong_cell_is_told_by_table_row_and_column_and_nothing_is_kept():
    powers.publish()
    name = BookKind.LICENCE_LIST.zh
    file = edited(
        BookKind.LICENCE_LIST,
        (name, 4, "文号", "X政办发〔2026〕2号"),
        (name, 4, "标题", "X区行政许可事项清单（下一版）"),
        (name, 4, "印发单位", "X区人民政府办公室"),
        (name, 4, "公布日期", "2026年3月"),
        (name, 4, "生效日期", date(2026, 4, 1)),
        ("条目", 6, "文号", "X政办发〔2026〕2号"),
        ("条目", 6, "次序", 1),
        ("条目", 6, "编号", "037"),
        ("条目", 6, "设定层级", "县里设定"),
    )
    assert problems_of(BookKind.LICENCE_LIST, file) == [
        (name, 4, "公布日期", "“2026年3月”应为日期，如 2026-01-31"),
        ("条目", 6, "名称", "没有写"),
        ("条目", 6, "设定层级", "“县里设定”应为中央设定、地方设定之一"),
        ("条目", 6, "部门代号", "没有写"),
        ("条目", 6, "实施机关", "没有写"),
        ("条目", 6, "依据", "没有写"),
    ]
    assert documents() == (0, 1, 0)


def test_what_a_rule_refuses_is_told_on_the_row_of_its_document_and_the_sound_ones_wait_too():
    tolerate()
    tolerate(2, item=HR, key="rules")
    sheets = queries.read_sheets(file=exported(BookKind.TOLERANCE))
    first = sheets[0]
    number = list(first.heads).index("批次")
    fresh = {"X审发〔2024〕1号": "X新发〔2024〕1号", "X审发〔2024〕2号": "X新发〔2024〕2号"}
    made = [replace(each, rows=[[fresh[row[0]], *row[1:]] for row in each.rows]) for each in sheets]
    rows = [list(row) for row in made[0].rows]
    rows[0][number] = 8
    made[0] = replace(made[0], rows=rows)
    with pytest.raises(WorkbookWrong) as refused:
        acts.import_lists(sheets=made, kind=BookKind.TOLERANCE, region=REGION, by=COMPILER, at=AT)
    assert [(p.sheet, p.row) for p in refused.value.problems] == [(BookKind.TOLERANCE.zh, 4)]
    assert "已经公布过" in refused.value.problems[0].says
    assert documents() == (2, 0, 0)


def test_an_item_with_two_offices_is_refused_though_the_file_says_it_in_two_rows():
    office()
    sheets = queries.read_sheets(file=exported(BookKind.DUTY))
    made = [replace(each, rows=[["X新发〔2024〕9号", *row[1:]] for row in each.rows]) for each in sheets]
    head_sheet, lines = made
    number = list(head_sheet.heads).index("批次")
    rows = [[*row[:number], 9, *row[number + 1 :]] for row in head_sheet.rows]
    twice = [*lines.rows, [lines.rows[0][0], 4, *lines.rows[0][2:]]]
    given = [replace(head_sheet, rows=rows), replace(lines, rows=twice)]
    with pytest.raises(WorkbookWrong) as refused:
        acts.import_lists(sheets=given, kind=BookKind.DUTY, region=REGION, by=COMPILER, at=AT)
    [problem] = refused.value.problems
    assert (problem.sheet, problem.row, problem.column) == (lines.name, 6, "责任科室")
    assert "有2个责任科室" in problem.says
    assert documents() == (1, 0, 0)


def test_an_agreement_with_a_region_nobody_knows_is_refused_on_its_row():
    sign()
    name = BookKind.AGREEMENT.zh
    sheets = queries.read_sheets(file=edited(BookKind.AGREEMENT, (name, 3, "协作地区", "999999000000")))
    made = [replace(each, rows=[["X新发〔2024〕9号", *row[1:]] for row in each.rows]) for each in sheets]
    with pytest.raises(WorkbookWrong) as refused:
        acts.import_lists(sheets=made, kind=BookKind.AGREEMENT, region=REGION, by=COMPILER, at=AT)
    told = [(p.sheet, p.row, p.column, p.says) for p in refused.value.problems]
    assert told == [(name, 3, "协作地区", "没有这个协作地区“999999000000”")]


@pytest.mark.parametrize(
    ("kind", "edit", "told"),
    [
        (
            BookKind.TOLERANCE,
            ("事项·材料", 3, "天数", 400),
            ("事项·材料", 3, "天数", "补正期限400个工作日"),
        ),
        (BookKind.HIGH_FREQUENCY, ("事项", 4, "事项编码", "没有"), ("事项", 4, "事项编码", "没有在用的事项")),
        (BookKind.NEGATIVE, ("条目", 4, "事项编码", "没有"), ("条目", 4, "事项编码", "没有在用的事项")),
        (BookKind.BUNDLE, ("一件事", 3, "事项", CARD), ("一件事", 3, "事项", "只有1个事项")),
        (BookKind.LICENCE_LIST, ("条目", 5, "部门代号", "nobody"), ("条目", 5, "部门代号", "没有主管部门")),
        (
            BookKind.TRANSFER,
            ("划转的事项", 3, "清单编号", "999"),
            ("划转的事项", 3, "清单编号", "不在行政许可事项清单上"),
        ),
    ],
    ids=lambda each: str(each) if isinstance(each, BookKind) else "",
)
def test_what_a_rule_refuses_is_told_at_the_cell_where_it_stands(kind, edit, told):
    """The list taken back, one cell of its book changed, and put in again."""
    point = transaction.savepoint()
    PUBLISH[kind]()
    file = edited(kind, edit)
    transaction.savepoint_rollback(point)
    NEEDS.get(kind, bool)()
    before = documents()
    sheet, row, column, says = told
    first = problems_of(kind, file)[0]
    assert (first[:3], says in first[3]) == ((sheet, row, column), True)
    assert documents() == before


def test_a_row_taken_out_or_added_to_a_published_list_is_told():
    _frequent()
    items = "事项"
    sheets = queries.read_sheets(file=exported(BookKind.HIGH_FREQUENCY))
    fewer = [each if not each.path else replace(each, rows=each.rows[:1]) for each in sheets]
    with pytest.raises(WorkbookWrong, match="公布的有2行，这里只有1行"):
        acts.import_lists(sheets=fewer, kind=BookKind.HIGH_FREQUENCY, region=REGION, by=COMPILER, at=AT)
    line = sheets[1].rows[0]
    more = [sheets[0], replace(sheets[1], rows=[*sheets[1].rows, [line[0], 3, LABOUR]])]
    with pytest.raises(WorkbookWrong) as refused:
        acts.import_lists(sheets=more, kind=BookKind.HIGH_FREQUENCY, region=REGION, by=COMPILER, at=AT)
    assert [(p.sheet, p.row) for p in refused.value.problems] == [(items, 5)]


def test_a_book_of_another_kind_is_refused():
    tolerate()
    with pytest.raises(WorkbookWrong, match="没有"):
        put_in(BookKind.NEGATIVE, exported(BookKind.TOLERANCE))
    with pytest.raises(WorkbookWrong, match="第一列应是"):
        put_in(BookKind.NEGATIVE, queries.items_workbook(region=REGION))
    assert documents() == (1, 0, 0)


def test_who_manages_one_department_only_publishes_no_list():
    tolerate()
    with pytest.raises(NotYourItem):
        put_in(BookKind.TOLERANCE, exported(BookKind.TOLERANCE), by=STRANGER)
