"""From everyday words to the confirmation, on a phone, by finger and by keyboard, within the budgets; no typed word is lost."""

import gzip
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PIL import Image

from tests.doors.browser import DESK, PHONE, SMALL, sideways
from tests.factories import catalogue as items
from tests.factories import people as persons
from tests.journeys import cast as casting
from tests.journeys import walking
from tests.journeys.walking import APPLYING, KeyboardWalk, Walk
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.cases import queries as cases
from tongban.rooms.catalogue import acts as catalogue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visitor = Callable[..., Any]
ELDER_CARD = "/items/11990102000002188L499202300500101"
SITUATION = {"hukou_kind": "local", "card_request": "first", "who_applies": "self"}
CRASH_AFTER = 3.0  # seconds: what was typed longer ago than this must be kept


@pytest.fixture
def person() -> int:
    """A citizen of a district with its calendar and all its items."""
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by="system:test", at=clock.now())
    catalogue.publish_all(by=items.BY, at=clock.now())
    return persons.citizen(2, name="孙桂兰", born=date(1951, 2, 11))[0]


def look(page: Any) -> list[str]:
    return walking.whole(page) + sideways(page, SMALL)


def arrive(
    visitor: Visitor, site: str, *, elder: bool = False, kind: type[Walk] = Walk, **options: Any
) -> Walk:
    """The citizen, signed in, on a phone unless told otherwise; every page is looked over."""
    walk = kind(visitor(**{"size": PHONE, **options}), look)
    if elder:
        casting.elder(walk.page.context, origin=site)
    casting.sign_in(walk.page.context, login=Account.objects.latest("pk").login, origin=site)
    return walk


def field_of(name: str, value: str = "") -> str:
    return f'[name="{name}"]' + (f'[value="{value}"]' if value else ":not([type=hidden])")


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(made, "PNG")
    return made.getvalue()


def find(walk: Walk) -> None:
    """From the front page by everyday words to the guide."""
    walk.open("/")
    walk.type("#q", "老人坐公交的证")
    walk.tap(".search .btn")
    walk.tap(f'a[href="{ELDER_CARD}"]')


def begin(walk: Walk) -> None:
    """Answers the situation in the guide, sees the list change in place, and begins."""
    for key, answer in SITUATION.items():
        walk.pick(field_of(f"s.{key}", answer))
    walk.page.wait_for_url("**who_applies=self**")
    assert "按您的情况" in walk.page.locator("#materials h2").first.inner_text()
    walk.tap("#materials .btn")


def fill(walk: Walk) -> None:
    """The form, in one page or section by section; whatever is known already is not typed."""
    while "/form" in walk.page.url:
        for name, text in {"emergency_name": "李明", "emergency_phone": "１９９ ０１０２ １０３７"}.items():
            if walk.page.locator(field_of(name)).count():
                walk.type(field_of(name), text)
        if walk.page.locator(field_of("get_by")).count():
            walk.pick(field_of("get_by", "window"))
        walk.tap(".actions button[name=next]")


def hand_in_and_submit(walk: Walk) -> None:
    walk.hand_in("#u-photo", content=photo(), name="照片.png")
    walk.tap(".actions button[name=next]")
    walk.tap(walk.page.get_by_role("button", name="提交申请"))


@pytest.mark.parametrize(
    ("elder", "kind"),
    [(False, Walk), (True, Walk), (False, KeyboardWalk)],
    ids=["finger", "elder", "keyboard"],
)
def test_a_citizen_finds_and_applies_within_the_budget(
    visitor: Visitor, site: str, person: int, elder: bool, kind: type[Walk]
) -> None:
    walk = arrive(visitor, site, elder=elder, kind=kind, size=DESK if kind is KeyboardWalk else PHONE)
    find(walk)
    walk.start_counting()
    begin(walk)
    fill(walk)
    hand_in_and_submit(walk)
    mine = cases.my_cases(applicants=[f"person:{person}"])
    assert [one.item_name for one in mine] == ["老年人优待证办理"]
    assert mine[0].short_no in walk.page.inner_text("main")
    assert walk.found + walk.visit.complaints == []
    if not elder:  # in 长辈版 there is one section to a page
        assert walk.spent.over(APPLYING) == []


def test_the_first_page_and_its_scripts_are_light(visitor: Visitor, person: int) -> None:
    visit = visitor(size=PHONE)
    weights: dict[str, int] = {}

    def weigh(answer: Any) -> None:
        weights[answer.url] = len(gzip.compress(answer.body(), 6))

    visit.page.on("response", weigh)
    visit.open("/")
    visit.page.wait_for_timeout(300)
    assert sum(weights.values()) <= 80_000
    assert sum(size for url, size in weights.items() if url.endswith(".js")) <= 30_000
    assert not [url for url in weights if url.endswith((".woff", ".woff2", ".ttf"))]


def test_a_killed_browser_loses_no_word_older_than_three_seconds(
    visitor: Visitor, site: str, person: int
) -> None:
    walk = arrive(visitor, site)
    walk.look = lambda page: []
    walk.open(f"{ELDER_CARD}?{'&'.join(f's.{k}={v}' for k, v in SITUATION.items())}")
    walk.tap("#materials .btn")
    address, page = walk.page.url, walk.page
    page.focus(field_of("emergency_name"))
    started, typed = page.evaluate("performance.now()"), []
    for number in range(30):  # he never stops typing
        page.keyboard.insert_text(f"{number % 10}")
        typed.append((page.evaluate("performance.now()") - started) / 1000)
        page.wait_for_timeout(150)
        if typed[-1] > CRASH_AFTER + 1.5:
            break
    kill(page)
    kept = arrive(visitor, site)
    kept.look = lambda page: []
    kept.open(address)
    value = kept.page.input_value(field_of("emergency_name"))
    old = sum(1 for at in typed if at <= typed[-1] - CRASH_AFTER)
    assert len(value) >= old > 0
    assert "".join(str(n % 10) for n in range(len(typed))).startswith(value)


def kill(page: Any) -> None:
    """The browser goes, and the network first, so that nothing it might do on leaving can help."""
    page.context.set_offline(True)
    page.context.close()


def test_two_tabs_never_overwrite_each_other(visitor: Visitor, site: str, person: int) -> None:
    walk = arrive(visitor, site)
    walk.look = lambda page: []
    walk.open(f"{ELDER_CARD}?{'&'.join(f's.{k}={v}' for k, v in SITUATION.items())}")
    walk.tap("#materials .btn")
    first = walk.page
    second = first.context.new_page()
    second.goto(first.url)
    first.fill(field_of("emergency_name"), "李明")
    saved(first)
    second.fill(field_of("emergency_name"), "王芳")
    box = second.locator(".conflict")
    box.wait_for()
    assert "李明" in box.inner_text()
    assert second.input_value(field_of("emergency_name")) == "王芳"
    second.fill(field_of("emergency_phone"), "19901021037")
    box.get_by_role("button", name="用这里的").click()
    saved(second)
    first.fill(field_of("living_address"), "X区北门巷7号")
    saved(first)
    first.wait_for_function("() => document.querySelector('[name=emergency_name]').value === '王芳'")
    third = first.context.new_page()
    third.goto(first.url)
    assert third.input_value(field_of("emergency_name")) == "王芳"
    assert third.input_value(field_of("emergency_phone")) == "19901021037"
    assert walk.visit.complaints == []


def saved(page: Any) -> None:
    """Waits until what was typed last is on the server."""
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        pass
    page.wait_for_function(
        "() => document.querySelector('[data-draft-status]').textContent.startsWith('已保存')"
    )


def test_with_the_network_gone_it_says_so_and_saves_when_it_is_back(
    visitor: Visitor, site: str, person: int
) -> None:
    walk = arrive(visitor, site)
    walk.look = lambda page: []
    walk.open(f"{ELDER_CARD}?{'&'.join(f's.{k}={v}' for k, v in SITUATION.items())}")
    walk.tap("#materials .btn")
    page = walk.page
    page.context.set_offline(True)
    page.fill(field_of("emergency_name"), "李明")
    page.wait_for_function(
        "() => document.querySelector('[data-draft-status]').textContent.includes('没有存上')"
    )
    page.context.set_offline(False)
    page.wait_for_function(
        "() => document.querySelector('[data-draft-status]').textContent.startsWith('已保存')"
    )
    page.reload()
    assert page.input_value(field_of("emergency_name")) == "李明"
