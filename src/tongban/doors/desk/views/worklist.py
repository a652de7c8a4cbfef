"""待办：一格一类，按剩余工作日从急到缓；扫号直接打开 (the worklist, most urgent first)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.doors.desk.shell import desk_page, officer_of, trays_of
from tongban.doors.desk.trays import Tray
from tongban.foundation.http.arrival import arrived_on
from tongban.rooms.cases import queries as cases
from tongban.rooms.cases.queries import WorkFilter

DIGITS_OF_A_NUMBER = 6
PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """待办：``tray`` 哪一格，``q`` 编号（打开办件）或事项名称里的词（筛选），``after`` 从哪里往后。"""
    asked = request.GET.get("q", "").strip()
    if looks_like_a_number(asked) and (found := cases.find_case(officer=officer_of(request), number=asked)):
        return redirect("desk:case", found)
    if looks_like_a_number(asked):
        messages.error(request, gettext("没有找到编号为“%s”的办件，请核对后再扫一次") % asked)
        asked = ""
    return _list(request, asked)


@require_safe
def open_next(request: HttpRequest) -> HttpResponse:
    """打开这一格里最急的一件。"""
    tray = _tray(request)
    state = tray.state if tray else None
    found = cases.next_for(officer=officer_of(request), on=arrived_on(request), state=state)
    if found is None:
        messages.success(request, gettext("这一格已经办完了"))
        return redirect("desk:home")
    return redirect(f"{reverse('desk:case', args=[found])}?tray={state or ''}")


def looks_like_a_number(text: str) -> bool:
    """像不像编号：数字够多；事项名称里没有这么多数字。"""
    return sum(letter.isdigit() for letter in text) >= DIGITS_OF_A_NUMBER


def _tray(request: HttpRequest) -> Tray | None:
    mine = trays_of(request)
    asked = request.GET.get("tray", "")
    busy = (tray for tray in mine if tray.waiting)
    return next((tray for tray in mine if tray.key == asked), next(busy, mine[0] if mine else None))


def _list(request: HttpRequest, asked: str) -> HttpResponse:
    tray = _tray(request)
    if tray is None:
        return desk_page(request, "desk/no_post.html")
    only = WorkFilter(state=tray.state, text=asked, after=request.GET.get("after", ""))
    rows = cases.worklist(officer=officer_of(request), on=arrived_on(request), only=only, limit=PAGE + 1)
    facts = {"tray": tray, "tabs": trays_of(request), "asked": asked, "rows": rows[:PAGE]}
    here = {"tray": tray.key} | ({"q": asked} if asked else {})
    older = f"?{urlencode(here | {'after': rows[PAGE - 1].after})}" if len(rows) > PAGE else ""
    return desk_page(request, "desk/worklist.html", here=tray.key, older_url=older, **facts)
