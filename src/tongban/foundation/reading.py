"""同读：同时来读一行的，用一条语句一起读，各得各的 (rows by key, for those who come at the same moment).

Who comes alone reads at once. Within a transaction everybody reads for himself: he sees what he has changed, nobody else does.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from tongban.foundation.gathering import Gathering
from tongban.foundation.lending import Lending

MOST_TOGETHER = 16
PATIENCE = 0.01
"""先到的最多等路上的这么久（秒）；没有人在路上就不等。"""
# Taken from a subquery, so that the planner cannot look into the text. Of a plain array it sees that it holds one key, finds
# the plan for an unknown number dearer, and plans the statement anew every time: three times what carrying it out costs.
KEYS = "ANY(ARRAY(SELECT string_to_table(%s, ' ')))"
Row = tuple[Any, ...]


class Reading:
    """一种行的读法：``statement`` 给出语句，其中 ``KEYS`` 是要的键，第一列是键；键里没有空格。"""

    def __init__(self, statement: Callable[[], str]) -> None:
        self._statement = statement
        self._lending = Lending()
        self.gathered: Gathering[str, Row | None] = Gathering(
            self._read_for_all, most=MOST_TOGETHER, patience=PATIENCE
        )

    def row(self, key: str) -> Row | None:
        """这个键的一行（含键）；没有的为 None (one statement)."""
        if connection.in_atomic_block:
            return self._read([key])[0]
        return self.gathered.ask(key)

    def _read_for_all(self, keys: Sequence[str]) -> list[Row | None]:
        with self._lending.lent():
            return self._read(keys)

    def _read(self, keys: Sequence[str]) -> list[Row | None]:
        with connection.cursor() as cursor:
            # As one text: psycopg would look at every element of a list.
            cursor.execute(self._statement(), [" ".join(keys)])
            found: dict[str, Row] = {row[0]: row for row in cursor.fetchall()}
        return [found.get(key) for key in keys]
