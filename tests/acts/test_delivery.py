"""Delivery of news: many at once to a reaction that takes them together; one that fails, fails alone; calls are not repeated."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.factories.journal import AT, Heard
from tongban.foundation import database
from tongban.rooms.journal import acts, jobs, models
from tongban.rooms.journal.events import Reaction

pytestmark = pytest.mark.django_db(transaction=True)


def happened(*texts: str) -> None:
    with transaction.atomic():
        for text in texts:
            acts.witness(Heard(case=text, text=text, at=AT, by="system:test"))
    jobs.seal()


def delivered(reaction: Reaction) -> None:
    jobs.enrol(reactions=[reaction])
    while jobs.deliver(reaction=reaction, at=AT):
        pass


@pytest.fixture
def heard() -> Iterator[list[list[str]]]:
    yield []


def together(heard: list[list[str]], *, stumbles_over: str = "") -> Reaction:
    def listen(*these: Heard) -> None:
        texts = [event.text for event in these]
        if stumbles_over in texts:
            raise ValueError(stumbles_over)
        heard.append(texts)

    return Reaction(name="test.listen", kinds=(Heard.kind,), run=listen, together=True)


def test_a_reaction_that_takes_many_gets_them_in_their_order_at_once(heard):
    texts = [str(n) for n in range(30)]
    happened(*texts)
    delivered(together(heard))
    assert heard == [texts]


def test_one_that_cannot_be_heard_holds_up_only_what_comes_after_it(heard):
    happened(*"abcdefgh")
    delivered(together(heard, stumbles_over="f"))
    assert [text for lot in heard for text in lot] == list("abcde")
    cursor = models.Cursor.objects.get()
    assert (cursor.heard, cursor.failures, cursor.failed_why) == (4, 1, "ValueError: f")


def test_several_events_witnessed_together_stand_in_their_streams_in_their_order(django_assert_num_queries):
    events = [Heard(case=str(n % 2), text=str(n), at=AT, by="system:test") for n in range(6)]
    with transaction.atomic(), django_assert_num_queries(1):
        acts.witness_all(events)
    rows = models.Event.objects.order_by("stream", "stream_no").values_list("stream", "stream_no", "payload")
    assert [(stream, no, payload["text"]) for stream, no, payload in rows] == [
        ("test:0", 1, "0"),
        ("test:0", 2, "2"),
        ("test:0", 3, "4"),
        ("test:1", 1, "1"),
        ("test:1", 2, "3"),
        ("test:1", 3, "5"),
    ]


def calls(monkeypatch: pytest.MonkeyPatch, *, again_after: float) -> int:
    monkeypatch.setattr(database, "CALL_AGAIN_AFTER", again_after)
    monkeypatch.setattr(database, "_called", {})
    made = []
    with connection.execute_wrapper(lambda run, sql, *rest: made.append(sql) or run(sql, *rest)):
        for _ in range(5):
            acts.wake()
    return made.count("NOTIFY journal")


def test_who_has_just_called_does_not_call_again(monkeypatch):
    assert (calls(monkeypatch, again_after=60.0), calls(monkeypatch, again_after=0.0)) == (1, 5)


def test_whoever_was_called_looks_later_than_anybody_keeps_silent_after_his_call(monkeypatch):
    monkeypatch.undo()  # the values of the product
    assert database.GATHER_SECONDS > database.CALL_AGAIN_AFTER
