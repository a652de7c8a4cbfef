"""清单编制的查询：一种清单公布了的各份、其中一份的内容、正在写的草稿、可以挑进来的、代号叫什么。"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchList, NoSuchListDraft, NotYourItem
from tongban.rooms.catalogue.queries.licence_lists import latest, licence_lists
from tongban.rooms.catalogue.queries.list_books import list_documents
from tongban.rooms.catalogue.queries.lists import department_names, listed_documents, region_names, seen
from tongban.rooms.catalogue.rules import list_drafts as rules
from tongban.rooms.catalogue.rules.workbook import KEY
from tongban.rooms.catalogue.words import (
    BookKind,
    Ending,
    ListDraft,
    ListEdition,
    ListKind,
    Need,
    PickedItem,
    Seen,
    SeenItem,
)
from tongban.rooms.organisation.words import Actor

Document = Mapping[str, Any]


def list_editions(*, region: str, kind: BookKind, on: date) -> list[ListEdition]:
    """一种清单公布了的各份，新的在前 (at most three statements). 划转批次另有自己的页，不在这里。"""
    if kind is BookKind.LICENCE_LIST:
        return _licence_editions(region, on)
    if kind is BookKind.TRANSFER:
        return []
    rows = listed_documents(region=region, on=on)
    terms = _terms(region) if kind is BookKind.AGREEMENT else {}
    return [
        ListEdition(
            kind=kind,
            number=each.head.number,
            title=each.head.title,
            document_no=each.head.document_no,
            published_on=each.head.published_on,
            effective_on=each.head.effective_on,
            lines=each.lines,
            in_force=each.in_force,
            **terms.get(each.head.number, {}),
        )
        for each in rows
        if each.head.kind is ListKind.of(kind.value)
    ]


def _licence_editions(region: str, on: date) -> list[ListEdition]:
    listed = licence_lists(region=region)
    now = next((each.version for each in listed if each.effective_on <= on), 0)
    rows = {row.version: row for row in models.PublishedLicenceList.objects.filter(region=region)}
    return [
        ListEdition(
            kind=BookKind.LICENCE_LIST,
            number=each.version,
            title=each.title,
            document_no=each.document_no,
            published_on=rows[each.version].published_on,
            effective_on=each.effective_on,
            lines=each.total,
            in_force=each.version == now,
        )
        for each in listed
    ]


def _terms(region: str) -> dict[int, dict[str, Any]]:
    """Until when each agreement was signed, and whether it was ended before."""
    rows = models.Agreement.objects.select_related("document", "ending").filter(document__region=region)
    return {
        row.document.number: {"valid_to": row.valid_to, "ending": ending_of(row)}
        for row in rows.order_by("document__number")
    }


def ending_of(row: models.Agreement) -> Ending | None:
    """协议提前终止了没有 (none when ``ending`` is selected with the row, one statement otherwise)."""
    ending = getattr(row, "ending", None)
    return ending.facts() if ending else None


def published_document(
    *, region: str, kind: BookKind, document_no: str = "", number: int = 0
) -> dict[str, Any]:
    """公布了的一份，写成内容文件的样子，凭文号或者版次（批次、份数）。 Refuses: NoSuchList."""
    for place, document in enumerate(list_documents(region=region, kind=kind), start=1):
        told = document.get(rules.NUMBERS.get(kind, "number"), place)
        if document[KEY] == document_no or (not document_no and told == number):
            return document
    raise NoSuchList


def next_number(*, region: str, kind: BookKind) -> int:
    """下一份是第几 (one statement)."""
    if kind is BookKind.LICENCE_LIST:
        found = models.PublishedLicenceList.objects.filter(region=region).aggregate(last=Max("version"))
    elif kind is BookKind.TRANSFER:
        found = models.Transfer.objects.filter(region=region).aggregate(last=Max("no"))
    else:
        documents = models.ListDocument.objects.filter(region=region, kind=kind.value)
        found = documents.aggregate(last=Max("number"))
    return int(found["last"] or 0) + 1


def list_drafts(*, region: str, kind: BookKind, by: Actor) -> list[ListDraft]:
    """正在写的，最近改的在前；不管全区清单的人没有 (one statement, none for them)."""
    if not may_write_lists(region=region, by=by):
        return []
    rows = models.ListDraft.objects.filter(region=region, kind=kind.value).order_by("-edited_at")
    return [row.facts() for row in rows]


def may_write_lists(*, region: str, by: Actor) -> bool:
    """能不能编制公布清单：管全区事项的人才能。"""
    try:
        rules.manages(BookKind.LICENCE_LIST, region=region, by=by)
    except NotYourItem:
        return False
    return True


def list_draft(*, uid: str, by: Actor) -> ListDraft:
    """一份草稿；不归他管的就没有 (one statement). Refuses: NoSuchListDraft."""
    draft = models.ListDraft.found(uid).facts()
    if not may_write_lists(region=draft.region, by=by):
        raise NoSuchListDraft
    return draft


class ListNames:
    """代号叫什么，供清单的页面印名称：事项、清单编号、部门、区划；用到哪一种才问哪一种 (one statement a kind)."""

    def __init__(self, *, region: str, on: date) -> None:
        """哪个区划、哪一天的目录。"""
        self.region, self.on = region, on

    @cached_property
    def seen(self) -> Seen:
        """在用事项。"""
        return seen(region=self.region, on=self.on)

    @cached_property
    def departments(self) -> dict[str, str]:
        """部门。"""
        return department_names(region=self.region)

    @cached_property
    def counties(self) -> dict[str, str]:
        """同省的区县：协议的对方从这里选。"""
        found = region_names(region=self.region)
        return {code: name for code, name in found.items() if code[4:6] != "00" and code[6:] == "000000"}

    @cached_property
    def licences(self) -> dict[str, PickedItem]:
        """最后公布的一版许可清单上的条目。"""
        last = latest(region=self.region)
        return {e.no: PickedItem(e.no, e.name, e.organ, e.department) for e in (last.entries if last else ())}

    def told(self, name: str, value: str) -> str:
        """一列里的一个值叫什么；没有名称的为空。"""
        if name in ("item", "items"):
            found = self.seen.get(value)
            return found.name if found else ""
        if name == "licence_no":
            entry = self.licences.get(value)
            return entry.name if entry else ""
        if name == "partner":
            return self.counties.get(value, "")
        return self.departments.get(value, "") if name in ("department", "from", "to", "lead") else ""

    def to_pick(self, kind: BookKind, name: str) -> list[PickedItem]:
        """可以挑的：``item`` 是在用事项，``licence_no`` 是清单上还没有划转的条目。"""
        if name == "licence_no":
            taken = models.taken_licences(self.region)
            return [each for no, each in self.licences.items() if no not in taken]
        wanted = (each for each in self.seen.items if _fits(each, kind))
        return [PickedItem(each.key, each.name, each.organ, each.department) for each in wanted]

    def later(self, key: str) -> list[tuple[str, str, int]]:
        """一个事项容缺后补的材料：代号、名称、补正期限。"""
        item = self.seen.get(key)
        found = item.materials if item else ()
        return [(m.key, m.name, m.tolerant_days) for m in found if m.need is Need.LATER]


def _fits(item: SeenItem, kind: BookKind) -> bool:
    """An item with nothing that may come later is on no tolerance list; only what is applied for is agreed upon."""
    if kind is BookKind.TOLERANCE:
        return not item.on_the_spot and any(m.need is Need.LATER for m in item.materials)
    return item.task_type.applied_for or kind is BookKind.DUTY
