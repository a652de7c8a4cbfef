"""Who somebody is at the portal: registration that tells nothing, whom he acts for, mandates, who saw his record."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import people as factory
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account, Session
from tongban.rooms.people import acts, queries
from tongban.rooms.people.words import Capacity, MandateAct, MandateState, Party, Scope, Standing

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a-long-enough-word"
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


def typed(serial: int = 1, **changes: str) -> dict[str, str]:
    told = factory.registration(serial)
    filled = {
        "name": told.name,
        "id_type": "resident_id",
        "id_no": told.id_no,
        "phone": told.phone,
        "password": PASSWORD,
    }
    return {**filled, **changes}


def signed_in(account_id: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend=BACKEND)
    return client


def citizen(serial: int = 1, name: str = "李小敏") -> tuple[int, Client]:
    person_id, account_id = factory.citizen(serial, name=name)
    return person_id, signed_in(account_id)


def in_force(agent: int, **changes: object) -> dict[str, object]:
    today = clock.today()
    return {"valid_from": today, "valid_to": date(today.year + 1, 1, 1), **changes}


def body(response: object) -> str:
    """A page without what belongs to the one request: its number, its time, its address, its token."""
    text = response.content.decode()  # type: ignore[attr-defined]
    text = re.sub(r'(<dt>(?:编号|时间)</dt><dd class="num">)[^<]*', r"\1", text)
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", text)


# ── registration ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_registering_opens_an_account_that_waits_to_be_verified() -> None:
    answer = Client().post("/register", typed(phone="+86 199-0000 0001", id_no=f" {factory.id_no(1)} "))
    assert (answer.status_code, answer["Location"]) == (302, "/register/received")
    account = Account.objects.get(login="19900000001")
    assert queries.standing_of(account_id=account.pk) is Standing.AWAITING
    client = Client()
    client.post("/accounts/login/", {"login": "19900000001", "password": PASSWORD})
    assert "还差一步：核对身份" in client.get("/my").content.decode()


def test_whoever_is_known_already_gets_the_same_answer() -> None:
    factory.person(1)
    fresh = Client().post("/register", typed(2))
    known_person = Client().post("/register", typed(1))
    known_phone = Client().post("/register", typed(3, phone=typed(2)["phone"]))
    assert {(a.status_code, a["Location"]) for a in (fresh, known_person, known_phone)} == {
        (302, "/register/received")
    }
    assert body(Client().get("/register/received")) == body(Client().get("/register/received"))


def test_a_wrong_number_is_refused_alike_whether_the_phone_is_known_or_not() -> None:
    Client().post("/register", typed(1))
    wrong = {"id_no": factory.id_no(2)[:-1] + ("1" if factory.id_no(2)[-1] != "1" else "2")}
    known, fresh = (
        Client().post("/register", typed(2, phone=p, **wrong)) for p in (typed(1)["phone"], "19900000777")
    )
    pages = {body(a).replace("19900000777", "P").replace(typed(1)["phone"], "P") for a in (known, fresh)}
    assert (known.status_code, fresh.status_code, len(pages)) == (200, 200, 1)
    assert not Account.objects.filter(login="19900000777").exists()


def test_somebody_elses_phone_does_not_change_his_password() -> None:
    Client().post("/register", typed(1))
    before = Account.objects.get(login=typed(1)["phone"]).password
    Client().post("/register", typed(2, phone=typed(1)["phone"], password="another-long-word"))
    assert Account.objects.get(login=typed(1)["phone"]).password == before


def test_every_problem_is_said_at_its_own_field_and_what_was_typed_stays() -> None:
    page = Client().post(
        "/register", {"name": "", "id_type": "resident_id", "id_no": "12", "phone": "1", "password": "12345"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert [word in text for word in ("请填写姓名", "手机号码应为 11 位数字", "有内容需要更正")] == [True] * 3
    assert PASSWORD not in text


def test_an_account_without_a_name_may_register_and_a_second_time_leads_on() -> None:
    client = signed_in(factory.account().pk)
    assert "请先实名登记" in client.get("/my").content.decode()
    told = typed(5)
    told.pop("password")
    assert client.post("/register", told)["Location"] == "/my"
    assert client.get("/register")["Location"] == "/my"


# ── whom one acts for ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agent_chooses_a_principal_and_every_page_says_so() -> None:
    boss, _ = citizen(1)
    firm = factory.firm(1, representative=boss)
    agent, client = citizen(2, "王五")
    factory.mandate(Party.legal_person(firm), agent, **in_force(agent))
    assert client.post("/my/acting/choose", {"principal": f"legal_person:{firm}"})["Location"] == "/my"
    assert "正在替 <strong>X区第1餐饮有限公司</strong> 办事" in client.get("/my/acting").content.decode()
    client.post("/my/acting/choose", {"principal": f"person:{agent}"})
    assert "正在替 <strong>" not in client.get("/my/acting").content.decode()


def test_without_a_mandate_nobody_can_be_chosen() -> None:
    firm = factory.firm(1, representative=factory.person(9))
    _, client = citizen(2)
    answers = [
        client.post("/my/acting/choose", {"principal": p})
        for p in (f"legal_person:{firm}", "legal_person:99", "x", "x:y")
    ]
    assert [a.status_code for a in answers] == [403] * 4
    assert "acting_for" not in Session.objects.get().get_decoded()


def test_a_revoked_mandate_stops_the_very_next_request_and_clears_the_choice() -> None:
    boss, _ = citizen(1)
    firm = factory.firm(1, representative=boss)
    agent, client = citizen(2, "王五")
    mandate = factory.mandate(Party.legal_person(firm), agent, **in_force(agent))
    client.post("/my/acting/choose", {"principal": f"legal_person:{firm}"})
    acts.revoke_mandate(mandate_id=mandate, by=f"person:{boss}", at=clock.now())
    stopped = client.post("/my/mandates/new", {})
    assert (stopped.status_code, stopped["Location"]) == (302, "/my/acting")
    page = client.get("/my/acting").content.decode()
    assert ("委托已经解除或到期" in page, "正在替 <strong>" in page) == (True, False)


def test_a_program_is_told_of_the_lapse_by_a_403() -> None:
    agent, client = citizen(2)
    firm = factory.firm(1, representative=agent)
    client.post("/my/acting/choose", {"principal": f"legal_person:{firm}"})
    acts.change_legal_representative(
        legal_person_id=firm, person_id=factory.person(7), by=factory.CLERK, at=clock.now()
    )
    answer = client.get("/my", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "people.no_mandate")


@pytest.mark.parametrize("act", list(MandateAct))
def test_any_one_power_keeps_the_choice(act: MandateAct) -> None:
    firm = factory.firm(1, representative=factory.person(9))
    agent, client = citizen(2)
    factory.mandate(
        Party.legal_person(firm), agent, **in_force(agent, scope=Scope(acts=(act,), items=("某事",)))
    )
    client.post("/my/acting/choose", {"principal": f"legal_person:{firm}"})
    assert client.get("/my").status_code == 200


# ── mandates ──────────────────────────────────────────────────────────────────────────────────────────────────────


def code_shown(client: Client) -> str:
    found = re.search(r'class="big">([^<]+)<', client.get("/my/acting").content.decode())
    assert found is not None
    return found[1]


def offer(client: Client, principal: str, code: str, **changes: object) -> object:
    filled = {
        "principal": principal,
        "code": code,
        "capacity": "relative",
        "acts": MandateAct.slugs(),
        "days": "30",
    }
    return client.post("/my/mandates/new", {**filled, **changes})


def test_a_family_gives_and_accepts_and_ends_a_mandate() -> None:
    mother, hers = citizen(1, "孙桂兰")
    son, his = citizen(2, "李伟")
    offer(hers, f"person:{mother}", code_shown(his).lower().replace("-", " "))
    (given,) = queries.mandates_given(principal=Party.person(mother))
    assert (given.terms.agent_id, given.terms.capacity) == (son, Capacity.RELATIVE)
    his.post(f"/my/mandates/{given.id}/accept")
    assert (
        queries.mandate_state(of=queries.mandate(mandate_id=given.id), at=clock.now())
        is MandateState.IN_FORCE
    )
    hers.post(f"/my/mandates/{given.id}/revoke")
    assert (
        queries.mandate_state(of=queries.mandate(mandate_id=given.id), at=clock.now()) is MandateState.REVOKED
    )


@pytest.mark.parametrize("code", ["1", "2-AAAA-AAAA", "", "x", "²-AAAA-AAAA", "9" * 30 + "-AAAA-AAAA"])
def test_a_made_up_code_names_nobody(code: str) -> None:
    mother, hers = citizen(1)
    citizen(2)
    assert offer(hers, f"person:{mother}", code).status_code == 200  # type: ignore[attr-defined]
    assert queries.mandates_given(principal=Party.person(mother)) == []


def test_nobody_gives_a_mandate_for_somebody_elses_affairs() -> None:
    firm = factory.firm(1, representative=factory.person(9))
    _, client = citizen(1)
    _, his = citizen(2)
    assert offer(client, f"legal_person:{firm}", code_shown(his)).status_code == 200  # type: ignore[attr-defined]
    assert queries.mandates_given(principal=Party.legal_person(firm)) == []


@pytest.mark.parametrize("path", ["/my/mandates/{}", "/my/mandates/{}/accept", "/my/mandates/{}/revoke"])
def test_a_mandate_of_others_is_answered_like_one_that_does_not_exist(path: str) -> None:
    mother, _ = citizen(1)
    son, _ = citizen(2)
    given = factory.mandate(Party.person(mother), son, **in_force(son))
    _, stranger = citizen(3)
    ask = stranger.get if path.endswith("{}") else stranger.post
    others, missing = ask(path.format(given)), ask(path.format(given + 1000))
    assert (others.status_code, missing.status_code) == (404, 404)
    assert body(others) == body(missing)


# ── my record ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_my_record_is_masked_until_i_look_and_my_look_is_listed() -> None:
    _, client = citizen(1)
    before = client.get("/my/record").content.decode()
    looked = client.post("/my/record/look")
    after = client.get("/my/record").content.decode()
    shown = [factory.id_no(1) in page for page in (before, looked.content.decode(), after)]
    assert shown == [False, True, False]
    assert ("您本人" in before, "您本人" in after) == (False, True)
    assert looked["Cache-Control"] == "no-store"


def test_an_officers_look_is_listed_with_its_purpose() -> None:
    person_id, client = citizen(1)
    from tongban.rooms.people.words import PersonField

    acts.disclose(
        person_id=person_id,
        fields=(PersonField.PHONE,),
        purpose="核对领取人",
        by="officer:12",
        at=clock.now(),
    )
    page = client.get("/my/record").content.decode()
    assert "看了手机号码，为了：核对领取人" in page
