"""封存的次序：多人同时写，封出来不缺号、不颠倒。"""

import multiprocessing
import random
import time

import psycopg
import pytest
from django.db import connection, transaction

from tests.factories.journal import AT, Heard
from tongban.rooms.journal import acts, jobs, models

WRITERS = 8
FORK = multiprocessing.get_context("fork")
INHERITED: list[object] = []
"""What the parent had open when it forked belongs to it: not used, and not thrown away either, for that would close it. After a
browser test it may be another connection than the one that the parent could close: a thread in which an event loop runs
has its own set, and the loop does not outlive the fork."""

pytestmark = pytest.mark.django_db(transaction=True)

ORDER_BROKEN = """
    SELECT count(*) FROM (
        SELECT s.index, lag(s.index) OVER (PARTITION BY e.stream ORDER BY e.stream_no) AS before
        FROM journal_seal s JOIN journal_event e ON e.id = s.event_id) pairs
    WHERE before > index
"""


def ask(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def write(mine: int, how_many: int) -> None:
    INHERITED.append(connection.connection)
    connection.connection = None
    chance = random.Random(mine)
    try:
        for n in range(how_many):
            with transaction.atomic():
                # Drawing a transaction id before the stream is locked is what lets a later event have the lower id.
                if chance.random() < 0.3:
                    connection.cursor().execute("SELECT pg_current_xact_id()")
                acts.witness(Heard(case=str(chance.randrange(40)), text=str(n), at=AT, by=f"officer:{mine}"))
                if chance.random() < 0.02:
                    transaction.set_rollback(True)
    finally:
        connection.close()


def write_while_sealing(how_many: int) -> int:
    connection.close()  # the writers are processes of their own and must not share it
    writers = [FORK.Process(target=write, args=(n, how_many // WRITERS)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    rounds = 0
    while any(writer.is_alive() for writer in writers):
        rounds += bool(jobs.seal())
    while jobs.seal():
        rounds += 1
    return rounds


@pytest.mark.parametrize(
    "how_many", [4_000, pytest.param(200_000, marks=[pytest.mark.nightly, pytest.mark.timeout(1200)])]
)
def test_eight_writers_are_sealed_in_one_order_without_gap_or_inversion(how_many):
    began = time.monotonic()
    rounds = write_while_sealing(how_many)
    print(
        f"{how_many} events by {WRITERS} writers, sealed in {rounds} rounds, {time.monotonic() - began:.0f} s"
    )
    written = models.Event.objects.count()
    assert rounds > 1
    assert (ask("SELECT count(*) FROM journal_seal"), ask("SELECT max(index) + 1 FROM journal_seal")) == (
        written,
        written,
    )
    assert ask(ORDER_BROKEN) == 0


def test_the_older_transaction_that_appends_later_is_still_sealed_later():
    url = connection.get_connection_params()
    url = {k: v for k, v in url.items() if k in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**url) as old, psycopg.connect(**url) as bystander:
        old.execute("SELECT pg_current_xact_id()")
        (oldest_running,) = bystander.execute("SELECT pg_current_xact_id()::text").fetchone()
        acts.witness(Heard(case="1", text="先", at=AT, by="officer:1"))
        old.execute(acts.WITNESS, acts.row(Heard(case="1", text="后", at=AT, by="officer:2")))
        old.commit()
        # The second event's transaction is older than the bystander's, the first one's is younger: waiting for old
        # transactions (xid < xmin) would seal the second alone. The bystander's own number stands for xmin, which in
        # this server may hang on tests of another process.
        assert ask("SELECT (max(xid::text::bigint) FILTER (WHERE stream_no = 2)) < (max(xid::text::bigint) FILTER"
                   " (WHERE stream_no = 1)) FROM journal_event")  # fmt: skip
        settled = f"SELECT count(*) FROM journal_event WHERE xid < '{oldest_running}'::xid8"
        assert [ask(settled), ask(f"{settled} AND stream_no = 2")] == [1, 1]
        assert jobs.seal() == 2
        bystander.rollback()
    assert ask(ORDER_BROKEN) == 0


def test_following_the_largest_id_seen_loses_events_which_is_why_the_sealer_does_not():
    """Control: the naive sealer ("id greater than the last one sealed") skips what committed late."""
    seen: set[int] = set()
    last = 0
    url = {
        k: v
        for k, v in connection.get_connection_params().items()
        if k in ("dbname", "user", "password", "host", "port")
    }
    with psycopg.connect(**url) as slow:
        slow.execute(acts.WITNESS, acts.row(Heard(case="慢", text="先写后提交", at=AT, by="officer:1")))
        acts.witness(Heard(case="快", text="后写先提交", at=AT, by="officer:2"))
        for _ in range(2):
            fresh = list(models.Event.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True))
            seen |= set(fresh)
            last = max(fresh, default=last)
            slow.commit()
    assert len(seen) == 1
    assert jobs.seal() == 2
