"""A connection goes with the thread that opened it: the web server's threads come and go, the server's places are few."""

import gc
import threading

import pytest
from django.db import connection
from django.db.backends.postgresql import base

from tongban.foundation.postgres.engine.base import DatabaseWrapper
from tongban.foundation.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def is_connected(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid])
        return bool(cursor.fetchone()[0])


def connected_after_its_thread_ended(*, seconds: float) -> bool:
    """Whether a connection is still there although nobody can use it any more, the garbage collector not having come."""
    pids: list[int] = []

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])

    gc.collect()
    gc.disable()
    try:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        wait_until(lambda: not is_connected(pids[0]), seconds=seconds, every=0.02)
        return is_connected(pids[0])
    finally:
        gc.enable()
        gc.collect()


def test_the_connection_of_a_thread_that_ended_is_closed():
    assert not connected_after_its_thread_ended(seconds=10.0)


def test_as_django_does_it_the_connection_stays(monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", base.DatabaseWrapper.get_new_connection)
    assert connected_after_its_thread_ended(seconds=1.0)
