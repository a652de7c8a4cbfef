"""公布了的清单：一种清单的各份，一份的全部行（能找能筛），两份的出入；起草下一份，提前终止协议。"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.publishing.showing import head_facts, listing
from tongban.doors.backstage.shell import backstage_page, county_of, officer_of
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.http.input import small_number
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.errors import AgreementNotEnding, NoSuchList
from tongban.rooms.catalogue.words import BookKind, Ending, ListEdition

HERE = "backstage:lists"


@require_safe
def kind_page(request: HttpRequest, kind: str) -> HttpResponse:
    """一种清单：公布了的各份、正在写的、从哪里写起。"""
    book, region, by = _kind(kind), county_of(request), officer_of(request)
    editions = queries.list_editions(region=region, kind=book, on=arrived_on(request))
    facts: dict[str, Any] = {
        "kind": book,
        "editions": editions,
        "drafts": queries.list_drafts(region=region, kind=book, by=by),
        "writes": queries.may_write_lists(region=region, by=by),
        "latest": editions[0] if editions else None,
        "is_transfer": book is BookKind.TRANSFER,
    }
    return backstage_page(request, "backstage/publishing/kind.html", here=HERE, **facts)


@require_safe
def edition(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """一份清单。"""
    return _edition_page(request, _kind(kind), number)


@require_safe
def changes(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """这一份与另一份的出入。"""
    book, region = _kind(kind), county_of(request)
    other = small_number(request.GET.get("from"), otherwise=max(number - 1, 1))
    new, old = (queries.published_document(region=region, kind=book, number=n) for n in (number, other))
    names = queries.ListNames(region=region, on=arrived_on(request))
    facts = {
        "kind": book,
        "new": new,
        "old": old,
        "number": number,
        "tables": shown_changes(request, book, (old, new), names),
    }
    return backstage_page(request, "backstage/publishing/changes.html", here=HERE, **facts)


@require_POST
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """起草一份。"""
    book = _kind(kind)
    try:
        event = acts.start_list_draft(
            kind=book,
            region=county_of(request),
            after=request.POST.get("after", "")[:80],
            by=officer_of(request),
            at=arrived(request),
        )
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
        return redirect("backstage:list_kind", kind)
    return redirect("backstage:list_head", event.draft_uid)


@require_POST
def end_agreement(request: HttpRequest, number: int) -> HttpResponse:
    """提前终止一份协议；写得不对的说明白，写的还在。"""
    last, reason = request.POST.get("last", "").strip(), request.POST.get("reason", "")
    try:
        event = acts.end_agreement(
            region=county_of(request),
            number=number,
            ending=Ending(_day(last), reason),
            by=officer_of(request),
            at=arrived(request),
        )
    except NoSuchList:
        raise
    except Refusal as refusal:
        told = {"problem": f"{refusal}。{refusal.advice}", "last": last, "reason": reason}
        return _edition_page(request, BookKind.AGREEMENT, number, status=refusal.status, **told)
    messages.success(request, gettext("已登记：有效至 %(day)s") % {"day": event.last_on})
    return redirect("backstage:list_edition", BookKind.AGREEMENT.value, number)


def shown_changes(
    request: HttpRequest, kind: BookKind, documents: tuple[Any, Any], names: queries.ListNames
) -> list[dict[str, Any]]:
    """两份的出入，写成页面上的各行。"""
    found = []
    for table in queries.compared_lists(kind, *documents):
        shown = listing(kind, table.name, [], names=names, asked=request.GET)
        first = shown.columns[0][0]
        found.append(
            {
                "table": table,
                "heads": shown.heads,
                "added": [shown.cells(row) for row in table.added],
                "struck": [shown.cells(row) for row in table.struck],
                "changed": [(names.told(first, one.key), one) for one in table.changed],
            }
        )
    return found


def _edition_page(
    request: HttpRequest, book: BookKind, number: int, *, status: int = 200, **told: Any
) -> HttpResponse:
    region, on = county_of(request), arrived_on(request)
    editions = queries.list_editions(region=region, kind=book, on=on)
    this = next((each for each in editions if each.number == number), None)
    if this is None:
        raise NoSuchList
    document = queries.published_document(region=region, kind=book, number=number)
    names = queries.ListNames(region=region, on=on)
    facts: dict[str, Any] = {
        "kind": book,
        "this": this,
        "others": [each for each in editions if each.number != number],
        "head": head_facts(book, document, names),
        "tables": [
            (zh, listing(book, path, document[path], names=names, asked=request.GET))
            for path, zh in queries.list_tables(book)
        ],
        "pdf_url": _pdf_url(this, region),
        "writes": queries.may_write_lists(region=region, by=officer_of(request)),
    }
    return backstage_page(
        request, "backstage/publishing/edition.html", here=HERE, status=status, **facts, **told
    )


def _pdf_url(this: ListEdition, region: str) -> str:
    if this.kind is BookKind.LICENCE_LIST:
        return reverse("portal:licences_pdf", args=[region[:6], this.number])
    return reverse("portal:published_list_pdf", args=[region[:6], this.kind.value, this.number])


def _kind(slug: str) -> BookKind:
    if slug not in BookKind.slugs():
        raise Http404
    return BookKind.of(slug)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise AgreementNotEnding(why=f"日期“{written[:20]}”应写成 2026-01-31 这样") from error
