"""A round of the sealer and of a delivery reads what is new, however long the journal is, and whatever plan is kept."""

from collections.abc import Sequence

import pytest
from django.db import connection, transaction

from tests.factories.journal import AT, Heard
from tongban.foundation import database
from tongban.rooms.journal import acts, events, jobs, models

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = 20_000, 3
BY_JOIN = """
    SELECT e.id FROM journal_event e LEFT JOIN journal_seal s ON s.event_id = e.id
    WHERE e.xid >= %s::text::xid8 AND s.event_id IS NULL ORDER BY e.id LIMIT %s
"""
READ = """
    SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
    WHERE relname IN ('journal_event', 'journal_seal')
"""


def happened(times: int) -> None:
    with transaction.atomic():
        acts.witness_all([Heard(case=str(n), text="", at=AT, by="system:test") for n in range(times)])


@pytest.fixture
def settled() -> str:
    """The transaction before which all is sealed; the journal is long, and three events are new.

    Not the sealer's own mark: that one stays behind while any transaction runs, those of tests beside this one too.
    """
    happened(OLD)
    while jobs.seal():
        pass
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_event, journal_seal")  # as the server does now and then
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        (xid,) = cursor.fetchone()
    happened(NEW)
    return str(xid)


def rows_read(statement: str, values: Sequence[object]) -> tuple[int, int]:
    """How many rows it answers and how many it reads, with the plan that is kept when the values are not known."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(READ)
        before = cursor.fetchone()[0] or 0
        cursor.execute(statement, values)
        answered = len(cursor.fetchall())
        cursor.execute(READ)
        return answered, cursor.fetchone()[0] - before


def test_a_round_reads_what_is_new_and_a_plain_join_would_read_the_whole_journal(settled):
    assert rows_read(jobs.UNSEALED, [settled, jobs.BATCH]) == (NEW, NEW)
    answered, read = rows_read(BY_JOIN, [settled, jobs.BATCH])
    assert (answered, read > OLD) == (NEW, True)
    jobs.seal()
    assert rows_read(jobs.NEXT, [OLD - 1, [Heard.kind], 100]) == (NEW, 2 * NEW)


def test_a_reaction_called_for_nothing_of_its_own_moves_on_and_has_not_failed():
    other = events.Reaction(name="test.other", kinds=("test.never",), run=print)
    jobs.enrol(reactions=[other])
    happened(NEW)
    jobs.seal()
    assert jobs.deliver(reaction=other, at=AT) is False
    assert list(models.Cursor.objects.values_list("heard", "failures")) == [(NEW - 1, 0)]
