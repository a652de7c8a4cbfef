"""证照：我的证照、亮证、加注副本、谁都能核验。"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from tongban.doors.portal import belonging, whom
from tongban.foundation.crypto.tokens import normal_token
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.downloads import pdf_answer
from tongban.foundation.pages.templatetags.pages import zh_date
from tongban.foundation.refusal import NoSuch, Refusal
from tongban.rooms.cases import queries as cases
from tongban.rooms.licences import acts, queries
from tongban.rooms.licences.errors import NoSuchLicence
from tongban.rooms.licences.words import SHOWN_SECONDS
from tongban.rooms.people.words import MandateAct

DOCUMENT_CODE = 16  # letters; a licence's code is longer
LONGEST_TOKEN = 400
USES = 10


@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """我的证照。"""
    holder = whom.principal(request).ref
    whole = whom.covers_everything(request, MandateAct.VIEW)
    cards = queries.wallet(holder=holder, at=arrived(request)) if whole else []
    others = [] if cards else belonging.others_told(request)
    return render(request, "portal/wallet.html", {"cards": cards, "whole": whole, "others": others})


def _holder(request: HttpRequest) -> str:
    """Refuses: NoSuchLicence, to an agent whose mandate is for some items only."""
    if not whom.covers_everything(request, MandateAct.VIEW):
        raise NoSuchLicence
    return whom.principal(request).ref


@require_safe
@belonging.licence
def licence(request: HttpRequest, uid: str) -> HttpResponse:
    """一张证：照面、亮证、副本、谁用过。"""
    holder = _holder(request)
    shown = queries.licence(uid=uid, holder=holder, at=arrived(request))
    uses = queries.uses(uid=uid, holder=holder)[:USES]
    page = {"licence": shown, "card": shown.card, "face": _face(shown), "uses": uses}
    return render(request, "portal/licence.html", page)


def _face(shown: queries.LicencePage) -> list[tuple[str, str]]:
    """What the face says and the page does not say already; issuer and date first printed where the face has none."""
    card = shown.card
    said = {card.number, card.valid_until_says, ""}
    face = [(label, text) for label, text in shown.face if text not in said]
    known = {text for _, text in face}
    more = ((gettext("发证机关"), card.issuer), (gettext("发证日期"), zh_date(card.issued_on)))
    return [*face, *((label, text) for label, text in more if text not in known)]


@require_POST
def show_code(request: HttpRequest, uid: str) -> HttpResponse:
    """亮证：一分钟的码，只能核验一次。"""
    holder, at = _holder(request), arrived(request)
    code = acts.show_code(uid=uid, by=whom.asker(request), at=at)
    card = queries.licence(uid=uid, holder=holder, at=at).card
    return render(request, "portal/show_code.html", {"code": code, "card": card, "seconds": SHOWN_SECONDS})


@require_safe
@belonging.licence
def licence_pdf(request: HttpRequest, uid: str) -> HttpResponse:
    """证照（PDF）。"""
    holder = _holder(request)
    card = queries.licence(uid=uid, holder=holder, at=arrived(request)).card
    return pdf_answer(request, queries.licence_pdf(uid=uid, holder=holder), name=card.name)


@require_POST
def copy_licence(request: HttpRequest, uid: str) -> HttpResponse:
    """制作加注副本。"""
    at, by = arrived(request), whom.asker(request)
    queries.licence(uid=uid, holder=_holder(request), at=at)
    try:
        acts.copy_for_purpose(uid=uid, purpose=request.POST.get("purpose", "")[:1000], by=by, at=at)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, f"{refusal}。{refusal.advice}")
    else:
        messages.success(request, gettext("副本已制好，在下面“副本”里打开。"))
    return redirect("portal:licence", uid)


@require_safe
@belonging.licence
def copy_pdf(request: HttpRequest, uid: str, copy: str) -> HttpResponse:
    """加注副本（PDF）。"""
    return pdf_answer(request, queries.copy_pdf(uid=copy, holder=_holder(request)), name=gettext("证照副本"))


@require_safe
def verify_typed(request: HttpRequest) -> HttpResponse:
    """核验：没法扫码的，照着输；证照和文书的码都认。"""
    typed = normal_token(request.GET.get("code", "")[:LONGEST_TOKEN])
    if not typed:
        return render(request, "portal/verify_typed.html")
    if len(typed) == DOCUMENT_CODE:
        return redirect("portal:verify_document", typed)
    return redirect("portal:verify", typed)


@require_GET
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """核验证照：真实有效、真实但不在有效状态、查无此证，各有各的说法；每查一次留一次痕，所以不答 HEAD。"""
    verdict = acts.verify(token=token[:LONGEST_TOKEN], at=arrived(request))
    return render(request, "portal/verdict.html", {"verdict": verdict, "at": arrived(request)})


@require_safe
def verify_document(request: HttpRequest, code: str) -> HttpResponse:
    """核验文书。"""
    try:
        found = cases.document_by_code(code=code)
    except NoSuch:
        found = None
    return render(request, "portal/document_verdict.html", {"found": found, "at": arrived(request)})
