"""Owns how tests look at a page through Chromium: what axe finds, what Tab reaches, what overflows, what leaks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

# Playwright's sync interface keeps an event loop in this thread; Django would refuse the database because of it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

REPOSITORY = Path(__file__).resolve().parents[2]
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",  # no process that paints as a graphics card would: nobody looks
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PDF_VIEWER = (
    "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/",
    "chrome://resources/",
)  # inside Chromium
STRIDE, LOST = 8, 4  # Tabs between two looks; looks without anything new: there is nothing more to come
SPARE = 400  # Tabs beyond one for each thing that can be used: there are documents within the page
SETTLE = 100  # ms for a document within the page (the PDF viewer is a process of its own) to catch up with the Tabs
PHONE, SMALL, DESK = (390, 844), (320, 640), (1366, 768)

REMEMBER_CLICK_HANDLERS = """
(() => {
  window.__clickable = new Set();
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (["click", "mousedown", "pointerdown"].includes(kind) && this instanceof Element) window.__clickable.add(this);
    return add.call(this, kind, ...rest);
  };
  addEventListener("securitypolicyviolation", (event) => {
    console.error("CSP: " + event.violatedDirective + " " + event.blockedURI);
  });
})()
"""
CLICKABLE = """
() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]");
  const usable = "a[href],button:not([disabled]),input:not([type=hidden]):not([disabled]),select,textarea,summary";
  window.__expected = [...document.querySelectorAll(usable)].filter(seen);
  window.__handled = [...window.__clickable, ...document.querySelectorAll("[onclick]")]
    .filter((one) => one.isConnected && seen(one) && !one.matches("label,dialog"));
  // A page may open with the focus in the middle (the clerk's scan box): the walk begins at the very start all the same.
  const start = document.createElement("span");
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus({ preventScroll: true });
  start.remove();
  window.__reached = new Set();
  window.__again = false;
  if (!("__last" in window)) document.addEventListener("focusin", ({ target }) => {
    if (window.__reached.has(target) && target !== window.__last) window.__again = true;
    window.__reached.add(target);
    window.__last = target;
  });
  window.__last = null;
  return window.__expected.length;
}
"""
UNREACHED = """
() => {
  const group = (one) => one.type === "radio"
    ? [...document.getElementsByName(one.name)].filter((other) => other.form === one.form) : [one];
  const reached = (one) => group(one).some((other) => window.__reached.has(other));
  const inside = (one) => [...window.__reached].some((other) => one.contains(other));
  const show = (one) => one.outerHTML.slice(0, 120);
  return [...window.__expected.filter((one) => !reached(one)), ...window.__handled.filter((one) => !inside(one))].map(show);
}
"""
OWN = "() => [...document.querySelectorAll('iframe')].some((one) => one.checkVisibility())"
WITHIN = "() => document.activeElement instanceof HTMLIFrameElement"
DUPLICATE_IDS = """
() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}
"""
# What has to be put right is told first, before the page's own heading: the summary of errors is outside its outline.
HEADINGS = """
() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
  .filter((one) => one.checkVisibility() && !one.closest("[data-error-summary]")).map((one) => Number(one.tagName[1]))
"""
TEXT_SPACING = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
  document.adoptedStyleSheets = [sheet];
}
"""


@cache
def executable() -> str | None:
    """Where Chromium is: CHROMIUM, or the system's."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page and everything it complained about or asked of other hosts."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Goes to a path of the site and waits until it is quiet."""
        self.page.goto(self.origin + path, wait_until="load")
        return self.page

    def _on_console(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", *PDF_VIEWER)):
            self.complaints.append(f"{self.page.url}: off-origin {request.url}")

    def _on_answer(self, response: Any) -> None:
        if response.status >= 400 and response.url.startswith(self.origin + "/static/"):
            self.complaints.append(f"{self.page.url}: {response.status} {response.url}")

    def watch(self) -> "Visit":
        """Begins to listen."""
        self.page.add_init_script(REMEMBER_CLICK_HANDLERS)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_answer)
        return self


@contextmanager
def visit(
    browser: Browser, *, origin: str, size: tuple[int, int] = DESK, javascript: bool = True, **options: Any
) -> Iterator[Visit]:
    """A visitor of his own (own cookies), speaking Chinese."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=javascript,
        reduced_motion="reduce",
        **options,
    )
    try:
        yield Visit(context.new_page(), origin).watch()
    finally:
        context.close()


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """What axe-core objects to: one line per rule and element."""
    page.evaluate(_axe_source())
    found = page.evaluate(
        # A document within the page is looked at as a page of its own; axe would wait half a second for its answer.
        """(tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"], iframes: false })
            .then((r) => r.violations)""",
        AXE_TAGS,
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def tab_reach(page: Page, *, spare: int = SPARE) -> list[str]:
    """Walks the page with Tab alone; returns what can be clicked and was not reached.

    The walk ends when all was reached, or something a second time. Past the last thing the focus is nowhere for one
    step: that ends nothing. Where a document of its own stands within the page (the PDF viewer, a process of its own),
    a Tab that it let pass late starts again from it, at things reached before: such a page gets all the Tabs there
    are, and only what none of them reached is missed.
    """
    most = int(page.evaluate(CLICKABLE)) + spare
    patient = bool(page.evaluate(OWN))
    missed, same = list(page.evaluate(UNREACHED)), 0
    for _ in range(most // STRIDE):
        for _ in range(STRIDE):
            page.keyboard.press("Tab")
        before, missed = missed, list(page.evaluate(UNREACHED))
        same = same + 1 if missed == before else 0
        over = same == LOST or page.evaluate("window.__again")
        if not missed or (over and not patient):
            break
        if page.evaluate(WITHIN):
            page.wait_for_timeout(SETTLE)
    return missed


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than the window (0 is right)."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def duplicate_ids(page: Page) -> list[str]:
    """Ids that stand more than once."""
    return list(page.evaluate(DUPLICATE_IDS))


def heading_faults(page: Page) -> list[str]:
    """One h1, first; no level skipped on the way down."""
    levels = page.evaluate(HEADINGS)
    skipped = [f"h{a} then h{b}" for a, b in pairwise(levels) if b > a + 1]
    return skipped if levels.count(1) == 1 and levels[0] == 1 else [*skipped, f"h1 in {levels}"]


def spread_text(page: Page) -> None:
    """The text spacing of WCAG 1.4.12."""
    page.evaluate(TEXT_SPACING)


def sideways(page: Page, size: tuple[int, int]) -> list[str]:
    """Whether the open page, made this small and then spread, has to be scrolled sideways; puts the size back."""
    before = page.viewport_size
    page.set_viewport_size({"width": size[0], "height": size[1]})
    plain = overflow(page)
    spread_text(page)
    spread = overflow(page)
    page.set_viewport_size(before or {"width": DESK[0], "height": DESK[1]})
    found = [("at", plain), ("with spread text at", spread)]
    return [f"{pixels} px too wide {how} {size[0]} px" for how, pixels in found if pixels]


def faults(page: Page) -> list[str]:
    """All that any page must be free of, in one list."""
    language = [] if page.evaluate("document.documentElement.lang") == "zh-CN" else ["lang is not zh-CN"]
    wide = [f"{overflow(page)} px too wide"] if overflow(page) else []
    ids = [f"id twice: {one}" for one in duplicate_ids(page)]
    return axe(page) + language + wide + ids + heading_faults(page)
