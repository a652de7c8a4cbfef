"""One person who acts for several: what a mandate names can be used; what is another principal's is a press away."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.doors.desk_office import INTAKE, at_desk, open_office, with_password
from tests.doors.owned_things import plain
from tests.doors.portal_visits import citizen, see
from tests.doors.test_portal_identity import in_force, typed
from tests.factories import cases as factory
from tests.factories import licences as licence_factory
from tests.factories import people as persons
from tests.factories.world import let_news_travel
from tongban.foundation import clock
from tongban.rooms.cases import queries as cases
from tongban.rooms.cases.words import CaseState
from tongban.rooms.notices import queries as notices
from tongban.rooms.organisation.words import Grant, Officer, Role
from tongban.rooms.people import acts
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, MandateAct, Party, Scope, Wanted
from tongban.wiring.workplace import workplaces

pytestmark = pytest.mark.django_db(transaction=True)
FIRM = "X区第1餐饮有限公司"


@pytest.fixture(autouse=True)
def the_world() -> None:
    factory.world(at=clock.now() - timedelta(days=1))


def agent(*items: str, serial: int = 2) -> tuple[int, Client, Acting]:
    """An agent of a firm, for some items or for all."""
    firm = persons.firm(1, representative=persons.person(9, name="赵磊"))
    person, client = citizen(serial, "吴敏")
    yesterday = clock.today() - timedelta(days=1)  # a case of half an hour ago may be one of the day before
    terms = in_force(person, scope=Scope(items=items), valid_from=yesterday)
    persons.mandate(Party.legal_person(firm), person, **terms)
    (way,) = people.principals_of(person_id=person, at=clock.now())
    return firm, client, way


def apply_address(key: str = factory.FOOD) -> str:
    return f"/items/{factory.item(key).code}/apply"


def switched(client: Client, page: Any) -> Any:
    """Presses the one button of a page that sends on."""
    fields = see(page).fields
    told = {name: fields[name][-1] for name in ("principal", "next")}
    return client.post("/my/acting/choose", told)


# ── a mandate for named items ─────────────────────────────────────────────────────────────────────────────────────


def test_an_agent_applies_for_an_item_that_his_mandate_names() -> None:
    _, client, way = agent(factory.item().name.partition("（")[0])
    answer = client.post(apply_address(), {"asked": "1", "for": way.principal.ref})
    assert (answer.status_code, answer["Location"].startswith("/apply/")) == (302, True)


def test_whom_the_mandate_does_not_reach_is_shown_with_the_reason_and_cannot_be_chosen() -> None:
    _, client, way = agent("取水许可")
    page = client.get(apply_address())
    until = people.mandates_held(person_id=way.agent.id)[0].terms.valid_to
    why = (
        "这件事不在委托范围内。对方的委托是：取水许可"
        f"（可以申请、查看、领取结果，到 {until.year}年{until.month}月{until.day}日）"
    )
    assert why in see(page).words
    (firm,) = re.findall(rf'<input[^>]*value="{way.principal.ref}"[^>]*>', page.content.decode())
    assert (" disabled" in firm, " checked" in firm) == (True, False)


def test_who_asks_for_it_all_the_same_is_told_on_the_page_and_his_choice_is_kept() -> None:
    _, client, way = agent("取水许可")
    page = client.post(apply_address(), {"asked": "1", "for": way.principal.ref})
    (firm,) = re.findall(rf'<input[^>]*value="{way.principal.ref}"[^>]*>', page.content.decode())
    assert (page.status_code, " checked" in firm) == (200, True)
    assert [line.partition("。")[0] for line in see(page).faults] == ["这件事不在委托范围内"]


def test_the_reach_of_several_mandates_is_their_sum() -> None:
    firm, _, way = agent("取水许可")
    persons.mandate(
        Party.legal_person(firm), way.agent.id, **in_force(way.agent.id, scope=Scope(items=("食品经营许可",)))
    )
    told = {
        name: len(
            people.short_of(
                person_id=way.agent.id,
                wanted=Wanted(act=MandateAct.APPLY, item_code="9", item_name=name),
                at=clock.now(),
            ).get(Party.legal_person(firm), ())
        )
        for name in ("取水许可（新办）", "食品经营许可（样品）", "户外广告设施设置")
    }
    assert told == {"取水许可（新办）": 0, "食品经营许可（样品）": 0, "户外广告设施设置": 2}


# ── what is another principal's ───────────────────────────────────────────────────────────────────────────────────


def things(way: Acting) -> dict[str, str]:
    """One of each that can be opened, by its address."""
    case = factory.a_case(
        CaseState.CORRECTING, key=factory.FOOD, by=way, at=clock.now() - timedelta(minutes=30)
    )
    draft, _ = factory.a_draft(factory.FOOD, by=way, at=clock.now())
    licence = licence_factory.a_licence(holder=way.principal).licence
    let_news_travel()
    message = notices.inbox(holder=way.principal.ref).messages[0].uid
    return {
        "申请": f"/apply/{case.draft_uid}/done",
        "申请 ": f"/apply/{draft}/form",
        "办件": f"/my/cases/{case.case_no}",
        "证照": f"/my/licences/{licence}",
        "消息": f"/my/inbox/{message}",
    }


def test_what_is_my_firms_is_a_press_away_after_a_new_login() -> None:
    _, client, way = agent()
    for kind, address in things(way).items():
        page = client.get(address)
        assert (page.status_code, f"这是 {FIRM} 的{kind.strip()}" in see(page).words) == (200, True), kind
        assert "您现在办的是自己的事" in see(page).words
        assert switched(client, page)["Location"] == address
        assert client.get(address).status_code == 200
        client.post("/my/acting/choose", {"principal": way.agent.ref})
    assert notices.inbox(holder=way.principal.ref).messages[0].is_unread is False


def test_what_is_only_looked_for_is_not_yet_read() -> None:
    _, client, way = agent()
    client.get(things(way)["消息"])
    assert notices.unread(holder=way.principal.ref) > 0


def test_what_is_my_own_is_a_press_away_while_i_act_for_the_firm() -> None:
    _, client, way = agent()
    case = factory.a_case(by=way.agent, at=clock.now() - timedelta(minutes=30))
    client.post("/my/acting/choose", {"principal": way.principal.ref})
    page = client.get(f"/my/cases/{case.case_no}")
    assert [w in see(page).words for w in ("这是您自己的办件", f"您现在办的是 {FIRM} 的事")] == [True, True]
    assert switched(client, page)["Location"] == f"/my/cases/{case.case_no}"


@pytest.mark.parametrize("what", ["over", "bounded"])
def test_where_the_mandate_does_not_reach_the_answer_is_that_of_nothing(what: str) -> None:
    _, client, way = agent("取水许可") if what == "bounded" else agent()
    found = things(way)
    if what == "over":
        (held,) = people.mandates_held(person_id=way.agent.id)
        acts.revoke_mandate(mandate_id=held.id, by=way.agent.ref, at=clock.now())
    else:  # a draft that is open stays open to whoever fills it in
        found = {kind: found[kind] for kind in ("办件", "证照", "消息")}
    for address in found.values():
        nothing = re.sub(r"[0-9A-Za-z-]{12,}", "0" * 32, address)
        real, none = client.get(address), client.get(nothing)
        assert (real.status_code, none.status_code, plain(real) == plain(none)) == (404, 404, True), address


def test_a_switch_leads_to_no_other_site() -> None:
    _, client, way = agent()
    elsewhere = ("https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)")
    answers = [
        client.post("/my/acting/choose", {"principal": way.principal.ref, "next": told})["Location"]
        for told in elsewhere
    ]
    assert answers == ["/my"] * 4


@pytest.mark.parametrize("address", ["/my", "/my/cases", "/my/licences", "/my/inbox"])
def test_an_empty_list_says_for_whom_else_one_may_look(address: str) -> None:
    _, client, _ = agent()
    page = client.get(address)
    assert f"替谁办：{FIRM}" in see(page).words
    assert switched(client, page)["Location"] == address
    assert "看我自己的（吴*）" in see(client.get(address)).words


def test_who_acts_for_nobody_is_offered_nobody() -> None:
    _, client = citizen(5)
    assert "替谁办：" not in see(client.get("/my/cases")).words


# ── staff, and pages that are not there ───────────────────────────────────────────────────────────────────────────


def test_staff_land_at_their_workplace_and_the_portal_leads_back_to_it() -> None:
    open_office()
    client = Client()
    told = {"login": with_password(INTAKE), "password": "a password for the desk"}
    assert client.post("/accounts/login/", told)["Location"] == "/desk/"
    assert "/desk/" in see(client.get("/")).links
    words = see(client.get("/my")).words
    assert ("这是工作人员的账号" in words, "请先实名登记" in words) == (True, False)
    told["next"] = "/progress"
    assert Client().post("/accounts/login/", told)["Location"] == "/progress"


@pytest.mark.parametrize(
    ("roles", "doors"),
    [
        ({Role.INTAKE}, ["/desk/"]),
        ({Role.DECIDER, Role.CATALOGUE_ADMIN}, ["/desk/", "/backstage/"]),
        ({Role.CATALOGUE_ADMIN}, ["/backstage/"]),
        ({Role.SYSTEM_ADMIN}, ["/backstage/"]),
        ({Role.LEADER}, ["/board/"]),
        ({Role.GUIDE}, ["/desk/"]),
        (set(), []),
    ],
)
def test_each_post_has_its_doors_and_the_first_is_where_one_lands(roles: set[Role], doors: list[str]) -> None:
    grants = tuple(Grant(role=role, regions=("990102000000",), departments=None) for role in sorted(roles))
    found = workplaces(Officer(1, "1", "某某", "approval", "990102000000", grants))
    assert [one.url for one in found] == doors


def test_a_citizens_page_asks_nothing_about_workplaces(django_assert_num_queries: Any) -> None:
    _, client = citizen(5)
    client.get("/progress")
    with django_assert_num_queries(1):  # the session, with the account, the person and whether he is staff
        links = see(client.get("/progress")).links
    assert {"/desk/", "/backstage/", "/board/"} & set(links) == set()


def test_a_page_that_is_not_there_says_its_number_wherever_that_was_found_out() -> None:
    open_office()
    asked = [Client().get(address) for address in ("/nope", "/items/nope", "/rate/abc", "/d/nope/x")] + [
        at_desk(INTAKE).get(f"/desk/cases/{'0' * 32}")
    ]
    for answer in asked:
        assert answer.status_code == 404
        told = re.sub(r'<dd class="num">[^<]+</dd>', "N", answer.content.decode())
        assert "404 号提示" in told
        assert re.findall(r"<dt>(编号|时间)</dt>(N?)", told) == [("编号", "N"), ("时间", "N")]


# ── what the site tells afterwards ────────────────────────────────────────────────────────────────────────────────


def test_the_record_says_what_was_seen_for_which_case_and_by_which_unit_and_post_but_no_name() -> None:
    open_office()
    person, client = citizen(5)
    case = factory.a_case(
        by=people.applicant(party=Party.person(person)), at=clock.now() - timedelta(minutes=30)
    )
    at_desk(INTAKE).post(f"/desk/cases/{case.case_no}/reveal", {"purpose": "联系申请人补正"})
    seen = see(client.get("/my/record")).words
    item = factory.item(factory.PLAIN).name
    assert f"看了姓名、证件号码、手机号码、住址，为了：联系申请人补正（办件 {case.short_no}，{item}）" in seen
    assert re.findall(r"(\S+)的工作人员（岗位：(\S+?)）", seen) == [("X区approval局", "受理")]
    assert "汪玉洁" not in seen


def test_an_opened_supplement_notice_names_the_item_in_full_and_each_defect_with_how_to_mend_it() -> None:
    _, client, way = agent()
    case = factory.a_case(
        CaseState.CORRECTING, key=factory.FOOD, by=way, at=clock.now() - timedelta(minutes=30)
    )
    let_news_travel()
    for holder in (way.principal.ref, way.agent.ref):  # the firm's copy and the agent's own
        client.post("/my/acting/choose", {"principal": holder})
        newest = notices.inbox(holder=holder).messages[0]
        words = see(client.get(f"/my/inbox/{newest.uid}")).words
        mine = cases.my_case(case_no=case.case_no, applicants=(way.principal.ref,), on=clock.today())
        assert f"您申请的“{factory.item().name}”有{len(mine.defects)}份材料要补正" in words
        assert [f"{line.name} ：{line.defect}" in words for line in mine.defects] == [True] * len(
            mine.defects
        )
        assert (len(mine.defects) > 0, "去补交" in words, mine.progress.short_no in words) == (True,) * 3


def test_the_receipt_is_saved_under_its_number() -> None:
    _, client, way = agent()
    case = factory.a_case(key=factory.FOOD, by=way, at=clock.now() - timedelta(minutes=30))
    client.post("/my/acting/choose", {"principal": way.principal.ref})
    answer = client.get(f"/apply/{case.draft_uid}/receipt.pdf")
    assert answer["Content-Disposition"] == (
        f'inline; filename="receipt-{case.short_no}.pdf"; '
        f"filename*=UTF-8''{quote('收件凭证 ' + case.short_no)}.pdf"
    )


def test_registering_at_home_offers_no_card_reader_and_takes_no_name_that_is_none() -> None:
    page = Client().get("/register")
    assert "读卡" not in see(page).words
    told = {**see(page).fields, **typed(7, name="<script>张三😀")}
    said = "姓名只能有汉字、字母、间隔点和空格，请照证件填写"  # once, not “姓名：姓名…”
    assert see(Client().post("/register", told)).faults == [said]


def test_progress_asks_for_the_number_by_the_name_it_has_everywhere_and_takes_the_long_one_too() -> None:
    person, client = citizen(5)
    case = factory.a_case(
        by=people.applicant(party=Party.person(person)), at=clock.now() - timedelta(minutes=30)
    )
    mine = cases.my_case(case_no=case.case_no, applicants=(f"person:{person}",), on=clock.today())
    assert "查询编号" in see(Client().get("/progress")).words
    for no in (case.short_no, case.case_no):
        words = see(Client().post("/progress", {"no": no, "code": mine.query_code})).words
        assert f"查询编号 {case.short_no}" in words
    assert f"查询编号 {case.short_no}" in see(client.get(f"/my/cases/{case.case_no}")).words
