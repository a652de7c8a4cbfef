"""窗口收件的开头：这是谁、替谁办、办什么 (who is at the window, for whom, for which item)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.desk.counterforms import FirmForm, NumberForm, RegisterForm
from tongban.doors.desk.present import Present, farewell, present, welcome
from tongban.doors.desk.shell import desk_page, officer_of
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.identifiers import parse_identity_number, parse_uscc
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries
from tongban.rooms.cases.queries import CasePage
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Hit
from tongban.rooms.organisation.words import Officer, Role
from tongban.rooms.people import acts as people
from tongban.rooms.people import queries as known
from tongban.rooms.people.errors import NoSuchLegalPerson, NoSuchPerson
from tongban.rooms.people.words import VerificationMeans

FOUND = 6
WIDER = 30
PREFILLING = "窗口收件预填申请表"


@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """窗口收件；``case`` 是刚收的办件，印凭证用。"""
    return _page(request, done=_just_done(request))


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """扫证件：认得就请进来，不认得就登记；营业执照的代码是他替着办的单位。"""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, number=form, status=422)
    number = form.cleaned_data["number"]
    if parse_uscc(number).valid and not parse_identity_number(number).valid:
        return _firm_found(request, number)
    return _person_found(request, form, number)


@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """登记来窗口的人，当面核对证件原件。"""
    form = RegisterForm(request.POST)
    who = {"by": officer_of(request).actor, "at": arrived(request)}
    try:
        if form.is_valid():
            person_id = people.register_at_counter(registration=form.registration, **who)
            people.verify(person_id=person_id, means=VerificationMeans.COUNTER, account_id=None, **who)
            welcome(request, person_id=person_id)
            return redirect("desk:counter")
    except Refusal as refusal:
        form.add_error(None, f"{refusal}。{refusal.advice}")
    return _page(request, registering=form, status=422)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """已登记未核验的人，当面核对证件原件。"""
    if here := present(request):
        people.verify(
            person_id=here.person.id,
            means=VerificationMeans.COUNTER,
            account_id=None,
            by=officer_of(request).actor,
            at=arrived(request),
        )
    return redirect("desk:counter")


@require_POST
def register_firm(request: HttpRequest) -> HttpResponse:
    """照营业执照登记单位。"""
    form = FirmForm(request.POST)
    try:
        if form.is_valid():
            by, at = officer_of(request).actor, arrived(request)
            firm = people.register_legal_person(facts=form.facts, by=by, at=at)
            welcome(request, firm_id=firm.legal_person_id)
            return redirect("desk:counter")
    except Refusal as refusal:
        form.add_error(None, f"{refusal}。{refusal.advice}")
    return _page(request, founding=form, status=422)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """换一位。"""
    farewell(request)
    return redirect("desk:counter")


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """选定事项，开始填；说得不够准就列几个请他选。"""
    here = present(request)
    asked = request.POST.get("q", "").strip()
    found = _offered(officer_of(request), asked)
    chosen = request.POST.get("code") or _only(found, asked)
    if here is None or not chosen:
        return _page(request, found=found, asked=asked)
    try:
        uid = _started(request, here, chosen)
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
        return _page(request, found=found, asked=asked, status=refusal.status)
    return redirect("desk:intake", uid)


@require_safe
def items(request: HttpRequest) -> JsonResponse:
    """边打边提示，只提示本窗口能收的事项。"""
    found = _offered(officer_of(request), request.GET.get("q", ""))
    return JsonResponse([{"text": hit.name, "note": hit.department} for hit in found], safe=False)


def _started(request: HttpRequest, here: Present, code: str) -> str:
    at = arrived(request)
    officer = officer_of(request)
    firm_id = here.firm.id if here.firm else None
    known_facts = people.prefill_at_counter(
        person_id=here.person.id, legal_person_id=firm_id, purpose=PREFILLING, by=officer.actor, at=at
    )
    facts = here.prefill(known_facts)
    return cases.start_draft(item_code=code, by=officer, on_behalf_of=here.citizen, facts=facts, at=at)


def _offered(officer: Officer, asked: str) -> list[Hit]:
    hits = catalogue.search(text=asked, region=officer.region, limit=WIDER) if asked else []
    return [hit for hit in hits if _takes(officer, hit)][:FOUND]


def _takes(officer: Officer, hit: Hit) -> bool:
    version = catalogue.current(code=hit.code)
    return officer.may(Role.INTAKE, region=version.region, department=version.department)


def _only(found: list[Hit], asked: str) -> str:
    exact = [hit.code for hit in found if hit.name == asked]
    return exact[0] if len(exact) == 1 else (found[0].code if len(found) == 1 else "")


def _person_found(request: HttpRequest, form: NumberForm, number: str) -> HttpResponse:
    parsed = parse_identity_number(number)
    if not parsed.valid:
        form.add_error("number", gettext("号码不对，请核对证件后再输一次"))
        return _page(request, number=form, status=422)
    person_id = known.find_person(id_no=parsed.value)
    if person_id is None:
        return _page(request, registering=RegisterForm(initial={"id_no": parsed.value}))
    welcome(request, person_id=person_id)
    return redirect("desk:counter")


def _firm_found(request: HttpRequest, number: str) -> HttpResponse:
    if present(request) is None:
        messages.error(request, gettext("先读经办人的身份证，再扫营业执照"))
        return redirect("desk:counter")
    firm_id = known.find_legal_person(uscc=number)
    if firm_id is None:
        return _page(request, founding=FirmForm(initial={"uscc": parse_uscc(number).value}))
    welcome(request, firm_id=firm_id)
    return redirect("desk:counter")


def _just_done(request: HttpRequest) -> CasePage | None:
    asked = request.GET.get("case", "")
    if not asked:
        return None
    return queries.case_page(case_no=asked, officer=officer_of(request), on=arrived_on(request))


def _here(request: HttpRequest) -> Present | None:
    try:
        return present(request)
    except (NoSuchPerson, NoSuchLegalPerson):
        farewell(request)
    return None


def _page(request: HttpRequest, *, status: int = 200, **facts: Any) -> HttpResponse:
    forms_shown = [form for form in facts.values() if isinstance(form, forms.Form)]
    done = facts.get("done")
    papers = sorted(done.documents, key=lambda paper: paper.kind) if done else []
    facts = {"number": NumberForm(), "present": _here(request), "papers": papers} | facts
    shown = forms_shown[0] if forms_shown else None
    return desk_page(request, "desk/counter.html", here="counter", status=status, form=shown, **facts)
