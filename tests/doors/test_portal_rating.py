"""Rating at the portal: one page by a code, once, in time, whatever was ticked before the mind was changed."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.doors.test_portal_following import a_case, somebody
from tests.doors.test_portal_identity import body
from tests.factories import cases as factory
from tests.factories.world import let_news_travel
from tongban.foundation import clock
from tongban.rooms.cases.words import CaseState
from tongban.rooms.rating import queries
from tongban.rooms.rating.models import Rating, Right
from tongban.rooms.rating.words import Grade

pytestmark = pytest.mark.django_db(transaction=True)
FIVE = [tag.code for tag in queries.tags()[Grade.VERY_SATISFIED]]
ONE = [tag.code for tag in queries.tags()[Grade.VERY_DISSATISFIED]]


@pytest.fixture
def right() -> Right:
    factory.world()
    me, _ = somebody()
    a_case(me, CaseState.CLOSED)
    let_news_travel()
    return Right.objects.get()


def rated() -> list[tuple[str, list[str]]]:
    return [(rating.grade, list(rating.tags)) for rating in Rating.objects.all()]


def test_a_grade_alone_is_enough_and_the_second_time_says_so(right: Right) -> None:
    page = Client().get(f"/rate/{right.token}").content.decode()
    assert ("这件事办得怎么样？" in page, right.case_no in page) == (True, False)
    thanks = Client().post(f"/rate/{right.token}", {"grade": "5"}).content.decode()
    again = Client().post(f"/rate/{right.token}", {"grade": "1"}).content.decode()
    assert ("谢谢您的评价" in thanks, "<h1>已经评价</h1>" in again) == (True, True)
    assert rated() == [("very_satisfied", [])]


def test_ticks_under_a_grade_that_was_changed_are_left_out(right: Right) -> None:
    Client().post(f"/rate/{right.token}", {"grade": "5", "tags": [FIVE[0], ONE[0]], "words": "很快"})
    assert rated() == [("very_satisfied", [FIVE[0]])]


@pytest.mark.parametrize("grade", ["", "6", "0", "x", "５"])
def test_without_a_grade_nothing_is_rated_and_the_words_stay(right: Right, grade: str) -> None:
    page = Client().post(f"/rate/{right.token}", {"grade": grade, "words": "还没写完"}).content.decode()
    assert ("请先选一档" in page, "还没写完" in page, rated()) == (True, True, [])


def test_too_many_words_are_refused_and_kept(right: Right) -> None:
    page = Client().post(f"/rate/{right.token}", {"grade": "4", "words": "好" * 501}).content.decode()
    assert ("最多500个字" in page, "好" * 501 in page, rated()) == (True, True, [])


def test_after_the_last_day_the_page_says_that_it_is_over(right: Right) -> None:
    Right.objects.update(until=clock.today() - timedelta(days=1))
    for answer in (
        Client().get(f"/rate/{right.token}"),
        Client().post(f"/rate/{right.token}", {"grade": "5"}),
    ):
        assert "<h1>过了期限</h1>" in answer.content.decode()
    assert rated() == []


def test_an_unknown_code_does_not_exist(right: Right) -> None:
    pages = [Client().get(f"/rate/{token}") for token in ("0" * 26, "x")]
    assert [page.status_code for page in pages] == [404, 404]
    assert body(pages[0]) == body(pages[1])


def test_the_case_page_leads_to_the_rating(right: Right) -> None:
    from tests.doors.test_portal_identity import signed_in
    from tongban.foundation.accounts.models import Account

    client = signed_in(Account.objects.latest("pk").pk)
    assert f"/rate/{right.token}" in client.get(f"/my/cases/{right.case_no}").content.decode()
