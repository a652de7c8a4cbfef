"""Owns the office in which backstage tests take place: two who compile items of one department, one of another."""

from dataclasses import replace

from django.test import Client

from tests.doors.desk_office import at_desk
from tests.factories import organisation as factory
from tongban.foundation import clock
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation.words import Appointment, Role

COMPILER, CHECKER, STRANGER, PUBLISHER = "61", "62", "63", "64"
NAMES = {COMPILER: "沈静怡", CHECKER: "陶志远", STRANGER: "高振华", PUBLISHER: "程立军"}
APPROVAL_USCC, MARKET_USCC = "11990102MB0000019H", "11990102000002049X"


def open_backstage() -> None:
    """Departments with their codes, and everybody at his post."""
    corner = factory.corner()
    named = {
        "approval": {
            "name": "X区行政审批局",
            "uscc": APPROVAL_USCC,
            "consult_phone": "0990-0101001",
            "complain_phone": "12345",
        },
        "market": {"uscc": MARKET_USCC, "system_code": "31"},
    }
    departments = tuple(replace(each, **named.get(each.code, {})) for each in corner.departments)
    posts = [
        factory.post(f"{unit}.catalogue_admin.desk", Role.CATALOGUE_ADMIN, scope=(unit,))
        for unit in ("approval", "market")
    ]
    posts.append(factory.post("approval.catalogue_admin.all", Role.CATALOGUE_ADMIN, scope=None))
    held = [(COMPILER, "approval"), (CHECKER, "approval"), (STRANGER, "market")]
    office = replace(
        corner,
        departments=departments,
        posts=(*corner.posts, *posts),
        officers=(*corner.officers, *(factory.person(no, name) for no, name in NAMES.items())),
        appointments=(
            *corner.appointments,
            *(Appointment(staff_no=no, post=f"{unit}.catalogue_admin.desk") for no, unit in held),
            Appointment(staff_no=PUBLISHER, post="approval.catalogue_admin.all"),
        ),
    )
    organisation.load_organisation(facts=office, password=None, by=factory.INSTALLER, at=clock.now())


def backstage(staff_no: str) -> Client:
    """Signed in as one of them."""
    return at_desk(staff_no)
