"""评价的竞争：一件事同时评两次，只有一次。"""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.acts.test_rating_acts import GOOD, closed, token_of
from tests.factories.notices import AT, step, version_id
from tests.races.test_people_registration_race import at_once
from tongban.foundation import database
from tongban.rooms.cases.events import CaseClosed
from tongban.rooms.journal import models as journal
from tongban.rooms.rating import acts, models, reactions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unguarded() -> Iterator[None]:
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'rating_rating'::regclass AND contype = 'u'"
        )
        [(name,)] = cursor.fetchall()
        cursor.execute(f'ALTER TABLE rating_rating DROP CONSTRAINT "{name}"')
    yield
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM rating_rating")
        cursor.execute(f'ALTER TABLE rating_rating ADD CONSTRAINT "{name}" UNIQUE (right_id)')


@pytest.mark.usefixtures("unguarded")
def test_looking_first_and_writing_then_rates_one_case_twice():
    token, meeting = token_of(closed()), threading.Barrier(2)

    def naively() -> None:
        with transaction.atomic():
            right = models.Right.objects.get(pk=token)
            meeting.wait(timeout=10)
            if right.rated_at is None:
                models.Rating.objects.create(
                    uid=models.new_uid(), right=right, grade="satisfied", channel="online", rated_on=AT.date()
                )

    at_once(naively, naively)
    assert models.Rating.objects.count() == 2


def test_one_case_rated_by_twenty_taps_at_once_is_rated_once():
    token = token_of(closed())
    results = at_once(*(lambda: acts.rate(token=token, opinion=GOOD, at=AT) for _ in range(20)))
    assert sorted(type(r).__name__ for r in results) == ["AlreadyRated"] * 19 + ["CaseRated"]
    assert models.Rating.objects.count() == 1
    assert journal.Event.objects.filter(kind="rating.case_rated").count() == 1


def test_rating_by_token_and_by_case_at_once_is_one_rating():
    case_no = closed()
    token = token_of(case_no)
    results = at_once(
        lambda: acts.rate(token=token, opinion=GOOD, at=AT),
        lambda: acts.rate_case(case_no=case_no, holder="person:1", opinion=GOOD, at=AT),
    )
    assert sorted(type(r).__name__ for r in results) == ["AlreadyRated", "CaseRated"]


def test_one_closing_heard_twice_at_once_gives_one_right():
    event = step(CaseClosed, version_id=version_id())

    def hear() -> None:
        with transaction.atomic():
            reactions.offer_rating(event)

    at_once(*(hear for _ in range(6)))
    assert models.Right.objects.count() == 1
    assert journal.Event.objects.filter(kind="rating.offered").count() == 1
