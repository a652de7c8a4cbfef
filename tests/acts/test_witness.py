"""留痕：一件事写下来就定了，谁也改不了。"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.journal import AT, Heard
from tongban.foundation import database
from tongban.foundation.crypto.digests import digest
from tongban.rooms.journal import acts, events, jobs, models, queries, rules
from tongban.rooms.journal.errors import ClockWentBackwards, ErasureForbidden, NoSuchEvent

pytestmark = pytest.mark.django_db


def happened(text: str = "甲", *, case: str = "1", at: datetime = AT) -> models.Event:
    acts.witness(Heard(case=case, text=text, at=at, by="officer:1"))
    return models.Event.objects.latest("id")


def test_an_event_is_written_with_its_number_in_its_stream():
    happened("甲")
    happened("乙")
    happened("丙", case="2")
    recorded = [(r.stream_no, r.payload) for r in queries.stream(name="test:1")]
    assert recorded == [(1, {"case": "1", "text": "甲"}), (2, {"case": "1", "text": "乙"})]


def test_what_was_written_reads_back_as_the_same_event():
    event = Heard(case="1", text="甲", at=AT, by="officer:1")
    acts.witness(event)
    [r] = queries.stream(name="test:1")
    assert events.revive(kind=r.kind, at=r.at, by=r.by, payload=r.payload) == event


def test_the_database_computes_the_same_leaf_as_the_rules():
    row = happened()
    leaf = rules.leaf(rules.Entry(row.stream, 1, row.kind, row.at, row.actor, bytes(row.commitment)))
    assert bytes(row.digest) == rules.leaf_hash(leaf, algorithm="sha256")
    assert bytes(row.commitment) == rules.commitment(salt=bytes(row.salt), payload=row.payload)


def test_an_event_a_little_late_takes_the_time_of_its_predecessor():
    happened(at=AT)
    assert happened(at=AT - timedelta(seconds=30)).at == AT


def test_an_event_far_before_its_predecessor_is_refused_because_the_clock_is_wrong():
    happened(at=AT)
    with pytest.raises(ClockWentBackwards), transaction.atomic():
        happened(at=AT - timedelta(minutes=6))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_event SET actor = 'officer:2'",
        "UPDATE journal_event SET payload = NULL, salt = NULL",
        "DELETE FROM journal_event",
        "TRUNCATE journal_event CASCADE",
        "UPDATE journal_seal SET index = 7",
        "DELETE FROM journal_seal",
        "ALTER TABLE journal_event DISABLE TRIGGER journal_event_stays",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_may_not_change_the_journal(tampering):
    happened()
    jobs.seal()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(tampering)


@pytest.mark.parametrize("table", ["journal_event", "journal_seal"])
def test_even_the_owner_may_not_change_the_journal(table):
    happened()
    jobs.seal()
    with database.as_owner():
        for tampering in (f"DELETE FROM {table}", f"UPDATE {table} SET kind = 'x'"):
            with pytest.raises(DatabaseError, match="the journal only grows"), transaction.atomic():
                connection.cursor().execute(tampering)


def test_a_planted_grant_shows_that_the_guard_is_what_stops_the_application():
    happened()
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER journal_event_stays")
        cursor.execute(f"GRANT UPDATE ON journal_event TO {database.APPLICATION_ROLE}")
    connection.cursor().execute("UPDATE journal_event SET actor = 'officer:2'")
    assert models.Event.objects.get().actor == "officer:2"


def test_erasing_takes_the_payload_and_leaves_an_event_that_still_verifies():
    row = happened("秘密")
    before = bytes(row.digest)
    acts.erase(event_id=row.id, ground="当事人请求删除", by="officer:9", at=AT)
    row.refresh_from_db()
    assert (row.payload, row.salt, bytes(row.digest)) == (None, None, before)
    assert [r.kind for r in queries.stream(name="test:1")] == ["test.heard", "journal.payload_erased"]


def test_what_holds_no_personal_data_is_not_erased():
    happened()
    acts.erase(event_id=models.Event.objects.get().id, ground="请求", by="officer:9", at=AT)
    tombstone = models.Event.objects.get(kind="journal.payload_erased")
    with pytest.raises(ErasureForbidden):
        acts.erase(event_id=tombstone.id, ground="请求", by="officer:9", at=AT)


def test_erasing_what_does_not_exist_is_refused():
    with pytest.raises(NoSuchEvent):
        acts.erase(event_id=404, ground="请求", by="officer:9", at=AT)


def test_sealing_gives_consecutive_indices_and_both_leaf_digests():
    rows = [happened(str(n), case=str(n % 3)) for n in range(7)]
    assert (jobs.seal(), jobs.seal()) == (7, 0)
    seals = list(models.Seal.objects.order_by("index"))
    assert [s.index for s in seals] == list(range(7))
    assert [s.event_id for s in seals] == [r.id for r in rows]
    first = rows[0]
    leaf = rules.leaf(
        rules.Entry(first.stream, 1, first.kind, first.at, first.actor, bytes(first.commitment))
    )
    assert bytes(seals[0].sm3) == digest("sm3", b"\x00" + leaf)


def test_witnessing_is_one_insert(django_assert_num_queries):
    with django_assert_num_queries(1):
        acts.witness(replace(Heard(case="1", text="甲", at=AT, by="officer:1"), text="乙"))
