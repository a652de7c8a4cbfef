"""Owns who plays in the whole story: five people of one district and a stranger, each with a browser of his own."""

from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from tests.factories import organisation as offices
from tests.factories import people as persons
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation.words import Appointment, Organisation, Role
from tongban.wiring import demo

REAL_DISTRICT = "511602000000"
POSTS = {"61": Role.INTAKE, "62": Role.REVIEWER, "63": Role.DECIDER, "64": Role.ISSUER}


@dataclass(frozen=True)
class Cast:
    """The logins of the five."""

    applicant: str = ""
    clerk: str = ""
    reviewer: str = ""
    decider: str = ""
    issuer: str = ""


def of_the_demonstration() -> Cast:
    """The demonstration district as it is installed: Zhao Lei of the restaurant, and four officers."""
    demo.load(at=clock.now())
    return Cast(
        applicant="19901021185",
        clerk="99010200001",
        reviewer="99010200009",
        decider="99010200010",
        issuer="99010200015",
    )


def of_a_real_district() -> Cast:
    """A district of which nothing is known but its items: its calendar, one department, four officers, one citizen."""
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by="system:test", at=offices.AT)
    organisation.load_organisation(facts=_offices(), password=None, by=offices.INSTALLER, at=offices.AT)
    account_id = persons.citizen(61, name="李小敏")[1]
    return Cast(Account.objects.get(pk=account_id).login, *POSTS)


def _offices() -> Organisation:
    regions = ("510000000000", "511600000000", REAL_DISTRICT)
    return Organisation(
        regions=tuple(offices.region(code) for code in regions),
        departments=(offices.department("approval", region=REAL_DISTRICT),),
        halls=(),
        posts=tuple(
            offices.post(f"approval.{role}", role, scope=None, at=REAL_DISTRICT) for role in POSTS.values()
        ),
        officers=tuple(offices.person(number, f"{role.zh}员") for number, role in POSTS.items()),
        appointments=tuple(Appointment(staff_no=n, post=f"approval.{role}") for n, role in POSTS.items()),
    )


def sign_in(context: BrowserContext, *, login: str, origin: str) -> None:
    """He has signed in before: his browser holds the session."""
    client = Client()
    client.force_login(Account.objects.get(login=login), backend=settings.AUTHENTICATION_BACKENDS[-1])
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": origin}])


def elder(context: BrowserContext, *, origin: str) -> None:
    """He reads in 长辈版."""
    context.add_cookies([{"name": "display", "value": "elder..", "url": origin}])
