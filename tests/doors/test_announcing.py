"""Who comes is made known where he will ask, until he has asked or is gone."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tongban.foundation.accounts.sessions import SESSIONS
from tongban.rooms.cases import acts as cases
from tongban.wiring.announcing import SUBMITS, Announcing

SUBMISSION = "/apply/abc/submit"


def coming() -> list[int]:
    return [place._coming for place in SUBMITS]


def told_of(request: HttpRequest, *, signed_in: bool = True) -> list[int]:
    """How many each place knows to be on the way while the request is served."""
    seen: list[int] = []

    def serve(_: HttpRequest) -> HttpResponse:
        seen.extend(coming())
        return HttpResponse()

    if signed_in:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "key"
    Announcing(serve)(request)
    return seen


def test_the_places_are_those_where_a_submission_asks_in_turn():
    assert (SESSIONS.gathered, *cases.SUBMITTING) == SUBMITS
    assert len(SUBMITS) == 3


@pytest.mark.parametrize(
    ("request_", "signed_in", "told"),
    [
        (RequestFactory().post(SUBMISSION), True, [1, 1, 1]),
        (RequestFactory().get(SUBMISSION), True, [1, 0, 0]),
        (RequestFactory().post("/apply/abc/save"), True, [1, 0, 0]),
        (RequestFactory().get("/"), False, [0, 0, 0]),
        (RequestFactory().post(SUBMISSION), False, [0, 0, 0]),
    ],
)
def test_who_is_signed_in_is_expected_at_the_sessions_and_who_submits_further_on_too(
    request_, signed_in, told
):
    assert told_of(request_, signed_in=signed_in) == told
    assert coming() == [0, 0, 0]


def test_whose_request_fails_is_not_expected_any_more():
    def fail(_: HttpRequest) -> HttpResponse:
        raise ValueError

    request = RequestFactory().post(SUBMISSION)
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "key"
    with pytest.raises(ValueError):
        Announcing(fail)(request)
    assert coming() == [0, 0, 0]
