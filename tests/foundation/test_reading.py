"""Rows that are asked for at the same moment are read together; within a transaction each reads for himself."""

import threading

import pytest
from django.db import connection, transaction

from tests.races.test_people_registration_race import at_once
from tongban.foundation.accounts import sessions
from tongban.foundation.accounts.models import Session
from tongban.foundation.accounts.sessions import SessionStore
from tongban.foundation.reading import KEYS, Reading

pytestmark = pytest.mark.django_db(transaction=True)

ONE = f"SELECT s.session_key, s.session_data FROM accounts_session s WHERE s.session_key = {KEYS}"


def kept(**content: str) -> str:
    store = SessionStore()
    store.update(content)
    store.save()
    return str(store.session_key)


class Slow(Reading):
    """The first reading is held up until the others have come; remembers which keys were read together."""

    def __init__(self, *, others: int) -> None:
        super().__init__(lambda: ONE)
        self.lots: list[list[str]] = []
        self._others, self._first = others, threading.Lock()

    def _read(self, keys):  # type: ignore[no-untyped-def]
        self.lots.append(list(keys))
        if self._first.acquire(blocking=False):
            while len(self.gathered._waiting) < self._others:
                pass
        return super()._read(keys)


def test_those_who_come_while_one_reads_are_read_together_and_each_gets_his_own():
    keys = [kept(n=str(n)) for n in range(5)]
    reading = Slow(others=4)
    rows = at_once(*(lambda key=key: reading.row(key) for key in keys))
    assert [row[0] for row in rows] == keys
    assert sorted(map(len, reading.lots)) == [1, 4]


@pytest.mark.parametrize("key", ["", "nobody's", "two keys"])
def test_a_key_that_nobody_has_finds_nothing(key):
    assert Reading(lambda: ONE).row(key) is None


def test_two_keys_in_one_find_neither():
    one, other = kept(), kept()
    assert Reading(lambda: ONE).row(f"{one} {other}") is None


def test_within_a_transaction_one_sees_what_one_has_changed_and_reads_for_nobody_else():
    key, reading = kept(), Slow(others=0)
    with transaction.atomic():
        Session.objects.filter(pk=key).update(session_data="changed")
        assert reading.row(key) == (key, "changed")
        (elsewhere,) = at_once(lambda: reading.row(key))
    assert elsewhere[1] != "changed"


def test_a_session_is_one_statement(django_assert_num_queries):
    key = kept(said="hello")
    with django_assert_num_queries(1):
        assert SessionStore(key)["said"] == "hello"


def test_each_request_has_a_content_of_its_own():
    key = kept(said="hello")
    SessionStore(key)["said"] = "changed, not saved"
    assert SessionStore(key)["said"] == "hello"


def test_a_session_that_somebody_wrote_into_is_empty_although_the_true_one_was_read_before():
    key = kept(said="hello")
    assert SessionStore(key)["said"] == "hello"
    true = Session.objects.get(pk=key).session_data
    foreign = SessionStore().encode({"said": "bye"}).replace(":", "x:", 1)
    Session.objects.filter(pk=key).update(session_data=foreign)
    assert SessionStore(key).get("said") is None
    Session.objects.filter(pk=key).update(session_data=true)
    assert SessionStore(key)["said"] == "hello"


def test_the_signature_of_what_is_known_is_not_computed_again():
    sessions._signed.cache_clear()
    key = kept(said="hello")
    for _ in range(3):
        assert SessionStore(key)["said"] == "hello"
    assert (sessions._signed.cache_info().misses, sessions._signed.cache_info().hits) == (1, 2)


PLANS = "SELECT generic_plans > 0, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"
BY_KEY = "SELECT relname::text FROM pg_class WHERE relname = "  # long and indexed in every database
PLAIN = "ANY(string_to_array(%s, ' '))"
PLANNED_BEFORE_ONE_IS_KEPT = 5  # PostgreSQL's own rule
PREPARED = 12  # of fifteen: the driver prepares a statement when it has come three times


@pytest.mark.parametrize(
    ("keys", "kept"), [(KEYS, (True, PLANNED_BEFORE_ONE_IS_KEPT)), (PLAIN, (False, PREPARED))]
)
def test_the_plan_is_kept_and_with_a_plain_array_it_would_be_made_anew_every_time(keys, kept):
    reading = Reading(lambda: f"/* planned {kept[1]} times */ {BY_KEY}{keys}")
    for n in range(15):
        assert reading.row(f"nobody_{n}") is None
    with reading._lending.lent(), connection.cursor() as cursor:
        cursor.execute(PLANS, [f"%planned {kept[1]} times%"])
        assert cursor.fetchone() == kept
