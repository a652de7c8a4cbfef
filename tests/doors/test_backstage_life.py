"""编制与审核的页面：清单、进度、事项、版本、审核、发布、比对、基本目录；不归他管的与没有一样。"""

from datetime import timedelta

import pytest
from django.test import Client

from tests.doors import backstage_office as office
from tests.factories import cases as case_factory
from tests.factories import organisation
from tests.factories.catalogue import BY, FOOD, content
from tests.factories.catalogue_life import SHORT_FLOW
from tongban.foundation import clock
from tongban.rooms.cases import queries as cases
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.rules.directory import line_of

pytestmark = pytest.mark.django_db(transaction=True)
ITEM = f"/backstage/items/{FOOD}"


@pytest.fixture
def compiler() -> Client:
    office.open_backstage()
    acts.publish(content=content(), by=BY, at=clock.now() - timedelta(days=1))
    return office.backstage(office.COMPILER)


def text(response: object, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]  # type: ignore[attr-defined]
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def officer(staff_no: str):  # type: ignore[no-untyped-def]
    return organisation.officer(staff_no)


def draft(**changes: object) -> str:
    by, at = officer(office.COMPILER), clock.now()
    uid = acts.start_revision(item_code=FOOD, by=by, at=at).version_uid
    if changes:
        acts.change_revision(version_uid=uid, based_on=1, changes=changes, by=by, at=at)
    return uid


def submitted(**changes: object) -> str:
    uid = draft(**changes)
    by, at = officer(office.COMPILER), clock.now()
    acts.submit_for_review(version_uid=uid, based_on=2 if changes else 1, by=by, at=at)
    return uid


def test_a_version_goes_through_the_pages_from_its_start_to_its_publication(compiler):
    checker = office.backstage(office.CHECKER)
    started = compiler.post(f"{ITEM}/do/start")
    uid = started.headers["Location"].rsplit("/", 1)[1]
    by = officer(office.COMPILER)
    changes = {"promise_day": 6, "handle_flow": SHORT_FLOW}
    acts.change_revision(version_uid=uid, based_on=1, changes=changes, by=by, at=clock.now())
    page = text(compiler.get(f"/backstage/versions/{uid}"))
    assert "承诺办结时限" in page and "和第1版相比" in page
    assert compiler.post(f"/backstage/versions/{uid}/do/submit", {"revision": "2"}).status_code == 302
    assert "您动过这一版" in text(compiler.post(f"/backstage/versions/{uid}/do/pass"), 403)
    assert checker.post(f"/backstage/versions/{uid}/do/pass").status_code == 302
    assert checker.post(f"/backstage/versions/{uid}/do/publish").status_code == 302
    assert queries.current(code=FOOD).promised_days == 6
    assert "第2版" in text(compiler.get(ITEM))
    compared = text(compiler.get(f"{ITEM}/compare?old=1&new=2"))
    assert "第1版到第2版" in compared and "承诺办结时限" in compared


def test_what_is_sent_back_tells_the_reason_beside_its_element(compiler):
    uid = submitted(promise_day=6)
    checker = office.backstage(office.CHECKER)
    refused = text(checker.post(f"/backstage/versions/{uid}/do/send_back", {"reason:promise_day": "  "}), 422)
    assert "没有写明审核驳回的理由" in refused
    told = {"reason:promise_day": "与窗口公示的不一致", "reason:": "总体可以"}
    assert checker.post(f"/backstage/versions/{uid}/do/send_back", told).status_code == 302
    page = text(compiler.get(f"/backstage/versions/{uid}"))
    assert "承诺办结时限：与窗口公示的不一致" in page and "总体可以" in page
    assert queries.version_life(version_uid=uid, by=officer(office.COMPILER)).reasons == (
        {"element": "promise_day", "says": "与窗口公示的不一致"},
        {"element": "", "says": "总体可以"},
    )


def test_a_date_that_cannot_be_read_or_is_over_is_said_and_what_was_typed_stays(compiler):
    uid = submitted(promise_day=6, handle_flow=SHORT_FLOW)
    acts.pass_review(version_uid=uid, by=officer(office.CHECKER), at=clock.now())
    address = f"/backstage/versions/{uid}/do/publish"
    page = text(compiler.post(address, {"effective_on": "明天", "cancel_on": "2030-01-01"}), 422)
    assert "日期“明天”读不懂" in page and 'value="2030-01-01"' in page
    assert "生效日期不能早于" in text(compiler.post(address, {"effective_on": "2020-01-01"}), 422)


def test_the_impact_counts_the_open_cases_that_keep_their_version(compiler):
    case_factory.world(at=clock.now() - timedelta(days=1))
    code = case_factory.item(case_factory.PLAIN).code
    case_factory.a_case(at=clock.now())
    pinned = queries.current(code=code).id
    assert cases.open_by_version(item_code=code) == {pinned: 1}
    page = text(compiler.get(f"/backstage/items/{code}"))
    assert '<strong class="num">1</strong> 件没有办完的办件' in page and "第1版：1 件" in page


def test_an_item_is_paused_and_resumed_with_a_reason_from_its_page(compiler):
    assert "没有写明暂停的理由" in text(compiler.post(f"{ITEM}/do/pause", {"reason": ""}), 422)
    kept = text(compiler.post(f"{ITEM}/do/pause", {"reason": "系统升级", "since": "2020-01-01"}), 422)
    assert "系统升级" in kept and 'value="2020-01-01"' in kept
    assert compiler.post(f"{ITEM}/do/pause", {"reason": "系统升级"}).status_code == 302
    page = text(compiler.get(ITEM))
    assert "恢复办理" in page and "系统升级" in page
    assert compiler.post(f"{ITEM}/do/resume").status_code == 302
    assert models.Item.objects.get(code=FOOD).state == "1"


def test_the_list_is_filtered_by_progress_and_name_and_the_units_add_up(compiler):
    draft(promise_day=6)
    assert content()["task_name"] in text(compiler.get("/backstage/items?progress=draft&q=食品"))
    assert "没有符合条件的事项" in text(compiler.get("/backstage/items?progress=cancelled"))
    assert text(compiler.get("/backstage/items?progress=x&after=[&q=%25")) != ""
    assert content()["dept_name"] in text(compiler.get("/backstage/units"))


def test_a_line_of_the_directory_is_claimed_and_drift_is_shown(compiler):
    models.keep_lines(
        [line_of(content()), line_of(content(catalog_code="990131077001", task_name="夜市经营许可"))]
    )
    models.claim_all([FOOD])
    models.keep_lines([line_of(content(task_name="食品经营许可核发"))])
    page = text(compiler.get("/backstage/directory"))
    assert "偏离目录的事项 1 个" in page and "食品经营许可核发" in page and "夜市经营许可" in page
    given = {"catalog_code": "990131077001", "department": "approval"}
    claimed = compiler.post("/backstage/directory/claim", given)
    assert claimed.status_code == 302
    assert "夜市经营许可" in text(compiler.get(claimed.headers["Location"]))
    assert "已经有事项在用" in text(compiler.post("/backstage/directory/claim", given), 409)


@pytest.mark.parametrize("address", ["", "/compare", "/do/start", "/do/pause"])
def test_what_is_not_his_is_as_if_it_were_not_there(compiler, address):
    stranger = office.backstage(office.STRANGER)
    ask = stranger.post if "/do/" in address else stranger.get
    assert ask(f"{ITEM}{address}").status_code == ask(f"/backstage/items/NONE{address}").status_code == 404
    uid = draft()
    assert stranger.get(f"/backstage/versions/{uid}").status_code == 404
    assert stranger.post(f"/backstage/versions/{uid}/do/discard").status_code == 404


def test_a_step_that_nobody_knows_is_not_there(compiler):
    assert compiler.post(f"{ITEM}/do/x").status_code == 404
    assert compiler.post(f"/backstage/versions/{draft()}/do/start").status_code == 404
