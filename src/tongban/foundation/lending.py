"""借用：一处合办的活，不论轮到哪个线程来办，都用同一条数据库连接 (one connection for whoever works for all).

What the database's server process knows of tables and plans it has learnt by itself. Sixteen that take turns each know it, and
crowd one another out of the caches; one that always does the same work keeps it at hand.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tongban.foundation import database

_all: "WeakSet[Lending]" = WeakSet()


class Lending:
    """一条借来借去的连接；同一时刻只借给一个线程。"""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: BaseDatabaseWrapper | None = None
        _all.add(self)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """借用：此间 ``connection`` 就是它。本线程已在事务里的，或者是所有者的，用自己的。"""
        own = connections[DEFAULT_DB_ALIAS]
        if own.in_atomic_block or database.is_owner():
            yield
            return
        with self._turn:
            kept = self._ready()
            # What is noted of statements, and what stands in their way, is the borrower's.
            kept.queries_log, kept.force_debug_cursor = own.queries_log, own.force_debug_cursor
            kept.execute_wrappers = own.execute_wrappers
            connections[DEFAULT_DB_ALIAS] = kept
            try:
                yield
            finally:
                connections[DEFAULT_DB_ALIAS] = own
                kept.force_debug_cursor = False

    def _ready(self) -> BaseDatabaseWrapper:
        """As Django does it for each request: whether the connection still holds is looked at before it is used."""
        if self._kept is None:
            self._kept = connections.create_connection(DEFAULT_DB_ALIAS)
            no_request_ends_it = {"CONN_MAX_AGE": None}
            self._kept.settings_dict = {**self._kept.settings_dict, **no_request_ends_it}
            self._kept.inc_thread_sharing()
        self._kept.close_if_unusable_or_obsolete()
        self._kept.ensure_connection()
        return self._kept

    def close(self) -> None:
        """归还服务器；下次借用再开。"""
        with self._turn:
            if self._kept is not None:
                self._kept.close()


def close_all() -> None:
    """全部归还：数据库要删了 (before a database is dropped)."""
    for lending in list(_all):
        lending.close()
