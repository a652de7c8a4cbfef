"""全体测试共用：数据库由所有者建，测试以应用角色跑 (tables are made by the owner; tests run as the application's role)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tongban.foundation import clock, database

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="reads ../shared, which is not beside this clone"
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """From here on, tests have no more rights than the product."""
    with django_db_blocker.unblock():
        database.step_down()
    yield
    with django_db_blocker.unblock():
        database.stay_owner()
        connection.close()


_teardown = TransactionTestCase._fixture_teardown


def _teardown_as_owner(self: TransactionTestCase) -> None:
    # Only the owner may empty append-only tables.
    connection.close()
    with database.as_owner():
        _teardown(self)
    connection.close()


TransactionTestCase._fixture_teardown = _teardown_as_owner


@pytest.fixture(autouse=True)
def fresh_clock() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()
