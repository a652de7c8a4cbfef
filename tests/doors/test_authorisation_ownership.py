"""Every address of somebody's own, with real things behind it: whoever it is not his sees what is not there at all."""

import time
from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from tests.architecture.sources import hold
from tests.doors import backstage_office, desk_office
from tests.doors.owned_things import (
    NOTHING,
    Holes,
    list_draft_of,
    mandate_of,
    passkey_of,
    things_at_the_desk,
    things_backstage,
    things_of,
    told_apart,
    uncovered,
)
from tests.doors.test_authorisation_matrix import client_of
from tests.doors.test_portal_identity import body, in_force, signed_in
from tests.factories import cases as factory
from tests.factories import catalogue as catalogue_factory
from tests.factories import organisation as organisation_factory
from tests.factories import people as persons
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.catalogue import models as catalogue_models
from tongban.rooms.catalogue.words import BookKind
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation.words import Appointment, Role
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Applicant, Party
from tongban.wiring.manifest import MANIFEST, Principal, Row
from tongban.wiring.urls import urlpatterns

pytestmark = pytest.mark.django_db(transaction=True)

# These change or make something, so the owner is not asked.
ACTING = frozenset(
    {"portal:discard_draft", "portal:apply_submit", "portal:withdraw", "portal:revoke_mandate"}
    | {"portal:apply_save", "portal:start_supplement", "portal:show_code", "portal:copy_licence"}
    | {"portal:accept_mandate"}
)
CASEWORK = (Role.INTAKE, Role.REVIEWER, Role.DECIDER, Role.ISSUER)
ABROAD, NEXT_DOOR, COLLEAGUE, LEADER, SYSTEM = "71", "72", "73", "74", "1"
ELSEWHERE: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    ABROAD: ("approval", organisation_factory.NEIGHBOUR, CASEWORK),
    NEXT_DOOR: ("market", organisation_factory.COUNTY, CASEWORK),
    COLLEAGUE: ("approval", organisation_factory.COUNTY, CASEWORK),
    LEADER: ("approval", organisation_factory.COUNTY, (Role.LEADER, Role.DIRECTOR, Role.SUPERVISOR)),
}


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


# ── the citizens' own ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def owner_and_things() -> tuple[Applicant, Client, dict[str, Holes]]:
    factory.world(at=clock.now())
    owner, client = citizen(801)
    agent = persons.person(802, name="周小兰")
    return owner, client, things_of(owner) | mandate_of(owner, agent)


Owned = tuple[Applicant, Client, dict[str, Holes]]


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


# ── the desk's own ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def at_the_desk() -> dict[str, Holes]:
    """What the approval department of X区 has in hand; and officers with the same posts elsewhere, and with others here."""
    desk_office.open_office()
    corner = organisation_factory.corner()
    posts = {
        who: [
            organisation_factory.post(f"{department}.{role}.{who}", role, scope=(department,), at=region)
            for role in roles
        ]
        for who, (department, region, roles) in ELSEWHERE.items()
    }
    facts = replace(
        corner,
        posts=(*corner.posts, *(post for each in posts.values() for post in each)),
        officers=(*corner.officers, *(organisation_factory.person(who, "某某") for who in posts)),
        appointments=(
            *corner.appointments,
            *(Appointment(staff_no=who, post=post.code) for who, each in posts.items() for post in each),
        ),
    )
    organisation.load_organisation(
        facts=facts, password=None, by=organisation_factory.INSTALLER, at=clock.now()
    )
    return things_at_the_desk(citizen(811)[0])


@pytest.mark.parametrize("who", [ABROAD, NEXT_DOOR, desk_office.NEIGHBOUR])
def test_an_officer_elsewhere_cannot_tell_our_cases_from_nothing(
    at_the_desk: dict[str, Holes], who: str
) -> None:
    hold(told_apart(desk_office.at_desk(who), at_the_desk))


def test_a_colleague_of_the_same_post_does_not_see_what_another_clerk_is_taking_down(
    at_the_desk: dict[str, Holes],
) -> None:
    intakes = {name: holes for name, holes in at_the_desk.items() if name.startswith("desk:intake")}
    hold(told_apart(desk_office.at_desk(COLLEAGUE), intakes))


@pytest.mark.parametrize("who", [LEADER, SYSTEM])
def test_an_officer_without_a_post_of_casework_does_not_see_them(
    at_the_desk: dict[str, Holes], who: str
) -> None:
    hold(told_apart(desk_office.at_desk(who), at_the_desk))


@pytest.mark.parametrize("asker", ["account", "citizen"])
def test_nobody_from_outside_sees_them(at_the_desk: dict[str, Holes], asker: str) -> None:
    hold(told_apart(client_of(asker), at_the_desk))


def test_the_applicant_himself_does_not_see_the_desk_from_inside(at_the_desk: dict[str, Holes]) -> None:
    account = Account.objects.latest("pk")
    hold(told_apart(signed_in(account.pk), at_the_desk))


def test_whose_case_it_is_opens_it_and_only_under_its_own_number(at_the_desk: dict[str, Holes]) -> None:
    clerk = desk_office.at_desk(desk_office.INTAKE)
    opened = ("desk:case", "desk:material", "desk:document", "desk:intake")
    answers = {name: clerk.get(reverse(name, kwargs=at_the_desk[name])).status_code for name in opened}
    assert answers == dict.fromkeys(opened, 200)
    other = desk_office.received()
    document = reverse("desk:document", kwargs=at_the_desk["desk:document"] | {"case_no": other})
    assert clerk.get(document).status_code == 404


def test_what_is_refused_elsewhere_leaves_the_case_as_it_was(at_the_desk: dict[str, Holes]) -> None:
    stranger = desk_office.at_desk(ABROAD)
    stranger.post(reverse("desk:act", kwargs=at_the_desk["desk:act"]))
    clerk, case_no = desk_office.officer(desk_office.INTAKE), str(at_the_desk["desk:case"]["case_no"])
    shown = case_queries.case_page(case_no=case_no, officer=clerk, on=clock.today())
    assert (shown.state.zh, [line.kind for line in shown.history]) == ("待受理", ["case.received"])


# ── a department's own, backstage ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def backstage_things() -> dict[str, Holes]:
    """An item of the approval department with a draft on it."""
    backstage_office.open_backstage()
    catalogue.publish(content=catalogue_factory.content(), by=catalogue_factory.BY, at=clock.now())
    by = organisation_factory.officer(backstage_office.COMPILER)
    uid = catalogue.start_revision(item_code=catalogue_factory.FOOD, by=by, at=clock.now()).version_uid
    publisher = organisation_factory.officer(backstage_office.PUBLISHER)
    begun = catalogue.start_list_draft(
        kind=BookKind.DUTY, region=publisher.region, by=publisher, at=clock.now()
    )
    return things_backstage(code=catalogue_factory.FOOD, uid=uid) | list_draft_of(uid=begun.draft_uid)


def test_who_compiles_for_another_department_cannot_tell_our_items_from_nothing(
    backstage_things: dict[str, Holes],
) -> None:
    hold(told_apart(backstage_office.backstage(backstage_office.STRANGER), backstage_things))
    assert catalogue_models.ItemVersion.objects.count() == 2


@pytest.mark.parametrize("asker", ["account", "citizen"])
def test_nobody_else_sees_what_is_being_compiled(backstage_things: dict[str, Holes], asker: str) -> None:
    hold(told_apart(client_of(asker), backstage_things))


# ── an account's own ──────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_can_tell_another_accounts_passkey_from_nothing() -> None:
    hold(told_apart(just_signed_in(persons.account()), passkey_of(persons.account().pk)))


def just_signed_in(account: Account) -> Client:
    """Somebody whom nothing asks for his password again."""
    client = signed_in(account.pk)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client


# ── every row has its case, and a breach is seen ──────────────────────────────────────────────────────────────────


def test_every_address_of_somebodys_own_is_asked_for(
    owner_and_things: Owned, at_the_desk: dict[str, Holes]
) -> None:
    backstage = things_backstage(code=NOTHING, uid=NOTHING) | list_draft_of(uid=NOTHING)
    asked = owner_and_things[2] | at_the_desk | backstage | passkey_of(persons.account().pk)
    assert uncovered(MANIFEST, asked) == set()
    new = Row(allow=frozenset({Principal.CITIZEN}), owned=True)
    assert uncovered(MANIFEST | {"portal:forgotten": new}, asked) == {"portal:forgotten"}


def _says_whose_it_is(request: HttpRequest, case_no: str) -> HttpResponse:
    status = 404 if case_no == NOTHING else 403
    return HttpResponse("不是您的办件", status=status)


def _answers_in_other_words(request: HttpRequest, case_no: str) -> HttpResponse:
    return HttpResponse("没有找到" if case_no == NOTHING else "没有找到。", status=404)


class Telling:
    """A site whose case page says that it is another's."""

    urlpatterns = [
        path("desk/", include(([path("c/<case_no>", _says_whose_it_is, name="case")], "desk"))),
        *urlpatterns,
    ]


class Hinting:
    """A site whose two answers differ by one character."""

    urlpatterns = [
        path("desk/", include(([path("c/<case_no>", _answers_in_other_words, name="case")], "desk"))),
        *urlpatterns,
    ]


@pytest.mark.parametrize("site", [Telling, Hinting])
def test_a_page_that_answers_differently_for_what_is_there_is_caught(
    at_the_desk: dict[str, Holes], site: type
) -> None:
    with override_settings(ROOT_URLCONF=site):
        found = told_apart(desk_office.at_desk(ABROAD), {"desk:case": at_the_desk["desk:case"]})
    assert {line.partition(":")[0] for line in found} == {"desk"}
    assert len(found) == 3
