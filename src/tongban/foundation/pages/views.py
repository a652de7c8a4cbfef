"""Owns the pages of this app: display choice, and the gallery of components with the small answers it needs."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.foundation.pages import display
from tongban.foundation.pages.errors import bad_request, csrf_failure, forbidden, not_found, server_error
from tongban.foundation.pages.gallery import catalogue, sample_forms

__all__ = [
    "bad_request",
    "component",
    "csrf_failure",
    "display_page",
    "display_set",
    "draft",
    "forbidden",
    "gallery",
    "not_found",
    "server_error",
    "sheet",
    "suggest",
]


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") else "/"


@require_GET
def display_page(request: HttpRequest) -> HttpResponse:
    """无障碍与显示设置：长辈版、字号、高对比度。"""
    return render(request, "pages/display.html", {"next": _next(request)})


@require_GET
@never_cache
def display_set(request: HttpRequest) -> HttpResponse:
    """记住显示方式，回到原来的页。"""
    response = redirect(_next(request))
    display.remember(response, display.chosen(request).with_choices(request.GET.dict()))
    return response


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """组件目录。"""
    return render(
        request, "gallery/index.html", {"components": catalogue.components(), "modes": catalogue.MODES}
    )


@require_http_methods(["GET", "POST"])
def component(request: HttpRequest, name: str) -> HttpResponse:
    """一个组件的各种状态；?mode=standard|elder|screen。"""
    shown = catalogue.components().get(name)
    mode = catalogue.MODES.get(request.GET.get("mode", "standard"))
    if shown is None or mode is None:
        raise Http404
    request.display = display.Display(**mode.display)  # type: ignore[attr-defined]
    facts: dict[str, Any] = {"component": shown, "mode": mode, "modes": catalogue.MODES} | shown.facts
    return render(request, shown.page, facts | sample_forms.facts(name, request.POST or None))


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """检索联想的样例。"""
    words = request.GET.get("q", "").strip()
    rows = catalogue.suggestions()
    found = [row for row in rows if words and (words in row["text"] or words in row["words"])]
    return JsonResponse(found[:6], safe=False)


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """自动保存的样例：收下，不留。"""
    return HttpResponse(status=204)


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """导出表格的样例。"""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sample.csv"'
    csv.writer(response).writerows(catalogue.sheet_rows())
    return response
