"""跟进：我的总览、办件、补正、撤回、文书、草稿、消息。"""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.doors.portal import belonging, caseview, rightsview, supplementing, whom
from tongban.doors.portal.application import opened
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.downloads import pdf_answer, stored_file
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.errors import MaterialsMissing, NoSuchDocument
from tongban.rooms.licences import queries as licences
from tongban.rooms.notices import queries as notices
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import MandateAct

require_form = require_http_methods(["GET", "HEAD", "POST"])
FEW, PAGE = 5, 20


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """我的：办件、草稿、证照、消息；还没核对身份的，先说怎么核对。"""
    if not request.applicant:  # type: ignore[attr-defined]
        standing = people.standing_of(account_id=request.user.pk or 0)
        return render(request, "portal/awaiting.html", {"standing": standing})
    return render(request, "portal/my.html", _overview(request))


def _overview(request: HttpRequest) -> dict[str, Any]:
    holder = whom.principal(request).ref
    whole = whom.covers_everything(request, MandateAct.VIEW)
    rows = caseview.listed(request, limit=FEW)
    return {
        "who": whom.principal(request),
        "cases": rows,
        "others": [] if rows else belonging.others_told(request),
        "waiting": [row for row in rows if row.is_waiting_for_me],
        "drafts": case_queries.my_drafts(by=whom.asker(request), limit=FEW),
        "licences": len(licences.wallet(holder=holder, at=arrived(request))) if whole else 0,
        "unread": notices.unread(holder=holder) if whole else 0,
        "rights": rightsview.open_rights(request) if whole else [],
    }


@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """我的办件，新的在前，一页一页往前翻。"""
    rows = case_queries.my_cases(
        applicants=(whom.principal(request).ref,), after=request.GET.get("after", "")[:120], limit=PAGE + 1
    )
    shown = caseview.in_scope(request, rows[:PAGE])
    older = f"?after={quote(rows[PAGE - 1].after)}" if len(rows) > PAGE else ""
    drafts = [] if request.GET.get("after") else case_queries.my_drafts(by=whom.asker(request))
    page = {"cases": shown, "older": older, "drafts": drafts}
    if not (shown or drafts or older or request.GET.get("after")):
        page["others"] = belonging.others_told(request)
    return render(request, "portal/my_cases.html", page)


@require_safe
@belonging.case
def my_case(request: HttpRequest, case_no: str) -> HttpResponse:
    """我的一个办件：时间线、应办结日和怎么算的、文书、材料、补正、撤回。"""
    found = caseview.mine(request, case_no)
    page = caseview.own_page(found)
    page["licences"] = licences.of_case(case_no=case_no, at=arrived(request)) if found.is_granted else []
    page["right"] = rightsview.right_of(request, case_no) if found.is_closed else None
    return render(request, "portal/my_case.html", page)


@require_safe
@belonging.case
def my_document(request: HttpRequest, case_no: str, uid: str) -> HttpResponse:
    """文书（PDF）。"""
    found = caseview.mine(request, case_no)
    document = next((one for one in found.documents if one.uid == uid), None)
    if document is None:
        raise NoSuchDocument
    name = f"{document.title}-{document.number}"
    return pdf_answer(request, cases.document_pdf(uid=uid), name=name)


@require_safe
@belonging.case
def my_material(request: HttpRequest, case_no: str, key: str) -> HttpResponseBase:
    """看自己交的一份材料。"""
    caseview.mine(request, case_no)
    line = case_queries.material_file(case_no=case_no, key=key, by=whom.asker(request))
    return stored_file(line.digest, kind=line.kind, name=line.file_name)


@require_POST
def withdraw(request: HttpRequest, case_no: str) -> HttpResponse:
    """撤回申请。"""
    caseview.mine(request, case_no, MandateAct.APPLY)
    reason = request.POST.get("reason", "")[:200]
    cases.withdraw(case_no=case_no, by=whom.asker(request), reason=reason, at=arrived(request))
    messages.success(request, gettext("已撤回申请。需要时可以重新申请。"))
    return redirect("portal:my_case", case_no)


@require_POST
def start_supplement(request: HttpRequest, case_no: str) -> HttpResponse:
    """开始补正：开过的接着办。"""
    found = caseview.mine(request, case_no, MandateAct.APPLY)
    uid = cases.start_supplement(case_no=case_no, by=whom.asker(request), at=arrived(request))
    return redirect(supplementing.first_page(found, uid))


@require_form
@belonging.case
def supplement(request: HttpRequest, case_no: str, uid: str) -> HttpResponse:
    """补正：逐份上传，一次提交；没收下的说明原因，收下的留着。"""
    found = caseview.mine(request, case_no, MandateAct.APPLY)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = supplementing.hand_in(request, uid, {line.key for line in found.defects})
        errors = errors or _supplemented(request, case_no)
        if not errors:
            messages.success(request, gettext("补正材料已提交，受理期限从今天重新计算。"))
            return redirect("portal:my_case", case_no)
    wanted = supplementing.wanted(request, found, uid, errors)
    listed = [{"text": text, "href": f"#m-{key}" if key else ""} for key, text in errors.items()]
    page = {**caseview.own_page(found), "wanted": wanted, "errors": listed}
    return render(request, "portal/supplement.html", page)


def _supplemented(request: HttpRequest, case_no: str) -> dict[str, str]:
    try:
        cases.supplement(case_no=case_no, by=whom.asker(request), at=arrived(request))
    except MaterialsMissing as refusal:
        return {"": gettext("{why}。请选好文件再提交。").format(why=refusal)}
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return {"": f"{refusal}。{refusal.advice}"}
    return {}


@require_safe
@belonging.application
def continue_draft(request: HttpRequest, uid: str) -> HttpResponse:
    """接着填：从没办完的那一步。"""
    return redirect(opened(request, uid).first_open())


@require_POST
def discard_draft(request: HttpRequest, uid: str) -> HttpResponse:
    """丢弃草稿。"""
    cases.discard_draft(draft_uid=uid, by=whom.asker(request))
    messages.success(request, gettext("草稿已丢弃。"))
    return redirect("portal:my_cases")
