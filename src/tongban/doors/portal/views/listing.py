"""看清单：公布的清单的目录、每一份的全文和 PDF；不用登录 (open to everybody, as published documents are)."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.http.downloads import pdf_answer
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import ListKind, PrintedList

ROWS = 200


@require_safe
def published_lists(request: HttpRequest) -> HttpResponse:
    """清单目录：按种类，现行的在前。"""
    on = arrived_on(request)
    documents = catalogue.listed_documents(on=on)
    groups = [
        {"kind": kind, "documents": [each for each in documents if each.head.kind is kind]}
        for kind in ListKind
    ]
    facts = {"groups": [group for group in groups if group["documents"]], "crumbs": [_home(), _here()]}
    return render(request, "portal/published_lists.html", facts)


@require_safe
def published_list(request: HttpRequest, region: int, kind: str, number: int) -> HttpResponse:
    """一份清单的全文；行多的分页，每页接着上一页。"""
    shown = catalogue.printed_list(region=_region(region), kind=_kind(kind), number=number)
    first = _first(request.GET.get("after", ""))
    facts: dict[str, Any] = {
        "shown": shown,
        "head": shown.head,
        "rows": _rows(shown, first),
        "older_url": f"?after={first + ROWS}" if first + ROWS < len(shown.rows) else "",
        "newer_url": f"?after={max(0, first - ROWS)}" if first else "",
        "crumbs": [
            _home(),
            {**_here(), "url": reverse("portal:published_lists")},
            {"text": shown.head.title},
        ],
    }
    return render(request, "portal/published_list.html", facts)


@require_safe
def published_list_pdf(request: HttpRequest, region: int, kind: str, number: int) -> HttpResponse:
    """一份清单的正式文本。"""
    found = _kind(kind)
    pdf = catalogue.list_pdf(
        region=_region(region),
        kind=found,
        number=number,
        at=arrived(request),
    )
    return pdf_answer(request, pdf, name=f"{found.zh}-{number}", plain=f"{found.value}-{number}")


@dataclass(frozen=True)
class Cell:
    """一格：列名（窄屏上写在前面）、各行文字、可点的地址。"""

    column: str
    lines: list[str]
    url: str = ""


def _rows(shown: PrintedList, first: int) -> list[list[Cell]]:
    codes = shown.codes[first : first + ROWS]
    known = catalogue.listed(codes=[code for code in codes if code])
    rows = []
    for place, row in enumerate(shown.rows[first : first + ROWS]):
        code = codes[place] if place < len(codes) else ""
        url = reverse("portal:guide", args=[code]) if code in known else ""
        rows.append(
            [
                Cell(column.name, text.split("\n"), url if at == 1 else "")
                for at, (column, text) in enumerate(zip(shown.columns, row, strict=True))
            ]
        )
    return rows


def _kind(slug: str) -> ListKind:
    if slug not in ListKind.slugs():
        raise Http404
    return ListKind.of(slug)


def _region(six: int) -> str:
    return str(six)[:6].ljust(12, "0")


def _first(written: str) -> int:
    return min(int(written), 1_000_000) if written.isascii() and written.isdigit() else 0


def _home() -> dict[str, str]:
    return {"text": gettext("首页"), "url": reverse("portal:home")}


def _here() -> dict[str, str]:
    return {"text": gettext("公布的清单")}
