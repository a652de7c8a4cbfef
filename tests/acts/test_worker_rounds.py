"""The sealing thread: it waits longer when much comes, and calls only the rooms that have something to hear."""

import threading
import time

import pytest
from django.db import transaction

from tests.factories.journal import AT, Heard
from tongban.foundation import database
from tongban.rooms.journal import acts, jobs
from tongban.rooms.journal.events import Reaction
from tongban.wiring import worker

pytestmark = pytest.mark.django_db(transaction=True)

NEAR = Reaction(name="near.listen", kinds=(Heard.kind,), run=print)
FAR = Reaction(name="far.listen", kinds=("test.never",), run=print)


@pytest.fixture
def bells() -> dict[str, threading.Event]:
    jobs.enrol(reactions=[NEAR, FAR])
    return {"near": threading.Event(), "far": threading.Event()}


def happened(times: int) -> None:
    with transaction.atomic():
        for n in range(times):
            acts.witness(Heard(case=str(n), text="", at=AT, by="system:test"))


def test_only_who_has_something_to_hear_is_called(bells):
    sealing = worker.Sealing(bells, [NEAR, FAR])
    sealing.seal()
    assert (bells["near"].is_set(), bells["far"].is_set()) == (False, False)
    happened(1)
    sealing.seal()
    assert (bells["near"].is_set(), bells["far"].is_set()) == (True, False)


def test_after_a_full_round_the_next_one_waits_longer_and_after_a_quiet_one_it_does_not(bells, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    sealing = worker.Sealing(bells, [NEAR, FAR])
    for events in (worker.MANY, worker.MANY - 1, 0):
        happened(events)
        sealing.seal()
    assert waited == [database.GATHER_SECONDS, worker.BUSY_SECONDS, database.GATHER_SECONDS]


def test_the_longer_wait_leaves_most_of_what_a_reaction_may_take():
    assert worker.BUSY_SECONDS < 0.3 / 2  # house.md 4: from the act to its reaction within 300 ms
