"""However often the button is pressed, and whatever the network does: one application is one case with one number."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys import test_find_and_apply as applying
from tests.journeys.walking import Walk
from tongban.rooms.cases import queries as cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visitor = Callable[..., Any]
person = applying.person  # a citizen of a district with its calendar and all its items


@pytest.fixture
def ready(visitor: Visitor, site: str, person: int) -> Walk:
    """The citizen before the button: everything is filled in and handed in."""
    walk = applying.arrive(visitor, site)
    walk.look = lambda page: []
    walk.page.set_default_timeout(30_000)
    answers = "&".join(f"s.{key}={answer}" for key, answer in applying.SITUATION.items())
    walk.open(f"{applying.ELDER_CARD}?{answers}")
    walk.tap("#materials .btn")
    applying.fill(walk)
    walk.hand_in("#u-photo", content=applying.photo(), name="照片.png")
    walk.tap(".actions button[name=next]")
    return walk


def button(walk: Walk) -> Any:
    return walk.page.get_by_role("button", name="提交申请")


def confirmed(walk: Walk, person: int) -> str:
    """The one number there is, which is the one he is shown."""
    walk.page.wait_for_url("**/done")
    (mine,) = cases.my_cases(applicants=[f"person:{person}"])
    assert mine.short_no in walk.page.inner_text("main")
    return mine.short_no


def test_a_double_click_makes_one_case(ready: Walk, person: int) -> None:
    button(ready).dblclick()
    confirmed(ready, person)


def test_who_goes_back_and_submits_again_is_shown_the_same_number(ready: Walk, person: int) -> None:
    button(ready).click()
    first = confirmed(ready, person)
    ready.page.go_back(wait_until="load")
    if button(ready).count():  # the page as the browser kept it
        button(ready).click()
    assert confirmed(ready, person) == first


def test_whose_answer_was_lost_on_the_way_submits_again_and_gets_the_number(ready: Walk, person: int) -> None:
    """The server took it and the line broke before the answer was there."""
    lost = []

    def cut(route: Any) -> None:
        route.fetch(max_redirects=0)
        lost.append(route.request.url)
        route.abort("connectionreset")

    check = ready.page.url
    ready.page.route("**/submit", cut)
    button(ready).click(no_wait_after=True)
    ready.page.wait_for_timeout(1_500)
    ready.page.unroute("**/submit")
    assert len(lost) == 1
    ready.page.goto(check)
    if button(ready).count():
        button(ready).click()
    confirmed(ready, person)


def test_two_tabs_of_one_application_submit_it_once(ready: Walk, person: int) -> None:
    other = ready.page.context.new_page()
    other.goto(ready.page.url)
    button(ready).click(no_wait_after=True)
    other.get_by_role("button", name="提交申请").click(no_wait_after=True)
    number = confirmed(ready, person)
    other.wait_for_url("**/done")
    assert number in other.inner_text("main")
