"""一份正在写的草稿：它的内容、谁在写、某一行的小表；存的时候与别人的改动合在一起。"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tongban.doors.backstage.designing import keeping, parts
from tongban.doors.backstage.designing.parts import Pane
from tongban.doors.backstage.shell import officer_of
from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived
from tongban.foundation.pages.forms.sheet import Sheet
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.errors import DraftBusy, EditedMeanwhile, NoSuchRow
from tongban.rooms.catalogue.words import Draft, LintFinding

Flat = Mapping[str, Any]
ATTEMPTS = 5
"""一刹那里别人又存了几次，就重读几次。"""


@dataclass(frozen=True)
class Spot:
    """正在写的地方：哪一部分，哪一行（``told`` 是网址里的代号或者序号，单张的表为空）。"""

    pane: Pane
    told: str = ""

    def at(self, content: Mapping[str, Any]) -> tuple[str, int]:
        """各行所在的地方和这一行的序号。 Refuses: NoSuchRow."""
        if self.pane.within == "form":
            return _field_place(content, self.told)
        at = self.pane.rows
        return at, catalogue.found_at(content, at, self.told, name=self.pane.key)

    def row(self, content: Mapping[str, Any]) -> Any:
        """这一行；单张的表是内容本身，或者内容里它指的那一行。 Refuses: NoSuchRow."""
        if self.pane.rows:
            return catalogue.row(content, *self.at(content))
        if self.pane.within_row:
            at, _, place = self.pane.within_row.rpartition(".")
            if not at:
                return content.get(place) or {}
            found = catalogue.rows(content, at)
            return found[int(place)] if int(place) < len(found) else {}
        return content

    def put(self, content: Mapping[str, Any], row: Any) -> dict[str, Any]:
        """换上改好的一行，得到新的内容。 Refuses: NoSuchRow."""
        if self.pane.rows:
            return catalogue.replaced(content, *self.at(content), row)
        if self.pane.within_row:
            at, _, place = self.pane.within_row.rpartition(".")
            if not at:
                return {**content, place: dict(row)}
            there = len(catalogue.rows(content, at)) > int(place)
            return (
                catalogue.replaced(content, at, int(place), row)
                if there
                else catalogue.added(content, at, {"template": [], **row})
            )
        return dict(row)


def _field_place(content: Mapping[str, Any], told: str) -> tuple[str, int]:
    for number, section in enumerate(catalogue.rows(content, "form")):
        for place, each in enumerate(section.get("fields", ())):
            if each.get("name") == told:
                return f"form.{number}.fields", place
    return "form.0.fields", catalogue.found_at(content, "form.0.fields", told, name="name")


@dataclass(frozen=True)
class Saved:
    """存好之后：改动次数、各栏的问题、与别人不一致而没有存的要素。"""

    revision: int
    problems: Mapping[str, str] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """一份草稿此刻的样子和正在写它的人。"""

    draft: Draft
    request: HttpRequest

    @property
    def uid(self) -> str:
        """草稿的键。"""
        return self.draft.uid

    @property
    def content(self) -> Mapping[str, Any]:
        """草稿的内容。"""
        return self.draft.content

    @cached_property
    def findings(self) -> Mapping[str, tuple[LintFinding, ...]]:
        """规范检查的结果，按内容里的地方。"""
        return catalogue.lint(content=self.content, on=law_date(arrived(self.request)))

    def url(self, name: str, *arguments: str) -> str:
        """设计器里的一页。"""
        return reverse(f"backstage:{name}", args=[self.uid, *arguments])

    def sheet(self, spot: Spot, *, given: Flat | None = None, **more: Any) -> Sheet:
        """这一行的小表：草稿里的，或者刚送来的 (``more``: as Sheet takes it). Refuses: NoSuchRow."""
        row = spot.row(self.content)
        before = str(row.get("name", "")) if spot.pane.name == "field" else ""
        asked = parts.asked(spot.pane, self.content, before=before)
        values = {**keeping.shown(spot.pane, row), **(given or {})}
        return Sheet(catalogue.read_form(asked), values, answers={}, rules=catalogue, **more)

    def fresh(self) -> "Work":
        """再读一次。"""
        return opened(self.request, self.uid)

    def change(self, content: Mapping[str, Any]) -> int:
        """存下整份改好的内容，答新的改动次数。 Refuses: as ``save_revision``."""
        event = catalogue_acts.save_revision(
            version_uid=self.uid,
            based_on=self.draft.revision,
            content=catalogue.settled(content),
            by=officer_of(self.request),
            at=arrived(self.request),
        )
        return event.revision if event else self.draft.revision


def save(work: Work, spot: Spot, given: Flat, *, base: int) -> Saved:
    """存下这一行送来的各栏：填错的不存并说明；别人同时改了别的要素的，合在一起。

    ``base`` is the revision that the page was built from. Refuses: as ``save_revision``, but not EditedMeanwhile.
    """
    for _ in range(ATTEMPTS):
        checked, problems = work.sheet(spot, given=given).checked()
        now = spot.row(work.content)
        began = _began(work, spot, base, now)
        row, disputed = _merged(
            began, now, keeping.kept(spot.pane, began, keeping.Sent(given, checked, problems))
        )
        try:
            return Saved(work.change(spot.put(work.content, row)), problems, disputed)
        except EditedMeanwhile:
            work = work.fresh()  # somebody saved between reading and writing: read what he made of it
    raise DraftBusy


def _began(work: Work, spot: Spot, base: int, now: Any) -> Any:
    """What the page was built from; if that is forgotten, what there is now."""
    if base == work.draft.revision:
        return now
    content = catalogue.content_at(version_uid=work.uid, revision=base)
    try:
        return spot.row(content) if content is not None else now
    except NoSuchRow:
        return now


def opened(request: HttpRequest, uid: str) -> Work:
    """打开一份草稿，让别人知道他在写；已经送审的不能再写。 Refuses: NoSuchVersion, WrongStage."""
    by, at = officer_of(request), arrived(request)
    draft = catalogue.draft(version_uid=uid, by=by, at=at)
    if draft.may_save:
        catalogue_acts.note_writer(version_uid=uid, by=by, at=at)
    return Work(draft, request)


def _merged(began: Any, now: Any, mine: Any) -> tuple[Any, tuple[str, ...]]:
    if isinstance(now, str):
        return mine, ()
    return catalogue.merged(began, now, mine)
