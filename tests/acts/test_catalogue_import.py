"""导入：能用的收下并说瑕疵，不能用的隔离并说原因；一行不丢，两次等于一次。"""

import io
import json
from collections import Counter
from pathlib import Path
from time import perf_counter

import pytest
from django.db import DatabaseError, connection, transaction
from openpyxl import Workbook

from tests.conftest import SHARED, needs_shared
from tests.factories.catalogue import AT, BY, FOOD, bare, content, rows
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import FileUnreadable, RegionUnreadable
from tongban.rooms.catalogue.words import ImportReport
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db

CODE = bare()["item_code"]


def imported(*raw: dict, region: str = "") -> ImportReport:
    return acts.import_items(rows=rows(*raw), region=region, by=BY, at=AT)


def kinds(findings: tuple) -> list[tuple[int, str]]:
    return [(f.row, f.kind.value) for f in findings]


@needs_shared
def test_the_real_directory_of_795_items_comes_in_whole_fast_and_only_once():
    read = queries.rows_of(path=SHARED / "data" / "items-511602.json")
    started = perf_counter()
    first = acts.import_items(rows=read, by=BY, at=AT)
    assert perf_counter() - started < 10
    again = acts.import_items(rows=read, by=BY, at=AT)
    assert [first.read, first.imported, first.new, first.quarantined] == [795, 795, 795, 0]
    assert [again.read, again.imported, again.unchanged, again.quarantined] == [795, 795, 795, 0]
    assert again.findings == first.findings
    assert models.ItemVersion.objects.count() == models.Search.objects.count() == 795
    assert len(journal.stream(name="catalogue:")) == models.ImportRun.objects.count() == 1
    assert Counter(f.kind.value for f in first.findings) == {
        "wrong_length": 79,
        "organisation_code_only": 25,
        "older_shape": 15,
        "placeholder": 7,
        "wrong_check": 4,
        "unknown_registrar": 4,
    }
    one = queries.current(code="511A0138000000-511602000000-000-115113010833722043-1-00")
    assert (one.organ_name, one.region, one.guide_incomplete) == ("区教科体局", "511602000000", True)


@pytest.mark.parametrize(
    ("code", "kinds_found"),
    [
        (CODE, []),
        ("511A0126800000-511602000000-000-76726532-X-1-00", ["organisation_code_only"]),
        ("511A0014300001-511602000000-000-2222222222222-1-00", ["placeholder"]),
        ("511A62001002-511602000000-000-TE5116020105116050-1-00", ["unknown_registrar", "wrong_check"]),
        ("512B0067900015-511602000000-000-1151130108778239R-1-00", ["wrong_length"]),
        ("H-000507-001-511602000000-000-115113010833722043-1-00", ["older_shape"]),
        ("E-000021-001-1111111111111111", ["older_shape", "placeholder"]),
        ("自编-12", ["unknown_shape"]),
    ],
)
def test_a_dirty_code_is_used_as_printed_and_called_by_its_name(code, kinds_found):
    report = imported(bare(item_code=code))
    assert ([f.kind.value for f in report.findings], report.new, report.quarantined) == (kinds_found, 1, 0)
    assert queries.current(code=code).name == "夜市摊位设置审批"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "  "}, "missing_name"),
        ({"name": None}, "missing_name"),
        ({"name": "长" * 1001}, "too_long"),
        ({"item_code": ""}, "missing_code"),
        ({"item_code": "9" * 150}, "too_long"),
        ({"task_type": "77"}, "unknown_type"),
        ({"task_type": None}, "unknown_type"),
        ({"task_type": "2"}, "not_applied_for"),
        ({"task_type": "行政处罚"}, "not_applied_for"),
        ({"department": ""}, "missing_department"),
        ({"area_code": "", "item_code": "自编-12"}, "no_such_region"),
    ],
)
def test_what_cannot_be_used_is_set_aside_with_its_reason_and_as_it_came(changes, reason):
    report = imported(bare(**changes))
    assert (kinds(report.reasons), report.imported, report.quarantined) == ([(1, reason)], 0, 1)
    [kept] = models.QuarantinedRow.objects.all()
    assert (kept.row, [r["kind"] for r in kept.reasons]) == (1, [reason])


def test_one_bad_row_does_not_keep_out_the_others():
    report = imported(
        bare(name=""),
        bare(),
        bare(name="又一个"),
        "乱写",
        bare(item_code="511A0138000001-511602000000-000-115113010833722043-1-00"),
    )
    assert (report.read, report.new, report.quarantined) == (5, 2, 3)
    assert kinds(report.reasons)[:2] == [(1, "missing_name"), (3, "duplicate")]
    assert report.reasons[1].says == "与第2行的事项编码相同"
    assert {f.row for f in report.reasons} == {1, 3, 4}
    assert kinds(report.findings) == [(2, "same_name"), (5, "same_name")]


def test_rows_that_were_set_aside_are_set_aside_again_without_a_second_record():
    raw = (bare(name=""), bare())
    first, again = imported(*raw), imported(*raw)
    assert (first.quarantined, again.quarantined, again.unchanged, again.reasons) == (1, 1, 1, first.reasons)
    assert models.ImportRun.objects.count() == 1
    assert models.QuarantinedRow.objects.count() == 1


def test_a_changed_row_is_a_new_version():
    imported(bare())
    report = imported(bare(name="夜间摊位设置审批"))
    assert (report.new, report.changed, report.imported) == (0, 1, 1)
    assert (queries.current(code=CODE).name, queries.current(code=CODE).number) == ("夜间摊位设置审批", 2)


def test_a_bare_row_never_replaces_a_guide_that_was_written_out():
    acts.publish(content=content(), by=BY, at=AT)
    report = imported(bare(item_code=FOOD, name="食品经营许可"))
    assert ([f.kind.value for f in report.findings], report.unchanged) == (["kept_fuller"], 1)
    assert queries.current(code=FOOD).guide_incomplete is False


def test_a_region_given_files_every_row_under_it_and_says_so():
    report = imported(bare(), region="990102")
    assert kinds(report.findings) == [(1, "other_region")]
    assert queries.current(code=CODE).region == "990102000000"


@pytest.mark.parametrize("region", ["99", "99010x", "９９０１０２", "990102000000000"])
def test_a_region_that_is_none_is_refused(region):
    with pytest.raises(RegionUnreadable):
        imported(bare(), region=region)


def test_the_elements_a_row_does_have_are_used_and_the_unreadable_ones_left_out():
    report = imported(
        {
            "事项名称": "夜市摊位设置审批",
            "业务办理项编码（33位）": CODE,
            "事项类型": "行政许可",
            "实施主体": "区行政审批局",
            "法定办结时限*": "15",
            "法定办结时限单位": "工作日",
            "承诺办结时限": 3.0,
            "承诺办结时限单位": 1,
            "服务对象": "自然人，企业法人",
            "到办事现场次数": "很多",
            "是否收费": "否",
            "受理条件": "有身份证\n有摊位",
            "备注": "没有这一列",
        }
    )
    version = queries.current(code=CODE)
    assert [(f.kind.value, f.says) for f in report.findings] == [
        ("bad_value", "limit_scene_num：应为数目，未采用")
    ]
    assert (version.statutory_days, version.promised_days, len(version.targets)) == (15, 3, 2)
    assert (version.conditions, version.has_fee) == (("有身份证", "有摊位"), False)


def test_elements_that_contradict_each_other_are_left_out_and_the_item_still_comes_in():
    report = imported(bare(anticipate_day=3, promise_day=10, materials=[{"key": "x"}]))
    assert {f.kind.value for f in report.findings} == {"bad_value"}
    assert (report.new, queries.current(code=CODE).promised_days) == (1, 20)


def test_a_row_may_bring_its_materials_and_form():
    whole = {
        k: content()[k]
        for k in (
            "materials",
            "situations",
            "form",
            "handle_flow",
            "results",
            "anticipate_day",
            "promise_day",
        )
    }
    assert imported(bare(**whole)).findings == ()
    assert (queries.current(code=CODE).guide_incomplete, len(queries.current(code=CODE).materials)) == (
        False,
        9,
    )


def test_what_is_recorded_of_an_import_is_never_changed():
    imported(bare(name=""))
    for table in ("catalogue_importrun", "catalogue_quarantinedrow"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {table}")


def test_an_import_costs_the_same_number_of_statements_however_long(django_assert_num_queries):
    def some(n: int) -> list[dict]:
        return [bare(item_code=f"自编-{n}-{k}", name=f"第{n}{k}项") for k in range(n)]

    for n in (3, 300):
        with django_assert_num_queries(11):
            imported(*some(n))


def sheet(*lines: list) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_is_read_from_its_header_line_on(tmp_path):
    file = tmp_path / "a.xlsx"
    header = ["序号", "事项名称", "业务办理项编码", "事项类型", "实施主体"]
    file.write_bytes(
        sheet(
            ["某区目录"],
            [],
            header,
            [1, "养犬登记", CODE, 1, "区公安分局"],
            [None] * 5,
            [2, None, "x", 1, "某局"],
        )
    )
    report = acts.import_items(rows=queries.rows_of(path=file), region="990102", by=BY, at=AT)
    assert (report.read, report.new, kinds(report.reasons)) == (2, 1, [(2, "missing_name")])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (json.dumps([bare()]).encode(), 1),
        (json.dumps({"meta": {}, "items": [bare(), 5, None]}, ensure_ascii=False).encode("gb18030"), 3),
        (b"\xef\xbb\xbf[]", 0),
    ],
)
def test_a_json_file_is_read_as_it_comes(tmp_path: Path, written: bytes, read: int):
    file = tmp_path / "a.json"
    file.write_bytes(written)
    assert len(queries.rows_of(path=file)) == read


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"PK\x03\x04broken",
        b"{",
        b'{"a": 1}',
        b"5",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        sheet(["a", "b"], [1, 2]),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, written: bytes):
    file = tmp_path / "a"
    file.write_bytes(written)
    with pytest.raises(FileUnreadable, match="文件读不懂"):
        queries.rows_of(path=file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(FileUnreadable):
        queries.rows_of(path=tmp_path / "none")


def test_text_the_database_cannot_store_comes_in_without_it(tmp_path: Path):
    file = tmp_path / "a.json"
    file.write_text(json.dumps([bare(name="夜市\x00摊位\ud800", main_item="\u0000", 备注=["\x00"])]))
    report = acts.import_items(rows=queries.rows_of(path=file), by=BY, at=AT)
    assert (report.new, report.quarantined) == (1, 0)
