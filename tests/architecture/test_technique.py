"""Technique: network and cryptography are spoken in the foundation only, also by parts of packages; models stay inside."""

import re

import pytest

from tests.architecture.sources import Source, calls, dotted, hold, house, imports, planted

NETWORK = re.compile(
    r"(urllib\.request|http\.(client|server|cookiejar)|xmlrpc|socketserver|asyncio\.(streams|open_))"
)
# Ways round the front door that an import graph does not see.
BACK_DOORS = re.compile(r"(get_model|import_module|__import__|import_string)$")


def technique_outside_foundation(sources: list[Source]) -> list[str]:
    """Imports of network parts outside the foundation."""
    return [
        source.at(node, f"{name} belongs in the foundation")
        for source in sources
        if not source.path.startswith("foundation/")
        for node, name in imports(source)
        if NETWORK.match(name)
    ]


def back_doors(sources: list[Source]) -> list[str]:
    """Models and modules fetched by their name, outside the wiring and the foundation."""
    return [
        source.at(call, f"{dotted(call.func)}() goes round the front door")
        for source in sources
        if source.path.startswith(("doors/", "rooms/"))
        for call in calls(source)
        if BACK_DOORS.search(dotted(call.func))
    ]


def models_given_away(sources: list[Source]) -> list[str]:
    """Tables taken out through a front door: `from tongban.rooms.cases.acts import Case`, or `cases.models.Case`."""
    lying_about = {
        f"tongban.rooms.{source.room}.{source.floor}.{name.rsplit('.', 1)[1]}"
        for source in sources
        if source.room
        for _, name in imports(source)
        if name.startswith(f"tongban.rooms.{source.room}.models.")
    }
    taken = [
        source.at(node, f"{name} is a table of {name.split('.')[2]}")
        for source in sources
        for node, name in imports(source)
        if name in lying_about and name.split(".")[2] != source.room
    ]
    return taken + [
        source.at(call, f"{dotted(call.func)} reaches into a room's tables")
        for source in sources
        if source.path.startswith("doors/")
        for call in calls(source)
        if ".models." in dotted(call.func) or ".objects." in dotted(call.func)
    ]


def acts_that_call_acts(sources: list[Source]) -> list[str]:
    """An act never calls an act: the only act of another room that an act may use is the journal's witness."""
    return [
        source.at(node, f"an act calls {name}")
        for source in sources
        if source.floor in ("acts", "queries", "models")
        for node, name in imports(source)
        if (m := re.match(r"tongban\.rooms\.(\w+)\.acts", name)) and m[1] not in (source.room, "journal")
    ]


def test_the_house_speaks_network_in_the_foundation_only() -> None:
    hold(technique_outside_foundation(house()))


def test_nobody_goes_round_a_front_door() -> None:
    hold(back_doors(house()))
    hold(models_given_away(house()))


def test_an_act_never_calls_an_act() -> None:
    hold(acts_that_call_acts(house()))


@pytest.mark.parametrize(
    "text", ["from urllib.request import urlopen", "import http.client", "from http import client"]
)
@pytest.mark.parametrize("path", ["doors/desk/views.py", "rooms/exchange/acts.py", "wiring/cli.py"])
def test_network_in_the_wrong_place_is_caught(path: str, text: str) -> None:
    assert len(technique_outside_foundation(planted(path, text))) == 1


def test_the_foundation_and_harmless_neighbours_are_welcome() -> None:
    assert technique_outside_foundation(planted("foundation/http/calls.py", "import http.client")) == []
    welcome = "from http import HTTPStatus\nfrom urllib.parse import urlencode"
    assert technique_outside_foundation(planted("doors/desk/views.py", welcome)) == []


@pytest.mark.parametrize(
    "text", ["apps.get_model('cases', 'Case')", "import_module('tongban.rooms.cases.models')"]
)
def test_a_way_round_the_front_door_is_caught(text: str) -> None:
    assert len(back_doors(planted("doors/desk/views.py", text))) == 1


def test_a_table_taken_out_through_the_front_door_is_caught() -> None:
    room = planted("rooms/cases/acts.py", "from tongban.rooms.cases.models import Case")
    thief = planted("doors/desk/views.py", "from tongban.rooms.cases.acts import Case")
    assert len(models_given_away(room + thief)) == 1


@pytest.mark.parametrize("text", ["cases.models.Case.objects.get(pk=1)", "Case.objects.filter(no='1')"])
def test_a_door_that_asks_a_table_is_caught(text: str) -> None:
    assert len(models_given_away(planted("doors/desk/views.py", text))) == 1


def test_an_act_that_calls_an_act_is_caught() -> None:
    act = planted("rooms/cases/acts.py", "from tongban.rooms.people import acts as people")
    assert len(acts_that_call_acts(act)) == 1
    assert acts_that_call_acts(planted("rooms/cases/acts.py", "from tongban.rooms.journal import acts")) == []
