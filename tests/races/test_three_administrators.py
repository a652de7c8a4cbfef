"""三员互斥的赛跑：两个任命同时到，要把两员给同一个人，只能成一个。"""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from tests.factories.organisation import AT, INSTALLER, stand
from tongban.foundation import database
from tongban.rooms.organisation import acts, models
from tongban.rooms.organisation.errors import AdministratorsExclusive

pytestmark = pytest.mark.django_db(transaction=True)

POSTS = ("approval.system_admin", "approval.audit_admin")
GUARDS = {
    "organisation_holding_duty_of_post": "FOREIGN KEY (post_id, duty) REFERENCES organisation_post (id, duty)",
    "organisation_holding_duty_of_officer": "FOREIGN KEY (officer_id, duty) REFERENCES organisation_officer (id, duty)",
}
ROLES_HELD = """
    SELECT count(DISTINCT p.role) FROM organisation_holding h JOIN organisation_post p ON p.id = h.post_id
    JOIN organisation_officer o ON o.id = h.officer_id WHERE o.staff_no = '5' AND h.held_to IS NULL
"""
HOLD = """
    INSERT INTO organisation_holding (officer_id, post_id, held_from, duty)
    SELECT o.id, p.id, '2026-03-02', p.duty FROM organisation_officer o, organisation_post p
    WHERE o.staff_no = '5' AND p.code = %s
"""


def roles_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute(ROLES_HELD)
        return cursor.fetchone()[0]


def both_at_once(appoint: Callable[[str], None]) -> list[str]:
    """Runs both at once; answers what each came to."""
    start, outcomes = threading.Barrier(2), []

    def run(post: str) -> None:
        try:
            start.wait()
            appoint(post)
            outcomes.append("appointed")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(post,)) for post in POSTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def naive(between: threading.Barrier) -> Callable[[str], None]:
    """Looks first, then inserts, and locks nobody: what a program without guards would do."""

    def appoint(post: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            held = roles_held()
            between.wait()
            if held == 0:
                cursor.execute(HOLD, [post])

    return appoint


@pytest.fixture
def unguarded() -> Iterator[None]:
    with database.as_owner(), connection.cursor() as cursor:
        for name in GUARDS:
            cursor.execute(f"ALTER TABLE organisation_holding DROP CONSTRAINT {name}")
    yield
    models.Holding.objects.all().delete()
    with database.as_owner(), connection.cursor() as cursor:
        for name, definition in GUARDS.items():
            cursor.execute(f"ALTER TABLE organisation_holding ADD CONSTRAINT {name} {definition}")


def test_without_the_guards_looking_first_gives_one_officer_two_of_the_three(unguarded):
    stand()
    assert both_at_once(naive(threading.Barrier(2))) == ["appointed", "appointed"]
    assert roles_held() == 2


def test_with_the_foreign_keys_even_the_naive_program_cannot():
    stand()
    models.Officer.objects.filter(staff_no="5").update(duty="system_admin")
    assert both_at_once(naive(threading.Barrier(2))) == ["IntegrityError", "appointed"]
    assert roles_held() == 1


@pytest.mark.parametrize("attempt", range(10))
def test_two_appointments_at_once_give_the_officer_exactly_one(attempt):
    stand()

    def appoint(post: str) -> None:
        acts.appoint(staff_no="5", post=post, by=INSTALLER, at=AT)

    assert both_at_once(appoint) == [AdministratorsExclusive.__name__, "appointed"]
    assert roles_held() == 1
