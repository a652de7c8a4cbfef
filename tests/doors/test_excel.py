"""电子表格一页：导出的改好导回来；不对的逐处说明；公式只当文字。"""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.doors.backstage_office import COMPILER, PUBLISHER, backstage, open_backstage
from tests.doors.portal_visits import see
from tests.doors.test_designer import NEW, add, draft
from tongban.foundation import workbooks
from tongban.rooms.catalogue.words import BookKind

pytestmark = pytest.mark.django_db(transaction=True)
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "＝1",
    "\t=1",
    "'=1",
    "=cmd|' /C calc'!A0",
]


@pytest.fixture(autouse=True)
def office():
    open_backstage()


def exported(client):
    answer = client.get("/backstage/excel/items.xlsx")
    assert "%E4%BA%8B%E9%A1%B9%E5%85%A8%E5%86%8C" in answer["Content-Disposition"]
    return answer.content


def put_in(client, content, **more):
    file = SimpleUploadedFile("改好的.xlsx", content)
    return client.post("/backstage/excel", {"file": file, **more})


def test_a_draft_goes_out_and_comes_back_unchanged():
    client = backstage(COMPILER)
    uid = client.post("/backstage/new", NEW).url.split("/")[3]
    add(client, uid, "materials", title="申请表")
    answer = put_in(client, exported(client))
    assert "新事项 0 个，存成草稿 0 个，没有变的 1 个" in see(answer).words
    assert see(answer).faults == []


def test_a_wrong_cell_is_told_by_table_row_and_column():
    client = backstage(COMPILER)
    client.post("/backstage/new", NEW)
    book = load_workbook(io.BytesIO(exported(client)))
    place = next(c.column for c in book["事项"][1] if c.value == "到办事现场次数")
    book["事项"].cell(3, place).value = "两次"
    kept = io.BytesIO()
    book.save(kept)
    answer = put_in(client, kept.getvalue())
    assert answer.status_code == 422
    assert "事项 3 到办事现场次数 “两次”应为数" in " ".join(see(answer).words.split())


def test_the_lists_go_out_and_come_back_on_the_same_page():
    client = backstage(PUBLISHER)
    page = see(client.get("/backstage/excel"))
    assert page.faults == []
    names = [book.zh for book in BookKind]
    assert [
        name for name in names if f"导出{name}" not in client.get("/backstage/excel").content.decode()
    ] == []
    file = client.get("/backstage/excel/lists/negative.xlsx").content
    sheets = load_workbook(io.BytesIO(file))
    sheets[BookKind.NEGATIVE.zh].append(
        ["X政办发〔2026〕3号", 1, "X区负面清单", "X区人民政府办公室", "2026-01-05", "2026-02-01"]
    )
    wrong = saved(sheets)
    answer = put_in(client, wrong, book="negative")
    assert answer.status_code == 422 and "一行也没有" in see(answer).words
    sheets["条目"].append(["X政办发〔2026〕3号", 1, "涉密场所审查", "X区公安局", "涉密", "保密场所"])
    assert "公布 1 份，没有变的 0 份" in see(put_in(client, saved(sheets), book="negative")).words
    again = client.get("/backstage/excel/lists/negative.xlsx").content
    assert "公布 0 份，没有变的 1 份" in see(put_in(client, again, book="negative")).words
    assert client.get("/backstage/excel/lists/nothing.xlsx").status_code == 404


def test_who_manages_one_department_takes_the_lists_out_but_puts_none_in():
    client = backstage(COMPILER)
    books = re.findall(r'name="book" value="(\w+)"', client.get("/backstage/excel").content.decode())
    assert books == ["golden"]
    file = client.get("/backstage/excel/lists/duty.xlsx").content
    answer = put_in(client, file, book="duty")
    assert answer.status_code == 422 and "不在您的管理范围内" in see(answer).words


def test_the_golden_cases_go_out_and_come_back_on_the_same_page():
    client = backstage(COMPILER)
    client.post("/backstage/new", NEW)
    book = load_workbook(io.BytesIO(client.get("/backstage/excel/golden.xlsx").content))
    assert book.sheetnames == ["黄金样例", "情形回答", "表单"]
    assert "新样例 0 个，改了 0 个，没有变的 0 个" in see(put_in(client, saved(book), book="golden")).words
    book["黄金样例"].append(["新1", "没有这个编码", "样例", "2026-03-02", "是", None, "可以"])
    answer = put_in(client, saved(book), book="golden")
    assert answer.status_code == 422
    assert "黄金样例 3 应当的结论 “可以”应为予以受理、不能受理之一" in " ".join(see(answer).words.split())


def saved(book):
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_gets_a_sentence(content):
    answer = put_in(backstage(COMPILER), content)
    assert answer.status_code == 422 and see(answer).faults == []


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_a_text_in_every_export(text):
    client = backstage(COMPILER)
    uid = client.post("/backstage/new", NEW).url.split("/")[3]
    add(client, uid, "conditions", title=f"甲{text}")
    add(client, uid, "materials", title=text)
    name = draft(uid).content["materials"][0]["material_name"]
    book = load_workbook(io.BytesIO(exported(client)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if cell.value == name] == [name]


def test_the_guard_against_formulas_is_needed():
    """Control: the library by itself would make a formula of it."""
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"].value = "=1+1"
    assert book.active["A1"].data_type == "f"
    table = workbooks.Table("甲", ["名称"], ["name|text"], [["=1+1"]])
    kept = load_workbook(io.BytesIO(workbooks.write([table])))["甲"]["A3"]
    assert (kept.value, kept.data_type) == ("=1+1", "s")
