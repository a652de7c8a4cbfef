"""The gallery: every component, in every mode, is accessible, narrow enough, quiet and reachable by keyboard."""

from collections.abc import Callable

import pytest

from tests.doors import browser as chromium
from tests.doors.browser import DESK, PHONE, SMALL, Visit
from tongban.foundation.pages.gallery.catalogue import MODES, components

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
Visitor = Callable[..., Visit]

EXPECTED = [
    "banner",
    "header",
    "breadcrumb",
    "search",
    "item-card",
    "facts",
    "step-header",
    "question-page",
    "inputs",
    "upload",
    "error-summary",
    "check-answers",
    "confirmation",
    "task-list",
    "timeline",
    "deadline",
    "status-tag",
    "table",
    "filter-bar",
    "workbench",
    "opinion",
    "compare",
    "dialog",
    "toast",
    "masked",
    "seal",
    "licence-card",
    "qr",
    "rating",
    "states",
    "letter",
    "slip",
    "window-card",
    "called",
    "figures",
]


def paths(mode: str) -> list[str]:
    return [f"/_components/{name}?mode={mode}" for name in components()]


def test_the_gallery_shows_every_component_of_the_design() -> None:
    assert [name for name in EXPECTED if name not in components()] == []


@pytest.mark.parametrize("mode", MODES)
def test_no_component_breaks_a_rule_or_scrolls_sideways_on_a_small_phone(visitor: Visitor, mode: str) -> None:
    """320 px is also what 400 % zoom leaves of 1280 px; text is spread as WCAG 1.4.12 lets a reader do."""
    visit = visitor(size=DESK)
    found = {}
    for path in ["/_components", *paths(mode)]:
        found[path] = chromium.faults(visit.open(path))
        found[path] += chromium.sideways(visit.page, SMALL)
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert visit.complaints == []


def test_letters_of_30_pixels_fit_a_phone(visitor: Visitor) -> None:
    visit = visitor(size=PHONE)
    visit.open("/_display/set?size=30")
    wide = {}
    for path in ("/_display", "/_components", "/accounts/login/"):
        page = visit.open(path)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
        wide[path] = chromium.overflow(page)
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


def test_everything_clickable_is_reached_by_tab(visitor: Visitor) -> None:
    visit = visitor(size=DESK)
    missed = {
        path: chromium.tab_reach(visit.open(path))
        for path in ["/_components", "/_display", *paths("standard")]
    }
    assert {path: these for path, these in missed.items() if these} == {}


def test_a_clickable_div_and_pale_letters_are_caught(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/notice")
    page.evaluate(
        """() => {
          const trap = document.createElement("div");
          trap.textContent = "点我办理";
          trap.className = "trap";
          trap.style.color = "#bbb";
          trap.addEventListener("click", () => {});
          document.querySelector("main .wrap").append(trap);
        }"""
    )
    assert [one[:18] for one in chromium.tab_reach(page)] == ['<div class="trap" ']
    assert [one.split(":")[0] for one in chromium.axe(page)] == ["color-contrast"]


# A document within the page, twelve links behind it.
WITHIN = """() => {
  const inside = document.createElement("iframe");
  inside.title = "材料查看";
  inside.srcdoc = "<button>放大</button>";
  const links = Array.from({ length: 12 }, (_, place) => Object.assign(document.createElement("a"), {
    href: `/_components/notice?link=${place}`, textContent: `第 ${place} 份`,
  }));
  document.querySelector("main .wrap").append(inside, ...links);
  window.__within = [inside, links];
  return new Promise((done) => inside.addEventListener("load", () => done()));
}"""
HANDS_BACK_LATE = """() => {
  const [, links] = window.__within;
  links[3].addEventListener("focus", () => links[0].focus(), { once: true });
}"""
LETS_GO_NEVER = """() => {
  const [inside] = window.__within;
  inside.contentDocument.addEventListener("keydown", (event) => event.preventDefault());
}"""


def test_a_document_within_the_page_that_hands_the_focus_back_late_hides_nothing(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/notice")
    page.evaluate(WITHIN)
    page.evaluate(HANDS_BACK_LATE)
    assert chromium.tab_reach(page) == []


def test_a_document_within_the_page_that_never_lets_go_of_the_focus_is_caught(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/notice")
    page.evaluate(WITHIN)
    page.evaluate(LETS_GO_NEVER)
    assert [one[:36] for one in chromium.tab_reach(page, spare=80)][:2] == [
        '<a href="/_components/notice?link=0"',
        '<a href="/_components/notice?link=1"',
    ]


def test_targets_are_44_pixels_and_60_for_elders(visitor: Visitor) -> None:
    visit = visitor(size=PHONE)
    height = """[...document.querySelectorAll('main .btn')].filter((one) => one.checkVisibility())
      .map((one) => Math.round(one.getBoundingClientRect().height))"""
    assert min(visit.open("/_components/buttons").evaluate(height)) >= 44
    assert min(visit.open("/_components/buttons?mode=elder").evaluate(height)) >= 60
