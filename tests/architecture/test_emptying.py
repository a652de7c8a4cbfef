"""What one test has committed is gone for the next, and no guard of the database stays lifted."""

import pytest
from django.db import connection

from tests import emptying
from tests.factories.organisation import load_district

TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
LIFTED = "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'"


def _asked(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _filled() -> set[str]:
    return {name for (name,) in _asked(TABLES) if _asked(f'SELECT 1 FROM "{name}" LIMIT 1')}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_and_every_trigger_stands_again() -> None:
    load_district()
    assert {"journal_event", "organisation_holding"} < _filled()
    emptying.empty()
    assert (_filled(), _asked(LIFTED)) == (set(emptying.LEFT), [(0,)])
