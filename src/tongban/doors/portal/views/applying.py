"""申请：开始、情形、填表、边填边存、材料、核对、提交、确认。"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.doors.portal import beginning, belonging, handing, saving, supplementing, whom
from tongban.doors.portal import situation as situations
from tongban.doors.portal.application import CHECK, FORM, MATERIALS, SITUATION, Application, opened, sections
from tongban.doors.portal.checking import answer_rows, faults, summary_parts
from tongban.doors.portal.confirming import confirmation, new_key, receipt_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.downloads import pdf_answer, stored_file
from tongban.foundation.http.input import json_body
from tongban.foundation.pages import display
from tongban.foundation.pages.forms import sheet
from tongban.foundation.pages.settled.addresses import onward
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.errors import DraftConflict
from tongban.rooms.cases.words import Channel
from tongban.rooms.catalogue import queries as catalogue

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """开始申请：替谁办定了就开始，没定先定。"""
    version = catalogue.current(code=code)
    if not request.applicant:  # type: ignore[attr-defined]
        return redirect("portal:my")
    offered = beginning.offers(request, version)
    chosen = beginning.asked_for(request, offered)
    if request.method != "POST":
        return render(request, "portal/apply.html", beginning.page(request, version, offered))
    if chosen is None or chosen.why_not:
        return render(request, "portal/apply.html", beginning.page(request, version, offered, chosen))
    uid = beginning.start(request, version, chosen.way)
    return redirect(opened(request, uid).first_open())


@require_form
@belonging.application
def situation(request: HttpRequest, uid: str) -> HttpResponse:
    """情形：答完才知道要交哪些材料；不必办的，说去向。"""
    application = opened(request, uid)
    if elsewhere := application.elsewhere(SITUATION):
        return redirect(elsewhere)
    told, asked_all = dict(application.draft.answers), False
    if request.method == "POST":
        told, asked_all = situations.read(request.POST, application.version), True
        saving.keep_answers(application, request, told)
    shown = situations.situation(application.version, told, asked_all=asked_all)
    if asked_all and shown.complete and not shown.ends:
        return redirect(saving.onward(request, application, SITUATION))
    errors = [{"text": one.error, "href": f"#f-{one.name}"} for one in shown.asked if one.error]
    page = application.page(SITUATION, situation=shown, errors=errors, back=saving.back_of(request))
    return render(request, "portal/apply_situation.html", page)


@require_form
@belonging.application
def form(request: HttpRequest, uid: str) -> HttpResponse:
    """填表：存下每一栏，对不对在最后一起说；增减一组也是提交。"""
    application = opened(request, uid)
    if elsewhere := application.elsewhere(FORM):
        return redirect(elsewhere)
    if request.method == "POST":
        return _form_sent(request, application)
    checked = "checked" in request.GET
    problems = application.sheet(application.draft.values).checked()[1] if checked else {}
    return _form_page(request, application, application.draft.values, problems)


def _form_sent(request: HttpRequest, application: Application) -> HttpResponse:
    given = sheet.read(request.POST, application.version)
    try:
        saving.keep(application, request, given)
    except DraftConflict as conflict:
        typed = {**application.draft.values, **given}
        return _form_page(request, application, typed, saving.conflict_words(conflict), conflict)
    return redirect(
        saving.form_onward(request, application, given, one_by_one=_one_by_one(request, application))
    )


def _form_page(
    request: HttpRequest,
    application: Application,
    values: dict[str, Any],
    problems: dict[str, str],
    conflict: DraftConflict | None = None,
) -> HttpResponse:
    place = saving.place_of(request, application.version)
    filled = application.sheet(values, more=request.GET.get("more", ""), problems=problems)
    shown = sections(application.version, one_by_one=_one_by_one(request, application), place=place)
    parts = filled.parts(shown)
    page = application.page(
        FORM,
        parts=parts,
        place=place,
        said=supplementing.said_of_form(request, application.draft.supplements_no),
        errors=sheet.summary(parts),
        base=conflict.facts["revision"] if conflict else application.draft.revision,
        back=saving.back_of(request),
    )
    return render(request, "portal/apply_form.html", page)


def _one_by_one(request: HttpRequest, application: Application) -> bool:
    """In the large letters one section a page; a supplement shows all at once, as one looks for the one field to put right."""
    return display.chosen(request).is_elder and not application.draft.supplements_no


@require_POST
def save(request: HttpRequest, uid: str) -> JsonResponse:
    """边填边存：只存改了的栏；别处改过的不覆盖，两边的值都告诉页面。"""
    return JsonResponse(saving.autosave(request, uid, json_body(request)))


@require_form
@belonging.application
def materials(request: HttpRequest, uid: str) -> HttpResponse:
    """材料：每份各有状态；上传、移除、用以前交过的，都是提交。"""
    application = opened(request, uid)
    if elsewhere := application.elsewhere(MATERIALS):
        return redirect(elsewhere)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = handing.handle(request, application)
        if not errors:
            return redirect(handing.onward(request, application))
        application = opened(request, uid)
    rows = handing.rows(application, errors)
    listed = [{"text": text, "href": f"#m-{key}"} for key, text in errors.items()]
    page = application.page(MATERIALS, rows=rows, errors=listed, back=saving.back_of(request))
    return render(request, "portal/apply_materials.html", page)


@require_safe
@belonging.application
def check(request: HttpRequest, uid: str) -> HttpResponse:
    """核对：每一项都能改，改完直接回来；还差什么，一次说清。"""
    application = opened(request, uid)
    if elsewhere := application.elsewhere(CHECK):
        return redirect(elsewhere)
    page = application.page(
        CHECK,
        parts=summary_parts(application),
        asked=answer_rows(application),
        materials=handing.rows(application, {}, again=False),
        errors=faults(application),
        key=new_key(),
    )
    return render(request, "portal/apply_check.html", page)


@require_POST
def submit(request: HttpRequest, uid: str) -> HttpResponse:
    """提交：同一次提交来几遍都只成一个办件。"""
    key, by = request.POST.get("key", "")[:64] or new_key(), whom.asker(request)
    try:
        cases.receive(draft_uid=uid, key=key, by=by, channel=Channel.ONLINE, at=arrived(request))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(
            request, gettext("没有提交：{why}。{advice}").format(why=refusal, advice=refusal.advice)
        )
        return redirect("portal:apply_check", uid)
    return onward("portal:apply_done", uid)


@require_safe
@belonging.application
def done(request: HttpRequest, uid: str) -> HttpResponse:
    """确认：编号、查询码、二维码、接下来什么时候有什么；收藏了下次还能打开。"""
    application = opened(request, uid)
    if not application.draft.case_no:
        return redirect(application.first_open())
    crumbs = [{"text": gettext("首页"), "url": reverse("portal:home")}, {"text": gettext("已提交")}]
    return render(
        request,
        "portal/apply_done.html",
        {"crumbs": crumbs, **confirmation(application, at=arrived(request))},
    )


@require_safe
@belonging.application
def receipt(request: HttpRequest, uid: str) -> HttpResponse:
    """收件凭证（PDF）。"""
    application = opened(request, uid)
    if not application.draft.case_no:
        raise Http404
    document, short_no = receipt_of(application, at=arrived(request))
    name = gettext("收件凭证 {no}").format(no=short_no)
    content = cases.document_pdf(uid=document)
    return pdf_answer(request, content, name=name, plain=f"receipt-{short_no}")


@require_safe
def file(request: HttpRequest, uid: str, key: str) -> HttpResponseBase:
    """看自己交的一份材料；只当文件给，不许它在本站里跑。"""
    kept = case_queries.draft_file(draft_uid=uid, key=key, by=whom.asker(request))
    return stored_file(kept.digest, kind=kept.kind, name=kept.name)
