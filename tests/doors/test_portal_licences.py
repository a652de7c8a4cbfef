"""Licences at the portal: one's own wallet, a code that lives a minute, copies for a purpose, and anybody's verification."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.doors.test_portal_identity import body, in_force, signed_in
from tests.factories import licences as factory
from tests.factories import people as persons
from tongban.foundation import clock
from tongban.rooms.licences import acts, queries
from tongban.rooms.licences.events import LicenceIssued
from tongban.rooms.licences.models import Licence
from tongban.rooms.licences.words import LicenceStatus
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Applicant, Party, Scope

pytestmark = pytest.mark.django_db(transaction=True)


def somebody(serial: int = 1) -> tuple[Applicant, Client]:
    person_id, account_id = persons.citizen(serial)
    return people.applicant(party=Party.person(person_id)), signed_in(account_id)


def a_licence(holder: Applicant) -> LicenceIssued:
    return factory.a_licence(holder=holder)


def test_the_wallet_holds_my_licences_and_nobody_elses() -> None:
    me, client = somebody(1)
    made = a_licence(me)
    other, _ = somebody(2)
    theirs = a_licence(other)
    page = client.get("/my/licences").content.decode()
    assert (made.licence in page, theirs.licence in page, "食品经营许可证" in page) == (True, False, True)


def test_the_card_shows_the_face_and_who_used_it() -> None:
    me, client = somebody()
    made = a_licence(me)
    acts.verify(token=Licence.objects.get(uid=made.licence).token, at=clock.now())
    page = client.get(f"/my/licences/{made.licence}").content.decode()
    assert [text in page for text in ("统一社会信用代码", "核验证照", "电子证照标识")] == [True] * 3


def test_a_shown_code_is_verified_once_by_anybody() -> None:
    me, client = somebody()
    made = a_licence(me)
    shown = client.post(f"/my/licences/{made.licence}/code")
    assert ("<svg" in shown.content.decode(), shown["Cache-Control"]) == (True, "no-store")
    code = acts.show_code(uid=made.licence, by=me, at=clock.now()).code
    pages = [Client().get(f"/v/{code}").content.decode() for _ in range(2)]
    assert ["真实有效" in page for page in pages] == [True, False]
    assert "已经核验过一次" in pages[1]


def test_a_head_request_does_not_spend_a_code() -> None:
    me, _ = somebody()
    code = acts.show_code(uid=a_licence(me).licence, by=me, at=clock.now()).code
    assert Client().head(f"/v/{code}").status_code == 405
    assert "真实有效" in Client().get(f"/v/{code}").content.decode()


def test_every_reason_has_its_own_words_and_the_holder_is_masked() -> None:
    me, _ = somebody()
    made = a_licence(me)
    licence = Licence.objects.get(uid=made.licence)
    old = acts.show_code(uid=made.licence, by=me, at=clock.now() - timedelta(minutes=2)).code
    fresh = acts.show_code(uid=made.licence, by=me, at=clock.now()).code
    good = Client().get(f"/v/{licence.token.lower()}").content.decode()
    told = {
        "真实有效": good,
        "亮证码已过时": Client().get(f"/v/{old}").content.decode(),
        "查无此证": Client().get("/v/ABCD-EFGH").content.decode(),
        "亮证码被改动过": Client().get(f"/v/{_other_letter(fresh)}").content.decode(),
    }
    Licence.objects.filter(uid=made.licence).update(status=LicenceStatus.REVOKED)
    told["真实，但不在有效状态"] = Client().get(f"/v/{licence.token}").content.decode()
    assert {words: f"<h1>{words}</h1>" in page for words, page in told.items()} == dict.fromkeys(told, True)
    assert "依法吊销" in told["真实，但不在有效状态"]
    assert ("李小敏" in good, me.display_name_masked in good, licence.number in good) == (False, True, False)


def _other_letter(code: str) -> str:
    return ("B" if code[0] == "A" else "A") + code[1:]


def test_a_typed_code_finds_its_way_for_licences_and_for_documents() -> None:
    client = Client()
    assert (
        client.get("/v?code=4t7f-je3r-94xj-pdtp-xvev-86dm-a2")["Location"] == "/v/4T7FJE3R94XJPDTPXVEV86DMA2"
    )
    assert client.get("/v?code=eeq7 m2bs fzyk sjwc")["Location"] == "/d/EEQ7M2BSFZYKSJWC"
    assert "没有查到" in client.get("/d/EEQ7M2BSFZYKSJWC").content.decode()


def test_a_copy_says_its_purpose_and_leaves_as_a_pdf() -> None:
    me, client = somebody()
    made = a_licence(me)
    client.post(f"/my/licences/{made.licence}/copies", {"purpose": "银行开户"})
    (copy,) = queries.licence(uid=made.licence, holder=me.ref, at=clock.now()).copies
    answer = client.get(f"/my/licences/{made.licence}/copies/{copy.uid}.pdf")
    assert (copy.purpose, answer["Content-Type"], answer.content[:5]) == (
        "银行开户",
        "application/pdf",
        b"%PDF-",
    )
    assert answer["Cache-Control"] == "private, no-store"
    told = client.post(f"/my/licences/{made.licence}/copies", {"purpose": " "}, follow=True)
    assert "没有写明副本的用途" in told.content.decode()


def test_the_signed_pdf_is_the_holders() -> None:
    me, client = somebody()
    answer = client.get(f"/my/licences/{a_licence(me).licence}/licence.pdf")
    assert (answer.status_code, answer.content[:5], answer["X-Content-Type-Options"]) == (
        200,
        b"%PDF-",
        "nosniff",
    )


def test_what_is_not_in_force_cannot_be_shown_and_says_why() -> None:
    me, client = somebody()
    made = a_licence(me)
    Licence.objects.filter(uid=made.licence).update(status=LicenceStatus.WITHHELD)
    assert "依法暂扣" in client.get("/my/licences").content.decode()
    assert client.post(f"/my/licences/{made.licence}/code").status_code == 409


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", ""), ("get", "/licence.pdf"), ("post", "/code"), ("post", "/copies"), ("get", "/copies/{copy}.pdf")],
)  # fmt: skip
def test_another_persons_licence_is_answered_like_one_that_does_not_exist(method: str, address: str) -> None:
    owner, _ = somebody(1)
    made = a_licence(owner)
    copy = acts.copy_for_purpose(uid=made.licence, purpose="银行开户", by=owner, at=clock.now()).uid
    _, stranger = somebody(2)
    ask = getattr(stranger, method)
    others = ask(f"/my/licences/{made.licence}{address.format(copy=copy)}")
    missing = ask(f"/my/licences/{'0' * 32}{address.format(copy='0' * 32)}")
    assert (others.status_code, missing.status_code) == (404, 404)
    assert body(others) == body(missing)


def test_an_agent_for_one_item_does_not_hold_the_whole_wallet() -> None:
    owner, _ = somebody(1)
    made = a_licence(owner)
    agent_id, account_id = persons.citizen(2, name="王五")
    persons.mandate(owner.party, agent_id, **in_force(agent_id, scope=Scope(items=("某事",))))
    client = signed_in(account_id)
    client.post("/my/acting/choose", {"principal": owner.ref})
    assert "委托没有包括证照" in client.get("/my/licences").content.decode()
    assert client.get(f"/my/licences/{made.licence}").status_code == 404
