"""The sealing thread: it waits longer when much comes, and calls only the rooms that have something to hear."""

import time

import pytest
from django.db import transaction

from tests.factories.journal import AT, Heard
from tongban.foundation import clock, database
from tongban.rooms.journal import acts, jobs
from tongban.rooms.journal.events import Reaction
from tongban.wiring import worker

pytestmark = pytest.mark.django_db(transaction=True)

NEAR = Reaction(name="near.listen", kinds=(Heard.kind,), run=print)
FAR = Reaction(name="far.listen", kinds=("test.never",), run=print)


@pytest.fixture
def bells() -> dict[str, worker.Bell]:
    jobs.enrol(reactions=[NEAR, FAR])
    return {"near": worker.Bell(), "far": worker.Bell()}


def happened(times: int) -> None:
    with transaction.atomic():
        for n in range(times):
            acts.witness(Heard(case=str(n), text="", at=AT, by="system:test"))


def test_only_who_has_something_to_hear_is_called_and_by_name(bells):
    sealing = worker.Sealing(bells, [NEAR, FAR])
    sealing.seal()
    assert (bells["near"].named(), bells["far"].named()) == (set(), set())
    happened(1)
    sealing.seal()
    assert (bells["near"].named(), bells["far"].named()) == ({"near.listen"}, set())
    assert bells["near"].named() == set()


@pytest.mark.parametrize(("rung", "statements"), [(True, 5), (False, 6)])
def test_whoever_is_called_by_name_does_not_ask_whether_there_is_news(
    rung, statements, django_assert_num_queries
):
    bell, heard = worker.Bell(), []
    near = Reaction(name=NEAR.name, kinds=NEAR.kinds, run=lambda *these: heard.extend(these), together=True)
    jobs.enrol(reactions=[near])
    happened(2)
    jobs.seal()
    clock.now()  # now and then it asks the database, too
    if rung:
        bell.ring(near.name)
    # (who has news;) BEGIN, the cursor, what comes next, the cursor moves, COMMIT; and nothing is looked for a second time
    with django_assert_num_queries(statements):
        worker._delivery(bell, [near])()
    assert len(heard) == 2


def test_the_more_a_round_has_sealed_the_longer_the_next_one_waits_and_never_too_long(bells, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    sealing = worker.Sealing(bells, [NEAR, FAR])
    for events in (20, 100, 12, 0):
        happened(events)
        sealing.seal()
    assert waited == [
        database.GATHER_SECONDS,
        20 * worker.EACH_SECONDS,
        worker.LONGEST_SECONDS,
        database.GATHER_SECONDS,
    ]


def test_a_round_looks_once(bells, django_assert_num_queries):
    sealing = worker.Sealing(bells, [NEAR, FAR])
    happened(1)
    sealing.seal()
    happened(3)
    # BEGIN, lock, how far, what is new, the seals and how far now, COMMIT; who has something to hear
    with django_assert_num_queries(7):
        sealing.seal()


def test_the_longest_wait_leaves_a_third_of_what_a_reaction_may_take():
    assert worker.LONGEST_SECONDS <= 0.2  # house.md 4: from the act to its reaction within 300 ms


def test_fifty_events_a_second_are_not_enough_to_wait_longer():
    wait = database.GATHER_SECONDS
    for _ in range(20):
        wait = max(database.GATHER_SECONDS, 50 * (wait + 0.1) * worker.EACH_SECONDS)  # 0.1: a slow round
    assert wait == database.GATHER_SECONDS
