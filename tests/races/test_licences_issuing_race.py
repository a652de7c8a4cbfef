"""制证的竞争：一件事同时送达两次，只有一张证、只用一个号；一个亮证码同时核验，只有一次算数。"""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.factories.licences import AT, FIRM, a_granted_case, a_licence
from tests.races.test_people_registration_race import at_once
from tongban.foundation import database
from tongban.rooms.licences import acts, models
from tongban.rooms.licences.words import Finding, GrantedCase

pytestmark = pytest.mark.django_db(transaction=True)

GUARDS = {
    "licences_making": "licences_making_once",
    "licences_licence": "licences_licence_once",
}


@pytest.fixture
def unguarded() -> Iterator[None]:
    with database.as_owner(), connection.cursor() as cursor:
        for table, name in GUARDS.items():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    with database.as_owner(), connection.cursor() as cursor:
        for table, name in GUARDS.items():
            cursor.execute(f"TRUNCATE {table} CASCADE")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (case_no, place)")


def deliver(granted: GrantedCase, start: threading.Barrier | None = None) -> list[str]:
    """One delivery of the event: the whole making in one transaction, as the journal delivers it."""
    with transaction.atomic(durable=True):
        if start is not None:
            start.wait(timeout=10)
        return [made.number for made in acts.issue(granted=granted, at=AT)]


@pytest.mark.usefixtures("unguarded")
def test_without_the_guard_two_deliveries_make_two_licences():
    granted, start = a_granted_case(), threading.Barrier(2)
    at_once(lambda: deliver(granted, start), lambda: deliver(granted, start))
    assert models.Licence.objects.filter(case_no=granted.case_no).count() == 2


def test_two_deliveries_at_once_make_one_licence_and_use_one_number():
    used = []
    for _ in range(5):
        granted, start = a_granted_case(), threading.Barrier(2)
        results = at_once(lambda g=granted, s=start: deliver(g, s), lambda g=granted, s=start: deliver(g, s))
        assert sorted(len(numbers) for numbers in results) == [0, 1]  # type: ignore[arg-type]
        used += [number for numbers in results for number in numbers]  # type: ignore[attr-defined]
    assert models.Licence.objects.count() == 5
    assert [int(number) - int(used[0]) for number in used] == [0, 1, 2, 3, 4]


def test_one_code_read_by_two_at_once_is_good_for_one():
    made = a_licence()
    for _ in range(5):
        shown = acts.show_code(uid=made.licence, by=FIRM, at=AT)
        verdicts = at_once(
            *(lambda code=shown.code: acts.verify_shown(code=code, at=AT).finding for _ in range(2))
        )
        assert sorted(verdicts) == sorted([Finding.GENUINE, Finding.CODE_USED])  # type: ignore[type-var]
