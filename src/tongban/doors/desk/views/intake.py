"""窗口收件的填写页：情形、申请表、材料一页填完，随填随存；收件、受理、当场办结一键到底 (one page, one key)."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.desk.intakepage import Asked, intake_page, sitting_of
from tongban.doors.desk.present import farewell
from tongban.doors.desk.shell import desk_page, officer_of
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.pages.forms import sheet
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries
from tongban.rooms.cases.queries import DraftView
from tongban.rooms.cases.words import Channel, Typed
from tongban.rooms.catalogue import queries as catalogue


@require_safe
def intake(request: HttpRequest, uid: str) -> HttpResponse:
    """填写页；``more`` 是要多一行的重复组。已经收过的去看那一件。"""
    draft = _draft(request, uid)
    if draft.case_no:
        return redirect("desk:case", draft.case_no)
    return _page(request, draft, more=request.GET.get("more", ""))


@require_POST
def save(request: HttpRequest, uid: str) -> JsonResponse:
    """随填随存（不含文件）。"""
    draft = _draft(request, uid)
    _save(request, draft)
    return JsonResponse({"saved": True})


@require_POST
def hand_in(request: HttpRequest, uid: str) -> HttpResponse:
    """交上来：先全部存好，再照所按的键办；办不下去的停在那一步，填的都在。"""
    draft = _draft(request, uid)
    if draft.case_no:
        return redirect("desk:case", draft.case_no)
    refused = _kept(request, draft)
    steps = sitting_of(request.POST.get("do", ""))
    if refused or steps is None:
        return _again(request, uid, refused)
    return _received(request, uid, steps)


def _draft(request: HttpRequest, uid: str) -> DraftView:
    return queries.draft(uid=uid, by=officer_of(request), at=arrived(request))


def _save(request: HttpRequest, draft: DraftView, changes: dict[str, Any] | None = None) -> None:
    version = catalogue.version(version_id=draft.version_id)
    typed = Typed(
        based_on=draft.revision,
        changes=sheet.read(request.POST, version) | (changes or {}),
        answers=Asked(version, {}).read(request.POST),
    )
    at = arrived(request)
    cases.save_draft(draft_uid=draft.uid, by=officer_of(request), typed=typed, at=at)


def _kept(request: HttpRequest, draft: DraftView) -> Refusal | None:
    """Everything typed, ticked and scanned is kept before anything is decided."""
    gone = request.POST.get("remove", "")
    try:
        _save(request, draft, sheet.without_row(draft.values, gone) if gone else None)
        for name, files in request.FILES.lists():
            _add(request, draft, name.removeprefix("file."), files)
        _tick(request, draft)
    except Refusal as refusal:
        return refusal
    return None


def _add(request: HttpRequest, draft: DraftView, key: str, files: Iterable[Any]) -> None:
    """What was scanned together is one material, page by page; scanned again, it takes the place of what was there."""
    by, at = officer_of(request), arrived(request)
    for place, file in enumerate(files):
        add = cases.add_page if place else cases.add_file
        add(draft_uid=draft.uid, by=by, key=key, file=cases.Upload(source=file, name=file.name), at=at)


def _tick(request: HttpRequest, draft: DraftView) -> None:
    """Paper that was ticked is handed in; what was unticked on this page is taken back."""
    by = officer_of(request)
    shown, ticked = set(request.POST.getlist("papers")), set(request.POST.getlist("paper"))
    before = {key for key, file in draft.files.items() if not file.digest}
    for key in sorted((ticked & shown) - before):
        cases.hand_in_paper(draft_uid=draft.uid, by=by, key=key, at=arrived(request))
    for key in sorted((shown - ticked) & before):
        cases.remove_file(draft_uid=draft.uid, by=by, key=key)


def _again(request: HttpRequest, uid: str, refused: Refusal | None) -> HttpResponse:
    if refused:
        messages.error(request, refusal_text(refused))
        return _page(request, _draft(request, uid), status=refused.status)
    more = request.POST.get("more", "")
    return redirect(reverse("desk:intake", args=[uid]) + (f"?more={more}#f-{more}" if more else ""))


def refusal_text(refusal: Refusal) -> str:
    """一句话，加下一步。"""
    return f"{refusal}。{refusal.advice}"


def _received(request: HttpRequest, uid: str, steps: Iterable[Any]) -> HttpResponse:
    at = arrived(request)
    by = officer_of(request)
    key = request.POST.get("key") or secrets.token_hex(16)
    try:
        received = cases.receive(draft_uid=uid, key=key, by=by, channel=Channel.WINDOW, at=at)
    except Refusal as refusal:
        messages.error(request, refusal_text(refusal))
        return _page(request, _draft(request, uid), asked_all=True, status=refusal.status)
    farewell(request)
    return _sat(request, received.case_no, steps)


def _sat(request: HttpRequest, case_no: str, steps: Iterable[Any]) -> HttpResponse:
    """Each step is an act and a transaction of its own; a refusal leaves the case where it is, and says so."""
    said = gettext("已收件")
    for step in steps:
        try:
            event = step.do(case_no=case_no, by=officer_of(request), at=arrived(request), **step.facts)
        except Refusal as refusal:
            messages.warning(request, said)
            messages.error(request, refusal_text(refusal))
            return redirect("desk:case", case_no)
        said = step.says(event)
    messages.success(request, said)
    return redirect(f"{reverse('desk:counter')}?case={case_no}")


def _page(
    request: HttpRequest, draft: DraftView, *, more: str = "", asked_all: bool = False, status: int = 200
) -> HttpResponse:
    facts = intake_page(draft, more=more, asked_all=asked_all, on=arrived_on(request))
    return desk_page(request, "desk/intake.html", here="counter", status=status, **facts)
