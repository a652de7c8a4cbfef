"""黄金样例：看一个事项的样例照最新一版跑得怎样，新增、照着另存、改、认可新结果、删去。"""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.golden import forms
from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import NoSuch, Refusal
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.errors import ContentInvalid
from tongban.rooms.catalogue.queries import GoldenSheet
from tongban.rooms.catalogue.words import GoldenCase, Verdict

SHEET, FORM, UNREADY = (f"backstage/golden/{name}.html" for name in ("sheet", "form", "unready"))


def _sheet(code: str) -> GoldenSheet:
    try:
        return queries.golden_sheet(item_code=code)
    except NoSuch as refusal:
        raise Http404 from refusal


@require_safe
def golden(request: HttpRequest, code: str) -> HttpResponse:
    """一个事项的黄金样例：各样例的结果和覆盖；编制中的一版还没有写全的，说等写全了再跑。"""
    try:
        sheet = _sheet(code)
    except ContentInvalid as refusal:
        return backstage_page(request, UNREADY, code=code, why=refusal)
    return backstage_page(request, SHEET, sheet=sheet, item=sheet.version)


def golden_form(request: HttpRequest, code: str) -> HttpResponse:
    """填一个样例：``like`` 照着另存，``uid`` 改那一个；先试跑看结果，再照结果存下。"""
    sheet = _sheet(code)
    if request.method != "POST":
        known = {result.case.uid: result.case for result in sheet.results}
        like, uid = known.get(request.GET.get("like", "")), known.get(request.GET.get("uid", ""))
        today = arrived(request).date()
        asked = forms.sheet_of(sheet.version, uid or like, today=today, copy=uid is None)
        return _form(request, sheet, asked)
    return _typed(request, sheet)


def _typed(request: HttpRequest, sheet: GoldenSheet) -> HttpResponse:
    asked = forms.sheet_typed(sheet.version, request.POST)
    try:
        given = forms.given_typed(sheet.version, request.POST)
    except ValueError:
        wrong = gettext("受理日期应为日期，例如 2026-03-02")
        return _form(request, sheet, replace(asked, problem=wrong), status=422)
    verdict = queries.golden_verdict(item_code=sheet.version.code, given=given)
    if request.POST.get("do") != "save":
        return _form(request, sheet, asked, verdict)
    case = GoldenCase(name=asked.name, given=given, expects=verdict, uid=asked.uid)
    try:
        _save(request, sheet.version.code, case)
    except Refusal as refusal:
        problem = f"{refusal}。{refusal.advice}"
        return _form(request, sheet, replace(asked, problem=problem), verdict, status=422)
    return redirect("backstage:golden", sheet.version.code)


def _form(
    request: HttpRequest,
    sheet: GoldenSheet,
    asked: forms.Sheet,
    verdict: Verdict | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    names = {m.key: m.name for m in sheet.version.materials}
    facts = {"item": sheet.version, "asked": asked, "verdict": verdict}
    materials = [names.get(key, key) for key in verdict.materials] if verdict else []
    return backstage_page(request, FORM, status=status, verdict_materials=materials, **facts)


def _save(request: HttpRequest, code: str, case: GoldenCase) -> None:
    acts.save_golden_case(item_code=code, case=case, by=officer_of(request), at=arrived(request))
    messages.success(
        request, gettext("样例“%(name)s”已经存下，以后每一版发布之前都要跑它") % {"name": case.name}
    )


@require_POST
def golden_step(request: HttpRequest, code: str, uid: str, act: str) -> HttpResponse:
    """对一个样例办一步：``accept`` 认可现在的结果，``remove`` 删去。"""
    found = [result for result in _sheet(code).results if result.case.uid == uid]
    if not found or act not in ("accept", "remove"):
        raise Http404
    try:
        if act == "remove":
            acts.remove_golden_case(uid=uid, by=officer_of(request), at=arrived(request))
            messages.success(request, gettext("样例已经删去"))
        else:
            _save(request, code, replace(found[0].case, expects=found[0].actual))
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
    return redirect("backstage:golden", code)
