"""Every address of somebody's own, with real things behind it: whoever it is not his sees what is not there at all."""

import re
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.sources import hold
from tests.doors.test_authorisation_matrix import client_of
from tests.doors.test_portal_identity import body, in_force, signed_in
from tests.factories import cases as factory
from tests.factories import licences as licence_factory
from tests.factories import people as persons
from tests.factories.world import let_news_travel
from tongban.foundation import clock
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.words import CaseState
from tongban.rooms.licences import acts as licences
from tongban.rooms.notices import queries as notices
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Applicant, Party
from tongban.wiring.manifest import MANIFEST

pytestmark = pytest.mark.django_db(transaction=True)

Holes = dict[str, object]
NOTHING = "0" * 32
DRAFTS = "apply_situation apply_form apply_save apply_materials apply_check apply_submit continue_draft discard_draft"
SUBMITTED = "apply_done apply_receipt"
CASES = "my_case withdraw start_supplement"
LICENCES = "licence show_code licence_pdf copy_licence"
MANDATES = "mandate accept_mandate revoke_mandate"
# Sent with the data a person would send; these change or make something, so the owner is not asked.
ACTING = frozenset(
    {"portal:discard_draft", "portal:apply_submit", "portal:withdraw", "portal:revoke_mandate"}
    | {"portal:apply_save", "portal:start_supplement", "portal:show_code", "portal:copy_licence"}
    | {"portal:accept_mandate"}
)
ALIKE = {404, 405}


def owned() -> set[str]:
    """The portal's rows that the manifest calls somebody's own."""
    return {name for name, row in MANIFEST.items() if row.owned and name.startswith("portal:")}


def things_of(owner: Applicant) -> dict[str, Holes]:
    """One of everything that can be his, by the address it stands behind."""
    case = factory.a_case(CaseState.CORRECTING, by=owner, at=clock.now())
    draft, _ = factory.a_draft(by=owner, at=clock.now())
    supplement = cases.start_supplement(case_no=case.case_no, by=owner, at=clock.now())
    on = clock.today()
    document = case_queries.my_case(case_no=case.case_no, applicants=(owner.ref,), on=on).documents[0].uid
    made = licence_factory.a_licence(holder=owner)
    copy = licences.copy_for_purpose(uid=made.licence, purpose="银行开户", by=owner, at=clock.now()).uid
    let_news_travel()
    message = notices.inbox(holder=owner.ref).messages[0].uid
    return _addressed(
        {name: {"uid": draft} for name in DRAFTS.split()}
        | {name: {"uid": case.draft_uid} for name in SUBMITTED.split()}
        | {name: {"case_no": case.case_no} for name in CASES.split()}
        | {name: {"uid": made.licence} for name in LICENCES.split()}
        | {"apply_file": {"uid": draft, "key": "photo"}, "message": {"uid": message}}
        | {"supplement": {"case_no": case.case_no, "uid": supplement}}
        | {"my_document": {"case_no": case.case_no, "uid": document}}
        | {"my_material": {"case_no": case.case_no, "key": "photo"}}
        | {"copy_pdf": {"uid": made.licence, "copy": copy}}
    )


def _addressed(things: dict[str, Holes]) -> dict[str, Holes]:
    return {f"portal:{name}": holes for name, holes in things.items()}


def mandate_of(owner: Applicant, agent: int) -> dict[str, Holes]:
    """A mandate he gave."""
    number = persons.mandate(Party.person(owner.id), agent, **in_force(agent))
    return _addressed({name: {"mandate_id": number} for name in MANDATES.split()})


def missing(holes: Holes) -> Holes:
    """The same address with nothing behind it."""
    nothing = {"case_no": NOTHING, "uid": NOTHING, "copy": NOTHING, "mandate_id": 10**9}
    return {name: nothing.get(name, value) for name, value in holes.items()}


def plain(response: object) -> str:
    """The page without the number and the time of the request."""
    return re.sub(r'<dd class="num">[^<]*</dd>', "", body(response))


def told_apart(client: Client, things: dict[str, Holes]) -> list[str]:
    """Every address and method whose answer lets this person tell the real thing from nothing."""
    wrong = []
    for name, holes in things.items():
        for ask in (client.get, partial(client.post, content_type="application/json", data={"changes": {}})):
            real, none = ask(reverse(name, kwargs=holes)), ask(reverse(name, kwargs=missing(holes)))
            if (
                real.status_code not in ALIKE
                or real.status_code != none.status_code
                or plain(real) != plain(none)
            ):
                wrong.append(f"{name}: {real.status_code}, nothing: {none.status_code}")
    return wrong


def citizen(serial: int, name: str = "李小敏") -> tuple[Applicant, Client]:
    person_id, account_id = persons.citizen(serial, name=name)
    return people.applicant(party=Party.person(person_id)), signed_in(account_id)


def acting_for(principal: Applicant, serial: int) -> Client:
    """An agent who has chosen to act for this principal."""
    agent, client = citizen(serial, "王五")
    persons.mandate(Party.person(principal.id), agent.id, **in_force(agent.id))
    client.post("/my/acting/choose", {"principal": principal.ref})
    client.get("/my/acting")  # where the site says once that it is so
    return client


@pytest.fixture
def owner_and_things() -> tuple[Applicant, Client, dict[str, Holes]]:
    factory.world(at=clock.now())
    owner, client = citizen(801)
    agent = persons.person(802, name="周小兰")
    return owner, client, things_of(owner) | mandate_of(owner, agent)


Owned = tuple[Applicant, Client, dict[str, Holes]]


def test_every_address_of_somebodys_own_is_asked_for(owner_and_things: Owned) -> None:
    assert set(owner_and_things[2]) == owned()


def test_another_citizen_cannot_tell_my_things_from_nothing(owner_and_things: Owned) -> None:
    _, stranger = citizen(803)
    hold(told_apart(stranger, owner_and_things[2]))


def test_the_agent_of_somebody_else_cannot_tell_my_things_from_nothing(owner_and_things: Owned) -> None:
    other, _ = citizen(804)
    hold(told_apart(acting_for(other, 805), owner_and_things[2]))


@pytest.mark.parametrize("asker", ["account", "officer:intake", "officer:decider", "officer:system_admin"])
def test_neither_a_nameless_account_nor_an_officer_sees_them_at_the_portal(
    owner_and_things: Owned, asker: str
) -> None:
    hold(told_apart(client_of(asker), owner_and_things[2]))


def test_without_signing_in_everything_leads_to_the_login(owner_and_things: Owned) -> None:
    answers = {Client().get(reverse(name, kwargs=h)).status_code for name, h in owner_and_things[2].items()}
    assert answers == {302}


def test_the_owner_opens_all_that_can_be_opened(owner_and_things: Owned) -> None:
    _, client, things = owner_and_things
    shut = {
        name: answer.status_code
        for name, holes in things.items()
        if name not in ACTING
        and (answer := client.get(reverse(name, kwargs=holes))).status_code not in (200, 302)
    }
    assert shut == {}


def test_my_agent_opens_what_is_mine_and_no_longer_what_is_his(owner_and_things: Owned) -> None:
    owner, _, things = owner_and_things
    client = acting_for(owner, 806)
    seen = ["my_case", "my_document", "my_material", "licence", "licence_pdf", "message"]
    answers = {
        name: client.get(reverse(f"portal:{name}", kwargs=things[f"portal:{name}"])).status_code
        for name in seen
    }
    assert answers == dict.fromkeys(seen, 200)


def test_a_rating_code_that_was_never_given_and_one_cut_short_are_answered_alike() -> None:
    answers = [Client().get(f"/rate/{token}") for token in (NOTHING, "x", "A" * 22)]
    assert [(a.status_code, body(a)) for a in answers] == [(404, body(answers[0]))] * 3
