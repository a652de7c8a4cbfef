"""开放数据：已发布的目录，JSON 和 CSV，地址不变、可以缓存；某一天以来的变化。"""

import csv
import io
from dataclasses import asdict
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from tongban.foundation.http.arrival import arrived_on
from tongban.foundation.plain import to_plain
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.errors import DateUnreadable
from tongban.rooms.catalogue.words import ChangeLine, OpenItem, OpenPage

JSON_PAGE, CSV_PAGE = 200, 5000
LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
FRESH_SECONDS = 300


def _edition(request: HttpRequest, **kwargs: Any) -> str:
    """What is served changes with the catalogue, with the day, and with nothing else."""
    return f'W/"{queries.catalogue_edition()}-{_today(request).isoformat()}"'


def _today(request: HttpRequest) -> date:
    return arrived_on(request)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """说明：有哪些地址、哪些栏目、怎样翻页、怎样只取变化。"""
    return render(request, "api/open.html", {"columns": queries.open_columns().items()})


@require_safe
@cache_control(public=True, max_age=FRESH_SECONDS)
@condition(etag_func=_edition)
def catalogue_json(request: HttpRequest) -> JsonResponse:
    """目录（JSON）：有效的事项；带 ``since`` 只给那天以来的变化。"""
    page = _page(request, most=JSON_PAGE)
    told: dict[str, Any] = {"as_of": _today(request).isoformat(), "next": _next(request, page)}
    if "since" in request.GET:
        told["changes"] = [_change(line) for line in page.changes]
    else:
        told["items"] = [_told(item) for item in page.items]
    return _json(told)


@require_safe
@cache_control(public=True, max_age=FRESH_SECONDS)
@condition(etag_func=_edition)
def item_json(request: HttpRequest, code: str) -> JsonResponse:
    """一个事项（JSON）。"""
    return _json(_told(queries.open_item(code=code, on=_today(request))))


@require_safe
@cache_control(public=True, max_age=FRESH_SECONDS)
@condition(etag_func=_edition)
def catalogue_csv(request: HttpRequest) -> HttpResponse:
    """目录（CSV）：表头是要素的中文名；带 ``since`` 只给变化。 Safe to open: no cell is read as a formula."""
    page = _page(request, most=CSV_PAGE)
    written = io.StringIO()
    lines = csv.writer(written)
    rows = _changes(page) if "since" in request.GET else _items(page)
    lines.writerows([[_safe(cell) for cell in row] for row in rows])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    if following := _next(request, page):
        answer["Link"] = f'<{following}>; rel="next"'
    return answer


def _page(request: HttpRequest, *, most: int) -> OpenPage:
    on, after = _today(request), request.GET.get("after", "")[:400]
    if "since" not in request.GET:
        return queries.open_items(on=on, after=after, limit=most)
    since = _day(request.GET["since"])
    return queries.open_changes(since=since, on=on, after=after, limit=most)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise DateUnreadable(written=written[:20]) from None


def _next(request: HttpRequest, page: OpenPage) -> str | None:
    if not page.after:
        return None
    kept = {name: request.GET[name] for name in ("since",) if name in request.GET}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**kept, 'after': page.after})}")


def _told(item: OpenItem) -> dict[str, Any]:
    told = cast(dict[str, Any], to_plain({k: v for k, v in asdict(item).items() if k != "elements"}))
    return {**told, "url": _url(item.code), "elements": item.elements}


def _change(line: ChangeLine) -> dict[str, Any]:
    return {**cast(dict[str, Any], to_plain(line)), "change_zh": line.change.zh, "url": _url(line.code)}


def _url(code: str) -> str:
    return reverse("api:open_item", args=[code])


def _items(page: OpenPage) -> list[list[str]]:
    head = [*queries.open_columns().values(), "版次", "生效日期", "暂停办理"]
    return [
        head,
        *(
            [
                *queries.open_row(item),
                str(item.number),
                item.effective_on.isoformat(),
                "是" if item.paused else "否",
            ]
            for item in page.items
        ),
    ]


def _changes(page: OpenPage) -> list[list[str]]:
    rows = [[line.on.isoformat(), line.code, line.name, line.change.zh] for line in page.changes]
    return [["日期", "业务办理项编码", "事项名称", "变化"], *rows]


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is told to be text (OWASP: CSV injection)."""
    return f"'{cell}" if cell.startswith(LEADS_A_FORMULA) else cell


def _json(told: dict[str, Any]) -> JsonResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
