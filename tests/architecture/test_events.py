"""Events: every kind has a page in the docs and an erasure rule, and what is kept for ever holds nothing personal."""

from dataclasses import fields
from typing import Any

import pytest

from setup.events_page import PAGE, events, page
from tests.architecture.sources import hold
from tests.architecture.test_personal_facts import PERSONAL
from tongban.rooms.journal.events import KINDS, Event
from tongban.rooms.journal.words import Erasure


def without_page(kinds: list[type[Event]], written: str) -> list[str]:
    """Kinds of event that the page does not describe."""
    return [f"{event.kind} has no page" for event in kinds if f"## `{event.kind}` " not in written]


def kept_though_personal(kinds: list[type[Event]]) -> list[str]:
    """Events that are never erased although a field of theirs is personal, and personal identifiers in any event."""
    return [
        f"{event.kind}.{field.name} is personal, but {event.erasure}"
        for event in kinds
        for field in fields(event)
        if PERSONAL.match(field.name) and event.erasure is Erasure.KEEP
    ]


def test_every_kind_of_event_has_a_page() -> None:
    hold(without_page(events(), PAGE.read_text()))


def test_the_page_of_the_events_is_up_to_date() -> None:
    assert PAGE.read_text() == page(events())


def test_no_two_rooms_share_the_first_word_of_a_kind() -> None:
    rooms = {(e.kind.split(".")[0], e.__module__.split(".")[2]) for e in events()}
    assert len({word for word, _ in rooms}) == len(rooms)


def test_nothing_personal_is_kept_for_ever() -> None:
    hold(kept_though_personal(events()))


@pytest.fixture
def planted() -> Any:
    class Planted(Event, kind="journal.planted", zh="种下", erasure=Erasure.KEEP):
        """种下一个破绽。"""

        mobile: str

    yield Planted
    del KINDS["journal.planted"]


def test_an_event_without_a_page_is_caught(planted: type[Event]) -> None:
    assert without_page([planted], PAGE.read_text()) == ["journal.planted has no page"]
    assert without_page([planted], page([planted])) == []


def test_a_personal_fact_kept_for_ever_is_caught(planted: type[Event]) -> None:
    assert kept_though_personal([planted]) == ["journal.planted.mobile is personal, but keep"]


def test_an_event_without_an_erasure_rule_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="erasure"):
        type("Bad", (Event,), {}, kind="journal.bad", zh="坏")
