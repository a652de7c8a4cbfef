"""清单编制的页面：从现行的一份写起，挑选、填写、取消，检查、公布；写错的说明白，写的不会丢。"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.doors.backstage_office import COMPILER, PUBLISHER, backstage, open_backstage
from tests.doors.portal_visits import see
from tests.factories import catalogue as sample
from tests.factories import powers
from tests.factories.organisation import COUNTY
from tongban.foundation import clock
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.words import BookKind, InTransit

pytestmark = pytest.mark.django_db(transaction=True)
ENTRY = {
    "no": "300",
    "name": "城市建筑垃圾处置核准",
    "set_level": "中央设定",
    "department": "market",
    "organ": "X区行政审批局",
    "basis": "国务院令第412号\n《城市市容和环境卫生管理条例》",
}
DATES = {"published_on": "20260420", "effective_on": "2026-05-01"}


@pytest.fixture(autouse=True)
def office():
    open_backstage()


@pytest.fixture
def client():
    return backstage(PUBLISHER)


@pytest.fixture
def listed():
    """A licence list in force, whose departments are the office's own."""
    entries = tuple(e for e in powers.ENTRIES if e.department == "market")
    local = powers.ENTRIES[2]
    more = type(local)(local.no, local.name, local.set_level, "approval", local.organ, local.basis)
    powers.publish(powers.a_list(entries=(*entries, more)))


def begin(client, kind, **given):
    """A draft begun: the address of its page."""
    answer = client.post(f"/backstage/lists/{kind}/start", given)
    return answer.url.removesuffix("/head")


def base(page):
    return queries.list_draft(uid=page.rsplit("/", 1)[1], by=publisher()).revision


def publisher():
    from tests.factories.organisation import officer

    return officer(PUBLISHER)


def test_the_list_in_force_is_searched_by_text_department_level_and_basis(client, listed):
    page = "/backstage/lists/licence_list/1"
    shown = see(client.get(page))
    assert shown.faults == [] and "共 2 行" in shown.words
    for asked, found in (
        ("q=食品", "食品经营许可"),
        ("set_level=地方设定", "户外广告设置许可"),
        ("department=market", "食品经营许可"),
        ("basis=市容", "户外广告设置许可"),
    ):
        words = see(client.get(f"{page}?{asked}")).words
        others = {"食品经营许可", "户外广告设置许可"} - {found}
        assert ("找到 1 行，共 2 行" in words, found in words, [o for o in others if o in words]) == (
            True,
            True,
            [],
        )
    assert "没有找到" in see(client.get(f"{page}?q=没有这一项")).words
    assert client.get("/backstage/lists/licence_list/9").status_code == 404
    assert client.get("/backstage/lists/nothing").status_code == 404


def test_the_next_edition_is_written_checked_and_published_on_pages(client, listed):
    page = begin(client, "licence_list", after="X政办发〔2026〕1号")
    told = client.post(f"{page}/head", {"base": base(page), "document_no": "", **DATES})
    assert told.status_code == 422 and "请填写文号" in see(told).words
    client.post(f"{page}/head", {"base": base(page), "document_no": "X政办发〔2026〕9号", **DATES})
    wrong = client.post(f"{page}/rows/entries.new", {"base": base(page), **ENTRY, "basis": ""})
    assert wrong.status_code == 422 and 'value="城市建筑垃圾处置核准"' in wrong.content.decode()
    client.post(f"{page}/rows/entries.new", {"base": base(page), **ENTRY})
    client.post(f"{page}/rows/entries.0", {"base": base(page), "name": "食品经营许可（改）"})
    client.post(f"{page}/do/strike", {"base": base(page), "row": "entries.1"})
    shown = see(client.get(page))
    assert "新增 1 行，改动 1 行，取消 1 行" in shown.words and shown.faults == []
    assert "检查过了，可以公布" in see(client.post(f"{page}/do/try", {"base": base(page)}, follow=True)).words
    done = client.post(f"{page}/do/publish", {"base": base(page)}, follow=True)
    assert "已公布：X区行政许可事项清单（2026年版）" in see(done).words
    after = queries.licence_list_version(region=COUNTY, version=2)
    assert [(e.no, e.name) for e in after.entries] == [
        (powers.FOOD_NO, "食品经营许可（改）"),
        ("300", "城市建筑垃圾处置核准"),
    ]
    assert (after.effective_on, after.entries[1].basis) == (
        date(2026, 5, 1),
        ("国务院令第412号", "《城市市容和环境卫生管理条例》"),
    )
    changes = see(client.get("/backstage/lists/licence_list/2/changes?from=1"))
    assert "新增 1 行，改动 1 行，取消 1 行" in changes.words and changes.faults == []


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_what_was_typed_stays(client):
    page = begin(client, "negative")
    given = {"title": "X区负面清单", "base": base(page)}
    client.post(f"{page}/head", given)
    late = client.post(f"{page}/rows/entries.new", {"base": 1, "name": "涉密场所审查", **{
        "department": "market", "reason": "涉及国家秘密", "handled_at": "保密场所"}})  # fmt: skip
    shown = see(late)
    assert (
        late.status_code == 409 and "又改过这一版" in shown.words and "涉密场所审查" in late.content.decode()
    )


def test_items_are_picked_from_the_catalogue_and_materials_come_along(client):
    acts.publish(content=sample.content("labour_dispatch_licence"), by="officer:1", at=sample.AT)
    page = begin(client, "tolerance")
    shown = see(client.get(f"{page}/pick/items?q=劳务派遣"))
    assert "找到 1 个还不在里面的" in shown.words and shown.faults == []
    assert "请勾选要加进来的" in see(client.post(f"{page}/pick/items", {"base": base(page)})).words
    client.post(f"{page}/pick/items", {"base": base(page), "pick": ["990114002001", "没有这个"]})
    draft = queries.list_draft(uid=page.rsplit("/", 1)[1], by=publisher())
    assert draft.content["items"] == [
        {"item": "990114002001", "materials": [{"key": "facility_list", "days": 5}]}
    ]
    row = see(client.get(f"{page}/rows/items.0"))
    assert "办公设施设备和信息管理系统清单" in row.words and row.faults == []
    client.post(f"{page}/rows/items.0.materials.0", {"base": draft.revision, "days": "3"})
    again = queries.list_draft(uid=draft.uid, by=publisher())
    assert again.content["items"][0]["materials"] == [{"key": "facility_list", "days": 3}]
    assert "找到 0 个还不在里面的" in see(client.get(f"{page}/pick/items?q=劳务派遣")).words
    assert client.get(f"{page}/pick/nothing").status_code == 404


def test_a_batch_of_transfers_is_written_and_issued_on_pages(client, listed):
    page = begin(client, "transfer")
    client.post(f"{page}/head", {
        "base": base(page), "title": "X区第一批行政许可事项划转方案", "document_no": "X办发〔2026〕3号",
        "issued_by": "中共X区委办公室\nX区人民政府办公室", "issued_on": "20260220", "effective_on": "20270310",
        "to": "approval", "in_transit": "谁受理谁办结", "no": "1"})  # fmt: skip
    client.post(f"{page}/pick/lines", {"base": base(page), "pick": powers.FOOD_NO, "in_transit": "一并移交"})
    client.post(f"{page}/rows/posts.new", {"base": base(page), "from": "market", "planned": "2"})
    done = client.post(f"{page}/do/publish", {"base": base(page)}, follow=True)
    assert "X区第一批行政许可事项划转方案" in see(done).words
    plan = models.Transfer.objects.get().facts().plan
    assert [(x.licence_no, x.from_department, x.in_transit) for x in plan.lines] == [
        (powers.FOOD_NO, "market", InTransit.HAND_OVER)
    ]
    assert ([(p.from_department, p.planned) for p in plan.posts], len(plan.hand_over)) == ([("market", 2)], 6)


def test_an_agreement_is_ended_on_its_page(client):
    acts.publish(content=sample.content("labour_dispatch_licence"), by="officer:1", at=sample.AT)
    from tests.acts.test_catalogue_lists import LABOUR, sign

    sign(items=(LABOUR,), valid_to=date(2099, 1, 31))
    page = "/backstage/lists/agreement/1"
    wrong = client.post(f"{page}/end", {"last": "明年", "reason": "对方区划调整"})
    assert wrong.status_code == 422 and "对方区划调整" in wrong.content.decode()
    assert "没有写理由" in see(client.post(f"{page}/end", {"last": "2098-01-01", "reason": ""})).words
    done = see(client.post(f"{page}/end", {"last": "2098-01-01", "reason": "对方区划调整"}, follow=True))
    assert "提前终止，有效至2098年1月1日" in done.words and done.faults == []
    assert "终止这份协议" not in done.words
    assert client.post("/backstage/lists/agreement/9/end", {"last": "2098-01-01"}).status_code == 404


def test_a_page_asks_the_database_as_often_for_many_rows_as_for_few(client, listed):
    page = begin(client, "licence_list", after="X政办发〔2026〕1号")
    draft = queries.list_draft(uid=page.rsplit("/", 1)[1], by=publisher())
    many = [
        {**draft.content["entries"][0], "no": str(number), "department": "market"}
        for number in range(400, 440)
    ]
    counted = [statements(client, page)]
    acts.save_list_draft(
        draft_uid=draft.uid,
        based_on=draft.revision,
        content={**draft.content, "entries": [*draft.content["entries"], *many]},
        by=publisher(),
        at=clock.now(),
    )
    counted.append(statements(client, page))
    assert counted[0] == counted[1]


def statements(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("kind", list(BookKind), ids=str)
def test_every_kind_of_list_has_its_pages_by_the_same_pattern(client, kind):
    page = begin(client, kind.value)
    tables = [path for path, _ in queries.list_tables(kind)]
    pages = [page, f"{page}/head", *(f"{page}/rows/{table}.new" for table in tables)]
    for address in (f"/backstage/lists/{kind.value}", *pages):
        answer = client.get(address)
        assert (address, answer.status_code, see(answer).faults) == (address, 200, [])
    assert client.get(f"{page}/rows/nothing.0").status_code == 404
    assert client.post(f"{page}/do/nothing").status_code == 404


def test_who_manages_one_department_reads_the_lists_and_writes_none(client, listed):
    compiler = backstage(COMPILER)
    assert "由管全区事项的人编制公布" in see(compiler.get("/backstage/lists/licence_list")).words
    told = compiler.post("/backstage/lists/licence_list/start", follow=True)
    assert "不在您的管理范围内" in see(told).words
    assert models.ListDraft.objects.count() == 0
