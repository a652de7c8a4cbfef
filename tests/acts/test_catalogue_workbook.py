"""事项全册的电子表格：导出再导入什么也不变；一格不对一条也不存；存下的是草稿。"""

import time

import pytest
from openpyxl import load_workbook

from tests.factories.catalogue import AT
from tests.factories.catalogue_life import CHECKER, COMPILER, STRANGER
from tests.factories.standing import standing
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import WorkbookWrong
from tongban.rooms.catalogue.rules.directory import line_of
from tongban.rooms.catalogue.words import VersionState, WorkbookReport
from tongban.rooms.journal import queries as journal

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("workbook")]
REGION = "990102000000"


@pytest.fixture(scope="module")
def catalogue(django_db_setup, django_db_blocker):
    """The showpieces, published."""
    with standing(django_db_blocker):
        acts.publish_all(by="system:test", at=AT)
        yield


def sheets(file=None):
    return queries.read_sheets(file=file or queries.items_workbook(region=REGION))


def edited(tmp_path, *edits):
    """The exported file as a person saves it after changing cells: (table, row, column's name, value)."""
    import io

    book = load_workbook(io.BytesIO(queries.items_workbook(region=REGION)))
    for table, row, column, value in edits:
        sheet = book[table]
        place = next(c.column for c in sheet[1] if c.value == column)
        sheet.cell(row, place).value = value
    kept = tmp_path / "改过的.xlsx"
    book.save(kept)
    return sheets(kept.read_bytes())


def put_in(given, by=COMPILER):
    return acts.import_workbook(sheets=given, region=REGION, by=by, at=AT)


def test_export_and_import_change_nothing(catalogue):
    count = models.Item.objects.count()
    assert put_in(sheets()) == WorkbookReport(new=0, changed=0, unchanged=count)
    assert models.ItemVersion.objects.exclude(state=VersionState.PUBLISHED).count() == 0


def test_a_cell_changed_by_hand_becomes_a_draft_and_the_second_time_nothing(catalogue, tmp_path):
    given = edited(tmp_path, ("事项", 3, "咨询电话", "0990-0101099"))
    count = models.Item.objects.count()
    assert put_in(given) == WorkbookReport(new=0, changed=1, unchanged=count - 1)
    drafts = models.ItemVersion.objects.filter(state=VersionState.DRAFT)
    assert [d.content["consult_phone"] for d in drafts] == ["0990-0101099"]
    assert drafts[0].based_on.number == 1 and drafts[0].editors == [COMPILER.actor]
    assert put_in(given) == WorkbookReport(new=0, changed=0, unchanged=count)
    assert put_in(sheets()) == WorkbookReport(new=0, changed=0, unchanged=count)


def test_one_wrong_cell_and_nothing_is_kept(catalogue, tmp_path):
    given = edited(
        tmp_path,
        ("事项", 3, "咨询电话", "0990-0101099"),
        ("事项", 5, "承诺办结时限", "七天"),
        ("申请材料", 4, "材料必要性", "9"),
    )
    with pytest.raises(WorkbookWrong) as refused:
        put_in(given)
    assert [(p.sheet, p.row, p.column) for p in refused.value.problems] == [
        ("事项", 5, "承诺办结时限"),
        ("申请材料", 4, "材料必要性"),
    ]
    assert models.ItemVersion.objects.filter(state=VersionState.DRAFT).count() == 0


def test_a_new_code_becomes_a_new_item_that_no_list_shows_yet(catalogue, tmp_path):
    before = models.Item.objects.count()
    items = next(each for each in sheets() if not each.path)
    row = list(items.rows[0])
    fresh = f"{row[0][:-2]}77"
    row[0] = fresh
    from dataclasses import replace

    assert put_in([replace(items, rows=[row])]) == WorkbookReport(new=1, changed=0, unchanged=0)
    assert models.Item.objects.count() == before + 1
    assert [each.code for each in queries.in_force(region=REGION, on=AT.date()) if each.code == fresh] == []


def test_what_another_department_compiles_is_refused_by_its_row(catalogue, tmp_path):
    given = edited(tmp_path, ("事项", 3, "咨询电话", "0990-0101099"))
    with pytest.raises(WorkbookWrong) as refused:
        put_in(given, by=STRANGER)
    assert [(p.row, p.says) for p in refused.value.problems] == [(3, "由不归您管的部门实施")]


def test_what_was_claimed_from_the_directory_is_not_changed_by_a_workbook_either(catalogue, tmp_path):
    given = edited(tmp_path, ("事项", 3, "事项名称", "改了的名称"))
    code = next(each for each in given if not each.path).rows[0][0]
    item = models.Item.objects.select_related("current_version").get(code=code)
    models.keep_lines([line_of(item.current_version.content)])
    models.claim_all([code])
    with pytest.raises(WorkbookWrong) as refused:
        put_in(given)
    [problem] = refused.value.problems
    assert (problem.sheet, problem.row, "事项名称" in problem.says) == ("事项", 3, True)
    assert models.ItemVersion.objects.filter(state=VersionState.DRAFT).count() == 0


def test_a_draft_under_review_is_not_overwritten(catalogue, tmp_path):
    put_in(edited(tmp_path, ("事项", 3, "咨询电话", "0990-0101099")))
    draft = models.ItemVersion.objects.get(state=VersionState.DRAFT)
    acts.submit_for_review(version_uid=str(draft.uid), based_on=draft.revision, by=COMPILER, at=AT)
    with pytest.raises(WorkbookWrong) as refused:
        put_in(edited(tmp_path, ("事项", 3, "咨询电话", "0990-0101011")), by=CHECKER)
    assert [p.says for p in refused.value.problems] == ["正在审核或者等待发布，不能改"]


def test_an_import_leaves_one_event(catalogue, tmp_path):
    put_in(edited(tmp_path, ("事项", 3, "咨询电话", "0990-0101099")))
    told = journal.stream(name=f"catalogue:{REGION}")[-1]
    assert (told.kind, told.payload["changed"]) == ("catalogue.workbook_imported", 1)


@pytest.mark.nightly
def test_the_whole_catalogue_is_imported_within_thirty_seconds():
    acts.load_catalogue(by="system:test", at=AT)
    count = models.Item.objects.count()
    file = queries.items_workbook(region=REGION)
    began = time.perf_counter()
    given = [each if each.path else _with_new_phones(each) for each in queries.read_sheets(file=file)]
    report = put_in(given)
    took = time.perf_counter() - began
    assert (report, count) == (WorkbookReport(new=0, changed=1428, unchanged=0), 1428)
    assert took <= 30


def _with_new_phones(sheet):
    from dataclasses import replace

    place = list(sheet.heads).index("咨询电话")
    return replace(sheet, rows=[[*row[:place], "0990-0101099", *row[place + 1 :]] for row in sheet.rows])
