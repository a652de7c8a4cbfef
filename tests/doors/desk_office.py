"""Owns the office in which desk tests take place: the sample items, a post for each role, somebody in each, one neighbour."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.test import Client

from tests.factories import cases as factory
from tests.factories import organisation as organisation_factory
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.cases import acts
from tongban.rooms.cases.words import Channel
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation.words import Appointment, Officer, Role

PASSWORD = "a password for the desk"
INTAKE, REVIEWER, DECIDER, ISSUER, NEIGHBOUR, ALL_ROUND = "51", "52", "53", "54", "55", "56"
HOLDS = {
    INTAKE: (Role.INTAKE,),
    REVIEWER: (Role.REVIEWER,),
    DECIDER: (Role.DECIDER,),
    ISSUER: (Role.ISSUER,),
    ALL_ROUND: (Role.REVIEWER, Role.DECIDER),
}
NAMES = {
    INTAKE: "汪玉洁",
    REVIEWER: "龚博文",
    DECIDER: "魏明辉",
    ISSUER: "卢佳慧",
    NEIGHBOUR: "高振华",
    ALL_ROUND: "何天成",
}


def open_office() -> None:
    """The sample items and everybody at his post."""
    now = clock.now()
    factory.world(at=now - timedelta(days=1))
    corner = organisation_factory.corner()
    posts = [
        organisation_factory.post(f"approval.{role}.desk", role, scope=("approval",))
        for role in set(sum(HOLDS.values(), ()))
    ]
    posts.append(organisation_factory.post("market.intake.desk", Role.INTAKE, scope=("market",)))
    held = [(no, f"approval.{role}.desk") for no, roles in HOLDS.items() for role in roles]
    held.append((NEIGHBOUR, "market.intake.desk"))
    office = replace(
        corner,
        posts=(*corner.posts, *posts),
        officers=(*corner.officers, *(organisation_factory.person(no, name) for no, name in NAMES.items())),
        appointments=(*corner.appointments, *(Appointment(staff_no=no, post=post) for no, post in held)),
    )
    organisation.load_organisation(facts=office, password=None, by=organisation_factory.INSTALLER, at=now)


def officer(staff_no: str) -> Officer:
    """Who somebody is now."""
    return organisation_factory.officer(staff_no)


def at_desk(staff_no: str) -> Client:
    """Somebody with a session."""
    client = Client()
    client.force_login(Account.objects.get(login=staff_no), backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def with_password(staff_no: str) -> str:
    """Somebody who can sign in by typing; returns the login."""
    account = Account.objects.get(login=staff_no)
    account.set_password(PASSWORD)
    account.save()
    return staff_no


def received(key: str = factory.PLAIN, *, at: datetime | None = None) -> str:
    """A case that has just come in; returns its number."""
    moment = at or clock.now() - timedelta(minutes=30)
    uid, who = factory.a_draft(key, at=moment)
    return acts.receive(draft_uid=uid, key=f"key-{uid}", by=who, channel=Channel.ONLINE, at=moment).case_no


def walked(*steps: str, key: str = factory.PLAIN) -> str:
    """A case that has gone these steps, by real acts and the officers of this office."""
    case_no = received(key)
    facts = {
        "ask_supplement": {"defects": {"photo": "字迹不清，请重新拍照"}},
        "review": {"favourable": True, "opinion": "材料齐全，建议准予"},
    }
    hands = {
        "accept": INTAKE,
        "ask_supplement": INTAKE,
        "review": REVIEWER,
        "grant": DECIDER,
        "deny": DECIDER,
        "issue": ISSUER,
    }
    for n, step in enumerate(steps):
        moment = clock.now() - timedelta(minutes=20 - n)
        getattr(acts, step)(case_no=case_no, by=officer(hands[step]), at=moment, **facts.get(step, {}))
    return case_no
