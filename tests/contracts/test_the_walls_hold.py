"""Every contract of .importlinter holds for the real house and is seen to fail in a toy house."""

import configparser
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.contracts.toy_house import broken_contracts, build, plant

HOUSE = "The house: wiring over doors over rooms over foundation"
DOORS = "Doors do not know each other"
ROOMS = "Rooms stand on the floors of the picture"
FLOORS = "Floors inside a room"
PURE = "Rules, words, events and errors are pure: no Django, no HTTP, no database"
FRONT_DOOR = "A room is entered by its front door"
TECHNIQUE = "Only the foundation speaks cryptography and network"
SETTINGS = "Settings are read through django.conf"
CIRCLES = "No circles anywhere"

BREACHES: dict[str, tuple[set[str], dict[str, str]]] = {
    "the foundation asks a room": (
        {HOUSE},
        {"foundation/word.py": "from tongban.rooms.calendar import queries"},
    ),
    "a room asks a door": ({HOUSE}, {"rooms/cases/acts.py": "from tongban.doors.desk import views"}),
    "a door asks the wiring": ({HOUSE}, {"doors/desk/views.py": "from tongban.wiring import urls"}),
    "a fifth storey is built": ({HOUSE}, {"services/__init__.py": ""}),
    "one door asks another": ({DOORS}, {"doors/desk/views.py": "from tongban.doors.portal import views"}),
    "a door nobody planned": ({DOORS}, {"doors/cellar/__init__.py": ""}),
    "a lower room calls a higher one": (
        {ROOMS},
        {"rooms/journal/acts.py": "from tongban.rooms.cases import queries"},
    ),
    "two rooms of one floor call each other": (
        {ROOMS},
        {"rooms/people/acts.py": "from tongban.rooms.organisation import queries"},
    ),
    "a room nobody planned": ({ROOMS}, {"rooms/attic/__init__.py": ""}),
    "a query calls an act": ({FLOORS}, {"rooms/cases/queries.py": "from tongban.rooms.cases import acts"}),
    "a word asks a rule": (
        {FLOORS},
        {"rooms/cases/words.py": "from tongban.rooms.cases import rules"},
    ),
    "a reaction calls a job": (
        {FLOORS},
        {"rooms/cases/reactions.py": "from tongban.rooms.cases import jobs"},
    ),
    "somebody writes a utils module": ({FLOORS}, {"rooms/cases/utils.py": ""}),
    "a rule reads a table": (
        {FLOORS, PURE},
        {"rooms/cases/rules.py": "from tongban.rooms.cases import models"},
    ),
    "a rule uses Django": ({PURE}, {"rooms/cases/rules.py": "from django.utils import timezone"}),
    "a rule reads the clock and so, by detour, Django": (
        {PURE},
        {
            "foundation/clock.py": "from django.db import connection",
            "rooms/cases/rules.py": "from tongban.foundation import clock",
        },
    ),
    "an event calls the network": ({PURE, TECHNIQUE}, {"rooms/cases/events.py": "import requests"}),
    "a word fetches a page": ({PURE}, {"rooms/cases/words.py": "from urllib.request import urlopen"}),
    "a rule in a folder uses Django": (
        {PURE},
        {
            "rooms/enterprise/__init__.py": "",
            "rooms/enterprise/rules/__init__.py": "",
            "rooms/enterprise/rules/seals.py": "import django",
        },
    ),
    "a door opens a table": ({FRONT_DOOR}, {"doors/desk/views.py": "from tongban.rooms.cases import models"}),
    "a door opens a whole room": ({FRONT_DOOR}, {"doors/desk/views.py": "from tongban.rooms import cases"}),
    "a door applies a rule by itself": (
        {FRONT_DOOR},
        {"doors/desk/views.py": "from tongban.rooms.cases.rules import accept"},
    ),
    "a room opens the table of a room below": (
        {FRONT_DOOR},
        {"rooms/cases/acts.py": "from tongban.rooms.people.models import Person"},
    ),
    "the wiring opens a table": (
        {FRONT_DOOR},
        {"wiring/urls.py": "from tongban.rooms.cases.models import Case"},
    ),
    "a door runs a job": ({FRONT_DOOR}, {"doors/desk/views.py": "from tongban.rooms.cases import jobs"}),
    "a room encrypts by itself": (
        {TECHNIQUE},
        {"rooms/people/acts.py": "from cryptography.fernet import Fernet"},
    ),
    "a door hashes by itself": ({TECHNIQUE}, {"doors/desk/views.py": "import hashlib"}),
    "the wiring opens a socket": ({TECHNIQUE}, {"wiring/urls.py": "import socket"}),
    "the wiring reads its own settings file": (
        {SETTINGS},
        {"wiring/urls.py": "from tongban.wiring import settings"},
    ),
    "two modules of the foundation need each other": (
        {CIRCLES},
        {
            "foundation/word.py": "from tongban.foundation import clock",
            "foundation/clock.py": "from tongban.foundation import word",
        },
    ),
    "two packages need each other by detour": (
        {CIRCLES},
        {
            "foundation/crypto/__init__.py": "",
            "foundation/crypto/keys.py": "from tongban.foundation.files import store",
            "foundation/crypto/digests.py": "",
            "foundation/files/__init__.py": "",
            "foundation/files/store.py": "",
            "foundation/files/names.py": "from tongban.foundation.crypto import digests",
        },
    ),
}
WELCOME: dict[str, dict[str, str]] = {
    "a door uses every front door": {
        "doors/desk/views.py": "from tongban.rooms.cases import acts, errors, events, queries, words"
    },
    "a room uses a room two floors below": {
        "rooms/cases/acts.py": "from tongban.rooms.calendar import queries"
    },
    "a front door that has become a folder": {
        "rooms/enterprise/__init__.py": "",
        "rooms/enterprise/acts/__init__.py": "",
        "rooms/enterprise/acts/grant.py": "",
        "doors/portal/views.py": "from tongban.rooms.enterprise.acts import grant",
    },
    "the wiring plugs in jobs and reactions": {
        "rooms/cases/reactions.py": "from tongban.rooms.cases import acts",
        "wiring/urls.py": "from tongban.rooms.cases import jobs, reactions",
    },
    "the foundation encrypts": {"foundation/word.py": "import hashlib\nimport cryptography\nimport socket"},
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_breaks_exactly_its_contract(name: str, tmp_path: Path) -> None:
    expected, breach = BREACHES[name]
    house = build(tmp_path)
    plant(house, breach)
    assert broken_contracts(house) == expected


@pytest.mark.parametrize("name", WELCOME)
def test_what_the_house_allows_breaks_nothing(name: str, tmp_path: Path) -> None:
    house = build(tmp_path)
    plant(house, WELCOME[name])
    assert broken_contracts(house) == set()


def test_the_toy_house_itself_keeps_every_contract(tmp_path: Path) -> None:
    assert broken_contracts(build(tmp_path)) == set()


def test_the_real_house_keeps_every_contract() -> None:
    assert broken_contracts(None) == set()


def test_every_contract_has_been_seen_to_fail() -> None:
    config = configparser.ConfigParser()
    config.read(REPOSITORY / ".importlinter")
    names = {section["name"] for title, section in config.items() if ":contract:" in title}
    assert names == set().union(*(expected for expected, _ in BREACHES.values()))
