"""划转的一刻：数据库说事项刚刚划转，变成同样的拒绝 (see migrations/0005_transfer_gate)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from tongban.rooms.cases.errors import ItemTransferred

TRANSFERRED = "TB304"


@contextmanager
def told_of_transfer() -> Iterator[None]:
    """事项刚刚划转的，按拒绝答复。 Refuses: ItemTransferred."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != TRANSFERRED:
            raise
        raise ItemTransferred from error
