"""Whoever works for all borrows one connection and has his own back; what was broken is opened again."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.races.test_people_registration_race import at_once
from tongban.foundation import database
from tongban.foundation.lending import Lending

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def borrowed(lending: Lending) -> int:
    with lending.lent():
        return backend()


@pytest.fixture
def lending():
    made = Lending()
    yield made
    made.close()


def test_every_thread_borrows_the_same_connection_and_has_its_own_back_afterwards(lending):
    own = backend()
    first = borrowed(lending)
    others = at_once(*(lambda: (borrowed(lending), backend()) for _ in range(4)))
    assert {pid for pid, _ in others} == {first}
    assert len({own, first, *(pid for _, pid in others)}) == 6
    assert backend() == own


def test_it_stays_open_although_the_thread_that_opened_it_has_ended(lending):
    (opened,) = at_once(lambda: borrowed(lending))
    assert borrowed(lending) == opened


def test_it_is_lent_to_one_at_a_time(lending):
    inside, most, lock = [0], [0], threading.Lock()

    def work() -> None:
        with lending.lent():
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            backend()
            with lock:
                inside[0] -= 1

    at_once(*[work] * 6)
    assert most == [1]


def test_within_a_transaction_and_as_the_owner_one_stays_with_ones_own(lending):
    own = backend()
    with transaction.atomic():
        assert borrowed(lending) == own
    with database.as_owner():
        assert borrowed(lending) == own


def test_what_fails_fails_for_the_borrower_and_he_has_his_own_back(lending):
    own = backend()
    with pytest.raises(DatabaseError), lending.lent(), transaction.atomic():
        connection.cursor().execute("SELECT 1/0")
    assert (backend(), borrowed(lending) != own) == (own, True)


def test_a_connection_that_the_server_has_ended_is_opened_again(lending):
    ended = borrowed(lending)
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert borrowed(lending) not in (ended, backend())


def test_a_connection_that_breaks_in_somebodys_hands_is_opened_again_for_the_next(lending):
    with pytest.raises(DatabaseError), lending.lent():
        broken = backend()
        connection.connection.pgconn.finish()
        backend()
    assert borrowed(lending) != broken


def test_statements_on_it_are_noted_as_the_borrowers(lending):
    with CaptureQueriesContext(connection) as noted:
        borrowed(lending)
    assert [query["sql"] for query in noted.captured_queries][-1] == "SELECT pg_backend_pid()"
