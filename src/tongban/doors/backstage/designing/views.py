"""设计器的页面：一部分一页，一行一张小表；边写边存、退回一步、手机上的样子。"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.doors.backstage.designing import outline, parts, previews, trying
from tongban.doors.backstage.designing.work import Spot, Work, opened, save
from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.downloads import pdf_answer
from tongban.foundation.http.input import BadInput, json_body, small_number
from tongban.foundation.pages.forms import sheet
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.licences import queries as licences

require_form = require_http_methods(["GET", "HEAD", "POST"])
FIRST = "basics"


@require_safe
def design(request: HttpRequest, uid: str) -> HttpResponse:
    """设计一个事项：从基本信息写起。"""
    return redirect(opened(request, uid).url("design_part", FIRST))


@require_form
def part(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """一部分：单张的表直接填，有行的列出各行。"""
    work, spot = opened(request, uid), _spot(name)
    if request.method == "POST" and not spot.pane.rows:
        return _sheet_sent(work, spot, here=work.url("design_part", name))
    return _part_page(work, spot)


@require_POST
def rows(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """加一行、挪一行、去一行。"""
    work, pane = opened(request, uid), parts.pane(name)
    if pane is None or not pane.rows:
        raise Http404
    part_of = pane.within or name
    if request.POST.get("do") == "add":
        told, written = outline.add(work, pane, request.POST)
        return redirect(
            work.url("design_part", part_of) + "#rows" if written else work.url("design_row", name, told)
        )
    work.change(outline.rearranged(work, Spot(pane, request.POST.get("row", "")), request.POST.get("do", "")))
    return redirect(f"{work.url('design_part', part_of)}#rows")


@require_form
def row(request: HttpRequest, uid: str, name: str, told: str) -> HttpResponse:
    """一行：一份材料、一栏、一个情形问题……"""
    work, spot = opened(request, uid), _spot(name, told)
    if request.method != "POST":
        return _row_page(work, spot)
    return _sheet_sent(work, spot, here=work.url("design_row", name, told))


@require_POST
def autosave(request: HttpRequest, uid: str, name: str, told: str = "") -> HttpResponse:
    """边写边存：答复新的改动次数、几时存的、哪几栏没有存、别人正在写的。"""
    work, spot, sent = opened(request, uid), _spot(name, told), json_body(request)
    if not isinstance(sent, dict) or not isinstance(sent.get("changes"), dict):
        raise BadInput(why=gettext("缺少改动"))
    given = sheet.read(sent["changes"], work.sheet(spot).version)
    saved = save(work, spot, given, base=small_number(sent.get("base"), otherwise=work.draft.revision))
    now = work.fresh()
    shown = now.sheet(spot).values
    answer = {
        "revision": saved.revision,
        "saved": f"{arrived(request):%H:%M}",
        "conflicts": {path: _theirs(spot, path, shown) for path in given if _stem(path) in saved.disputed},
        "elsewhere": {},
        "problems": {path: says for path, says in saved.problems.items() if path in given},
        "others": outline.others(now),
        "golden": trying.golden(now),
    }
    return JsonResponse(answer)


@require_POST
def step(request: HttpRequest, uid: str, way: str) -> HttpResponse:
    """退回一步，或者重做一步。"""
    work = opened(request, uid)
    act = catalogue_acts.undo_revision if way == "back" else catalogue_acts.redo_revision
    try:
        act(version_uid=uid, based_on=work.draft.revision, by=officer_of(request), at=arrived(request))
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
    else:
        messages.success(request, gettext("已退回一步") if way == "back" else gettext("已重做一步"))
    return redirect("backstage:design_part", uid, _came_from(request))


@require_safe
def preview(request: HttpRequest, uid: str, what: str) -> HttpResponse:
    """手机上的样子：申请表、办事指南、结果；只在设计器的框里显示。"""
    work = opened(request, uid)
    template, facts = previews.seen(work, what, request.GET)
    response = render(request, template, facts)
    response.headers["Content-Security-Policy"] = previews.FRAMED
    return response


@require_safe
def specimen(request: HttpRequest, uid: str) -> HttpResponse:
    """样张：照真的模板排出来的 PDF，盖样张水印。"""
    version = catalogue.read_sketch(opened(request, uid).content)
    content = licences.specimen_pdf(version=version, at=arrived(request))
    return pdf_answer(request, content, name=gettext("样张"), plain="specimen")


def _spot(name: str, told: str = "") -> Spot:
    pane = parts.pane(name)
    if pane is None or (pane.rows and pane.within and not told):
        raise Http404
    return Spot(pane, told)


def _part_page(work: Work, spot: Spot) -> HttpResponse:
    facts = outline.page(work, spot) | outline.listing(work, spot.pane)
    if spot.pane.rows:
        return backstage_page(work.request, "backstage/design/rows.html", **facts)
    return backstage_page(work.request, "backstage/design/sheet.html", **facts, **_sheet_facts(work, spot))


def _row_page(work: Work, spot: Spot, **more: Any) -> HttpResponse:
    facts = outline.page(work, spot) | _sheet_facts(work, spot)
    return backstage_page(work.request, "backstage/design/sheet.html", **facts, **more)


def _sheet_facts(work: Work, spot: Spot, **given: Any) -> dict[str, Any]:
    shown = work.sheet(spot, notes=outline.notes(work, spot), **given)
    laid = shown.parts(shown.version.form)
    return {"parts": laid, "base": work.draft.revision, "errors": sheet.summary(laid)}


def _sheet_sent(work: Work, spot: Spot, *, here: str) -> HttpResponse:
    """Saved as far as it is fit; what is not stays on the page with its sentence."""
    request = work.request
    given = sheet.read(request.POST, work.sheet(spot).version)
    if gone := request.POST.get("remove"):
        given |= sheet.without_row({**work.sheet(spot).values, **given}, gone)
    try:
        saved = save(
            work, spot, given, base=small_number(request.POST.get("base"), otherwise=work.draft.revision)
        )
    except Refusal as refusal:
        facts = _sheet_facts(work, spot, given=given)
        messages.error(request, f"{refusal}。{refusal.advice}")
        return backstage_page(
            request, "backstage/design/sheet.html", status=refusal.status, **outline.page(work, spot), **facts
        )
    return _after_saving(work.fresh(), spot, given, saved, here=here)


def _after_saving(work: Work, spot: Spot, given: Any, saved: Any, *, here: str) -> HttpResponse:
    more = work.request.POST.get("more", "")
    if saved.disputed:
        messages.warning(work.request, outline.disputed(spot, saved.disputed))
    if more or "remove" in work.request.POST or saved.problems or saved.disputed:
        shown = {path: value for path, value in given.items() if path in saved.problems}
        problems = {} if more else saved.problems
        facts = outline.page(work, spot) | _sheet_facts(work, spot, given=shown, more=more, problems=problems)
        return backstage_page(work.request, "backstage/design/sheet.html", **facts)
    messages.success(work.request, gettext("已保存"))
    return redirect(outline.onward(work, spot) if "next" in work.request.POST else here)


def _stem(path: str) -> str:
    return path.partition(".")[0]


def _theirs(spot: Spot, path: str, shown: Any) -> dict[str, Any]:
    return {"label": outline.label_of(spot.pane, path), "theirs": sheet.texts(shown.get(path))}


def _came_from(request: HttpRequest) -> str:
    told = request.POST.get("part", "")
    return told if parts.pane(told) and not parts.pane(told).within else FIRST  # type: ignore[union-attr]
