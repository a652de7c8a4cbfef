"""Owns how a person goes through the pages in a journey: by mouse or by keyboard alone, counted and looked over on the way."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.doors.browser import Visit, faults, tab_reach

PACKED = ("text/", "application/javascript", "application/json", "image/svg+xml")
FOCUSED = "(one) => one === document.activeElement"
SAME_GROUP = """
(one) => {
  const at = document.activeElement;
  return one.type === "radio" && at && at.type === "radio" && at.name === one.name && at.form === one.form;
}
"""


@dataclass(frozen=True)
class Budget:
    """A line of the table of journey budgets; None: not limited."""

    pages: int
    typed: int | None
    taps: int
    kilobytes: int | None = None


# The table of journey budgets (pages, typed fields, taps, kilobytes on a first visit).
APPLYING = Budget(pages=5, typed=8, taps=15, kilobytes=200)
CORRECTING = Budget(pages=3, typed=0, taps=6)
RETYPING = Budget(pages=3, typed=1, taps=6)  # where what must be put right is itself a typed field
DECIDING = Budget(pages=1, typed=0, taps=4)
ACCEPTING = Budget(pages=1, typed=None, taps=25, kilobytes=200)
VERIFYING = Budget(pages=1, typed=0, taps=1, kilobytes=40)
RATING = Budget(pages=1, typed=0, taps=2, kilobytes=40)
ASKING = Budget(pages=2, typed=2, taps=4, kilobytes=60)
SHOWING = Budget(pages=2, typed=0, taps=2, kilobytes=60)


@dataclass
class Spent:
    """What a stretch of the way has cost so far."""

    pages: int = 0
    typed: int = 0
    taps: int = 0
    bytes: int = 0

    def over(self, budget: Budget) -> list[str]:
        """What went over the budget; empty when all was kept."""
        limits = {"pages": budget.pages, "typed": budget.typed, "taps": budget.taps}
        limits["bytes"] = budget.kilobytes and budget.kilobytes * 1000
        return [
            f"{name}: {getattr(self, name)} > {most}"
            for name, most in limits.items()
            if most is not None and getattr(self, name) > most
        ]


@dataclass
class Walk:
    """One person with a browser of his own. ``look`` says what is examined on every page he comes to."""

    visit: Visit
    look: Callable[[Page], list[str]] = lambda page: []
    spent: Spent = field(default_factory=Spent)
    found: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(10_000)
        self.page.on("response", self._on_answer)

    @property
    def page(self) -> Page:
        return self.visit.page

    def start_counting(self) -> None:
        """A new stretch: the page he stands on is its first."""
        self.spent = Spent(pages=1)

    def open(self, address: str) -> None:
        """Opens an address that was scanned, sent to him, or typed: the first page of a stretch."""
        self.spent = Spent()
        path = address.removeprefix(self.visit.origin)
        self.visit.open(path)
        self._arrived()

    def tap(self, what: str | Locator) -> None:
        """Presses something that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self._press(self._one(what))
        self.spent.taps += 1
        self._arrived()

    def finish(self, what: str | Locator) -> None:
        """The last press of a stretch: the page it leads to is the answer, and counts no more."""
        self.tap(what)
        self.spent.pages -= 1

    def touch(self, what: str | Locator) -> None:
        """Presses something on the page: opens a fold, ticks a box."""
        self._press(self._one(what))
        self.spent.taps += 1

    def pick(self, what: str | Locator) -> None:
        """Chooses one of the answers of a form: what he says, not a tap besides."""
        self._press(self._one(what))

    def type(self, what: str | Locator, text: str) -> None:
        """Types into a field."""
        self._write(self._one(what), text)
        self.spent.typed += 1

    def hand_in(self, what: str | Locator, *, content: bytes, name: str = "图.pdf") -> None:
        """Chooses a file."""
        kind = {".pdf": "application/pdf", ".png": "image/png"}[Path(name).suffix]
        file: Any = {"name": name, "mimeType": kind, "buffer": content}
        with self.page.expect_file_chooser() as chooser:
            self._press(self._one(what))
        chooser.value.set_files(file)

    def download(self, what: str | Locator) -> bytes:
        """What stands behind a link, as the browser with its session gets it."""
        address = self._one(what).get_attribute("href") or ""
        answer = self.page.context.request.get(self.visit.origin + address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()

    def _one(self, what: str | Locator) -> Locator:
        return self.page.locator(what).first if isinstance(what, str) else what

    def _press(self, what: Locator) -> None:
        what.click()

    def _write(self, what: Locator, text: str) -> None:
        what.fill(text)

    def _arrived(self) -> None:
        self.spent.pages += 1
        path = self.page.url.removeprefix(self.visit.origin)
        self.found += [f"{path}: {fault}" for fault in self.look(self.page)]

    def _on_answer(self, response: Any) -> None:
        """Counts bytes as a front server sends them: text packed (the test's own server does not pack)."""
        if response.status in (301, 302, 303) or not response.url.startswith(self.visit.origin):
            return
        kind = response.headers.get("content-type", "")
        try:
            body = response.body()
        except Exception:  # a page that was left before it was all there
            return
        self.spent.bytes += len(gzip.compress(body, 6)) if kind.startswith(PACKED) else len(body)


class KeyboardWalk(Walk):
    """The same person without a mouse: Tab, arrows, space and Enter."""

    def _press(self, what: Locator) -> None:
        what = self._meant_by(what)
        kind = what.evaluate("(one) => one.type || one.tagName")
        if kind == "radio":
            self._arrow_to(what)
            return
        self._tab_to(what)
        self.page.keyboard.press("Space" if kind in ("checkbox", "file") else "Enter")

    def _meant_by(self, what: Locator) -> Locator:
        """A label stands for the control in it: only that one can have the focus."""
        return what.locator("input") if what.evaluate("(one) => one.tagName") == "LABEL" else what

    def _write(self, what: Locator, text: str) -> None:
        self._tab_to(what)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def _tab_to(self, what: Locator) -> None:
        for _ in range(400):
            if what.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {what}")

    def _arrow_to(self, what: Locator) -> None:
        for _ in range(400):
            if what.evaluate(SAME_GROUP):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(20):
            if what.evaluate(FOCUSED):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reached {what}")


def whole(page: Page) -> list[str]:
    """All that any page must be free of, and everything on it reached by Tab."""
    return faults(page) + [f"not reached by Tab: {one}" for one in tab_reach(page)]
