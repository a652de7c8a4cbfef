"""The desk by keyboard alone: a supplement asked for, acceptance, review and decision by three officers; a window's budget."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.doors import browser as chromium
from tests.doors.desk_office import (
    DECIDER,
    INTAKE,
    PASSWORD,
    REVIEWER,
    officer,
    open_office,
    received,
    with_password,
)
from tests.factories import cases as factory
from tests.factories import people as persons
from tongban.foundation import clock
from tongban.rooms.cases import acts, queries

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STEPS, MOST_SECONDS = 25, 90


class Hands:
    """Two hands on a keyboard: counts every key that is not data, and never touches the mouse."""

    def __init__(self, visit: chromium.Visit) -> None:
        self.page: Any = visit.page
        self.visit = visit
        self.keys = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def go(self, key: str) -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.press(key)

    def type(self, text: str) -> None:
        """Data: does not count."""
        self.page.keyboard.type(text)

    def focused(self) -> str:
        return str(
            self.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
        )

    def until(self, wanted: str, *, key: str = "Tab", most: int = 40) -> None:
        for _ in range(most):
            if wanted in self.focused():
                return
            self.press(key)
        raise AssertionError(f"{wanted} was not reached, but {self.focused()}")


@pytest.fixture
def sits(visitor: Callable[..., chromium.Visit]) -> Callable[[str], Hands]:
    """``sits(staff_no)`` signs somebody in by typing, at the desk."""
    open_office()

    def sit(staff_no: str, **options: Any) -> Hands:
        hands = Hands(visitor(**options))
        page = hands.visit.open("/accounts/login/?next=/desk/")
        page.focus("[name=login]")
        hands.type(with_password(staff_no))
        hands.press("Tab")
        hands.type(PASSWORD)
        hands.go("Enter")
        hands.keys = 0
        return hands

    return sit


def shown(case_no: str) -> queries.CasePage:
    return queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today())


@contextmanager
def fair(hands: Hands) -> Iterator[None]:
    """Nothing was complained about on the way."""
    yield
    own = (c for c in hands.visit.complaints if "off-origin chrome" not in c)  # the browser's own PDF viewer
    assert [c for c in own if "422" not in c] == []


def test_a_case_is_supplemented_accepted_reviewed_and_granted_without_a_mouse(
    sits: Callable[..., Hands],
) -> None:
    case_no = received(factory.FOOD)

    clerk = sits(INTAKE)
    with fair(clerk):
        clerk.press("j")  # the empty scan box leaves single keys alone
        clerk.go("Enter")
        clerk.press("b")
        clerk.until("tick-business_licence")
        clerk.press("Space")
        clerk.until("says-business_licence")
        clerk.type("营业执照照片不清，请重新拍照")
        clerk.go("Alt+Enter")
    assert shown(case_no).state.zh == "待补正"
    (defect,) = shown(case_no).defects
    assert defect.defect == "营业执照照片不清，请重新拍照"

    _bring(case_no)
    clerk.type(shown(case_no).short_no)  # focus came back to the scan box
    clerk.go("Enter")
    clerk.go("Alt+Enter")
    assert shown(case_no).state.zh == "已受理"

    reviewer = sits(REVIEWER)
    with fair(reviewer):
        reviewer.go("n")
        reviewer.press("r", "Space")
        reviewer.until("id_review-opinion")
        reviewer.type("经审查，符合条件")
        reviewer.go("Alt+Enter")
    assert (shown(case_no).state.zh, shown(case_no).opinion) == ("待决定", "经审查，符合条件")

    decider = sits(DECIDER)
    with fair(decider):
        decider.go("n")
        decider.go("Alt+Enter")
    assert decider.keys <= 4
    assert shown(case_no).state.zh == "准予"


def _bring(case_no: str) -> None:
    """The clerk takes the supplement; what he then types counts elsewhere."""
    intake, at = officer(INTAKE), clock.now()
    uid = acts.start_supplement(case_no=case_no, by=intake, at=at)
    acts.hand_in_paper(draft_uid=uid, by=intake, key="business_licence", at=at)
    acts.supplement(case_no=case_no, by=intake, at=at)


def test_a_window_receives_and_accepts_within_its_budget(sits: Callable[..., Hands]) -> None:
    persons.person(901)
    clerk = sits(INTAKE)
    began = time.monotonic()
    with fair(clerk):
        clerk.go("c")
        clerk.type(persons.id_no(901))
        clerk.go("Enter")
        clerk.type("人才档案查询（样品）")
        clerk.go("Enter")
        clerk.press("Alt+a", "Space")
        clerk.go("Alt+Enter")
    assert "已受理" in clerk.page.inner_text("main")
    assert clerk.focused() == "number-box"
    assert clerk.keys <= MOST_STEPS
    assert time.monotonic() - began <= MOST_SECONDS


def test_the_box_to_be_filled_takes_keys_before_the_page_is_first_painted(sits: Callable[..., Hands]) -> None:
    """A scanner does not wait: at DOMContentLoaded, long before the browser sees to ``autofocus``, the box is ready."""
    persons.person(901)
    clerk = sits(INTAKE)
    ready = "addEventListener('DOMContentLoaded', () => { window.readyAt = document.activeElement.id; })"
    clerk.page.add_init_script(ready)
    found = []
    clerk.visit.open("/desk/")
    found.append(clerk.page.evaluate("window.readyAt"))
    clerk.go("c")
    found.append(clerk.page.evaluate("window.readyAt"))
    clerk.type(persons.id_no(901))
    clerk.go("Enter")
    found.append(clerk.page.evaluate("window.readyAt"))
    assert found == ["scan", "number-box", "item-box"]


def test_nothing_is_saved_beside_a_page_that_is_being_handed_in(sits: Callable[..., Hands]) -> None:
    """The draft's own saving would meet a case already received: a message of loss about something that is safe."""
    persons.person(901)
    clerk = sits(INTAKE)
    clerk.go("c")
    clerk.type(persons.id_no(901))
    clerk.go("Enter")
    clerk.type("人才档案查询（样品）")
    clerk.go("Enter")
    sent: list[str] = []
    clerk.page.on("request", lambda asked: sent.append(asked.url.rpartition("/")[2]))

    def hold(route: Any) -> None:
        clerk.page.wait_for_timeout(2_500)  # a slow minute: longer than the draft's saving waits
        route.continue_()

    clerk.page.route("**/hand-in", hold)
    with fair(clerk):
        clerk.press("Alt+a", "Space")
        clerk.go("Alt+Enter")
    assert [one for one in sent if one in {"save", "hand-in"}] == ["hand-in"]


def test_single_keys_can_be_turned_off_and_the_list_of_keys_opens_with_a_question_mark(
    sits: Callable[..., Hands],
) -> None:
    received()
    clerk = sits(INTAKE)
    clerk.press("?")
    assert clerk.page.locator("#keys-help").is_visible()
    assert "下一行" in clerk.page.inner_text("#keys-help")
    clerk.until("keys-off")
    clerk.press("Space", "Escape")
    clerk.page.reload()
    clerk.press("Escape", "j")
    assert clerk.focused() == "scan"
    assert clerk.page.input_value("#scan") == "j"


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize(
    "size", [chromium.DESK, (834, 1112), chromium.SMALL], ids=["desk", "tablet", "small"]
)
def test_every_page_of_the_desk_is_clean_at_every_size(
    sits: Callable[..., Hands], mode: str, size: tuple[int, int]
) -> None:
    persons.person(901)
    case_no = received(factory.FOOD)
    hands = sits(INTAKE, size=size)
    page = hands.page
    page.goto(f"{hands.visit.origin}/_display/set?mode={mode}&next=/desk/")
    faults = (
        _faults(hands, "/desk/") + _faults(hands, f"/desk/cases/{case_no}") + _faults(hands, "/desk/counter")
    )
    hands.type(persons.id_no(901))
    hands.go("Enter")
    faults += _faults(hands)
    page.focus("#item-box")
    hands.type("人才档案查询（样品）")
    hands.go("Enter")
    assert faults + _faults(hands) == []


def _faults(hands: Hands, path: str = "") -> list[str]:
    if path:
        hands.visit.open(path)
    page = hands.page
    wide = chromium.overflow(page)
    found = [*chromium.axe(page), *chromium.heading_faults(page), *chromium.duplicate_ids(page)]
    return [f"{page.url}: {fault}" for fault in [*found, *([f"{wide} px too wide"] if wide else [])]]


def test_without_a_script_a_case_is_accepted_all_the_same(sits: Callable[..., Hands]) -> None:
    case_no = received()
    clerk = sits(INTAKE, javascript=False)
    clerk.page.goto(f"{clerk.visit.origin}/desk/cases/{case_no}")
    clerk.page.get_by_role("button", name="受理", exact=True).press("Enter")
    clerk.page.wait_for_url("**done=1**")
    assert shown(case_no).state.zh == "已受理"
