"""After the application: progress, supplement, licence, verification, rating within their budgets, in both versions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.doors.browser import PHONE, SMALL, sideways
from tests.factories import cases as factory
from tests.factories import licences
from tests.factories import people as persons
from tests.factories.world import let_news_travel
from tests.journeys import cast as casting
from tests.journeys import walking
from tests.journeys.walking import KeyboardWalk, Walk
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.cases import queries
from tongban.rooms.cases.words import CaseState
from tongban.rooms.licences.models import Licence
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Party
from tongban.rooms.rating.models import Right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visitor = Callable[..., Any]


@pytest.fixture
def case(request: pytest.FixtureRequest) -> factory.CaseInHand:
    """One case of one citizen, in the state that the test asks for, with a licence where the item has one."""
    state, key = request.param
    factory.world()
    person_id, _ = persons.citizen(1)
    who = people.applicant(party=Party.person(person_id))
    made = factory.a_case(state, key=key, by=who, at=clock.now())
    let_news_travel()
    return made


def a_licence() -> Licence:
    """A licence of the one citizen there is; made aside, because signing wants an event loop and the browser runs one here."""
    factory.world()
    holder = people.applicant(party=Party.person(persons.citizen(1)[0]))

    def make() -> None:
        licences.a_licence(holder=holder)
        connection.close()

    with ThreadPoolExecutor(1) as aside:
        aside.submit(make).result()
    return Licence.objects.get()


def look(page: Any) -> list[str]:
    return walking.whole(page) + sideways(page, SMALL)


def arrive(
    visitor: Visitor,
    site: str,
    *,
    elder: bool,
    signed_in: bool = True,
    kind: type[Walk] = Walk,
    **options: Any,
) -> Walk:
    """A person with a phone on the site, examined on every page."""
    visit = visitor(size=PHONE, **options)
    walk = kind(visit, look if options.get("javascript", True) else lambda page: [])
    if elder:
        casting.elder(visit.page.context, origin=site)
    if signed_in:
        casting.sign_in(visit.page.context, login=Account.objects.latest("pk").login, origin=site)
    return walk


both = pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])


def of(state: CaseState, key: str = factory.PLAIN) -> Any:
    return pytest.mark.parametrize("case", [(state, key)], indirect=True, ids=[str(state)])


def complaints(walk: Walk) -> list[str]:
    return [*walk.found, *walk.visit.complaints]


@both
@of(CaseState.ACCEPTED)
def test_progress_is_found_without_login(
    visitor: Visitor, site: str, case: factory.CaseInHand, elder: bool
) -> None:
    walk = arrive(visitor, site, elder=elder, signed_in=False)
    code = queries.my_case(case_no=case.case_no, applicants=(case.applicant,), on=clock.today()).query_code
    walk.open("/progress")
    walk.type("#id_no", case.short_no)
    walk.type("#id_code", code)
    walk.tap("main form button")
    assert "已受理" in walk.page.inner_text("main")
    assert (walk.spent.over(walking.ASKING), complaints(walk)) == ([], [])


@both
@of(CaseState.CORRECTING)
def test_a_material_is_corrected_in_place(
    visitor: Visitor, site: str, case: factory.CaseInHand, elder: bool
) -> None:
    walk = arrive(visitor, site, elder=elder)
    walk.open(f"/my/cases/{case.case_no}")
    walk.tap(walk.page.get_by_role("button", name="现在补交"))
    walk.hand_in("#photo-file", content=factory.PDF)
    walk.spent.taps += 1
    walk.tap(walk.page.get_by_role("button", name="提交补正"))
    assert "补正材料已提交" in walk.page.inner_text("main")
    assert (walk.spent.over(walking.CORRECTING), complaints(walk)) == ([], [])


@both
def test_a_licence_is_shown_from_the_front_page_in_two_taps_and_read_by_a_stranger(
    visitor: Visitor, site: str, elder: bool
) -> None:
    licence = a_licence()
    walk = arrive(visitor, site, elder=elder)
    walk.open("/")
    walk.tap(walk.page.get_by_role("link", name="我的证照").first)
    walk.finish(walk.page.get_by_role("button", name="亮证").first)
    assert walk.page.locator(".showcode svg").is_visible()
    assert (walk.spent.over(walking.SHOWING), complaints(walk)) == ([], [])
    stranger = arrive(visitor, site, elder=elder, signed_in=False)
    stranger.open(f"/v/{licence.token}")
    stranger.spent.taps += 1
    assert stranger.page.inner_text("h1") == "真实有效"
    assert (stranger.spent.over(walking.VERIFYING), complaints(stranger)) == ([], [])


@both
@of(CaseState.CLOSED)
def test_rating_takes_two_taps(visitor: Visitor, site: str, case: factory.CaseInHand, elder: bool) -> None:
    walk = arrive(visitor, site, elder=elder, signed_in=False)
    walk.open(f"/rate/{Right.objects.get(case_no=case.case_no).token}")
    walk.touch(".faces label >> nth=0")
    assert walk.page.locator(".why-5").is_visible()
    assert not walk.page.locator(".why-1").is_visible()
    walk.finish(walk.page.get_by_role("button", name="提交评价"))
    assert walk.page.inner_text("h1") == "谢谢您的评价"
    assert (walk.spent.over(walking.RATING), complaints(walk)) == ([], [])


@of(CaseState.CLOSED)
def test_rating_by_keyboard_alone_and_again_without_scripts(
    visitor: Visitor, site: str, case: factory.CaseInHand
) -> None:
    token = Right.objects.get(case_no=case.case_no).token
    walk = arrive(visitor, site, elder=False, signed_in=False, kind=KeyboardWalk)
    walk.open(f"/rate/{token}")
    walk.touch('.faces input[value="5"]')
    walk.finish(walk.page.get_by_role("button", name="提交评价"))
    assert walk.page.inner_text("h1") == "谢谢您的评价"
    plain = arrive(visitor, site, elder=False, signed_in=False, javascript=False)
    plain.open(f"/rate/{token}")
    assert plain.page.inner_text("h1") == "已经评价"


PLACES = (
    "/my",
    "/my/cases",
    "/my/licences",
    "/my/inbox",
    "/my/acting",
    "/my/mandates/new",
    "/my/record",
    "/register/received",
)


@both
@of(CaseState.CORRECTING)
def test_every_page_of_mine_is_accessible(
    visitor: Visitor, site: str, case: factory.CaseInHand, elder: bool
) -> None:
    factory.a_draft(by=case.by, at=clock.now())
    walk = arrive(visitor, site, elder=elder)
    for path in (*PLACES, f"/my/cases/{case.case_no}"):
        walk.open(path)
    walk.open("/my/inbox")
    walk.tap(".tasks a >> nth=0")
    assert complaints(walk) == []


def test_a_licence_code_changes_by_a_button_without_scripts(visitor: Visitor, site: str) -> None:
    a_licence()
    walk = arrive(visitor, site, elder=False, javascript=False)
    walk.open("/my/licences")
    walk.tap(walk.page.get_by_role("button", name="亮证").first)
    first = walk.page.locator(".showcode svg path").last.get_attribute("d")
    walk.tap(walk.page.get_by_role("button", name="换一个新码"))
    assert walk.page.locator(".showcode svg path").last.get_attribute("d") != first
