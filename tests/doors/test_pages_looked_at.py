"""Every address of the manifest that is a page is looked at by somebody in the nightly walk, or says why not."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from tests.doors.every_page import LOOKED_AT, NO_PAGES, POSTED, never_looked_at, told_twice
from tests.doors.test_authorisation_matrix import HOLES
from tongban.wiring.manifest import CLOSED, MANIFEST, OPEN, Principal, Row

TABLES = {"looked_at": LOOKED_AT, "no_pages": NO_PAGES}


def test_every_address_is_looked_at_by_somebody_or_says_why_not() -> None:
    assert never_looked_at(MANIFEST, **TABLES) == set()
    told = {name for table in TABLES.values() for names in table.values() for name in names.split()}
    assert (told - set(MANIFEST), told_twice(**TABLES)) == (set(), set())


@pytest.mark.parametrize("row", [OPEN, Row(allow=frozenset({Principal.CITIZEN}), owned=True)])
def test_a_page_that_nobody_looks_at_is_caught(row: Row) -> None:
    grown = MANIFEST | {"portal:forgotten": row, "portal:shut": CLOSED}
    assert never_looked_at(grown, **TABLES) == {"portal:forgotten"}


def test_a_page_that_is_taken_off_somebodys_list_is_caught() -> None:
    without = LOOKED_AT | {"anybody": LOOKED_AT["anybody"].replace("portal:rate ", "")}
    assert never_looked_at(MANIFEST, looked_at=without, no_pages=NO_PAGES) == {"portal:rate"}


def test_an_address_with_two_stories_is_caught() -> None:
    more = NO_PAGES | {"is shy": "portal:rate healthz"}
    assert told_twice(looked_at=LOOKED_AT, no_pages=more) == {"portal:rate", "healthz"}


def refusing_to_be_read(names: str) -> set[str]:
    """Those of these addresses that answer 405 to whoever would read them."""
    request = RequestFactory().get("/")
    found = set()
    for name in names.split():
        view, args, kwargs = resolve(reverse(name, kwargs=HOLES.get(name)))
        if view(request, *args, **kwargs).status_code == 405:
            found.add(name)
    return found


def test_what_is_said_to_take_forms_only_cannot_be_read() -> None:
    assert refusing_to_be_read(POSTED) == set(POSTED.split())
    assert refusing_to_be_read("pages:display pages:draft") == {"pages:draft"}
