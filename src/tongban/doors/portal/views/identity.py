"""身份：实名登记、替谁办、委托、谁看过我的数据。"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.doors.portal import agentcode, mandating, opening, whom
from tongban.doors.portal.identityforms import MandateForm, RegistrationForm
from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import Refusal
from tongban.rooms.people import acts as people_acts
from tongban.rooms.people import queries as people
from tongban.rooms.people.errors import IdentifiersInvalid, NoMandate
from tongban.rooms.people.words import Party, PartyKind, Standing

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def register(request: HttpRequest) -> HttpResponse:
    """实名登记：没登录的连同开户，登录了还没登记的只登记。"""
    signed_in = request.user.is_authenticated
    if signed_in and people.standing_of(account_id=request.user.pk or 0) is not Standing.NONE:
        return redirect("portal:my")
    form = RegistrationForm(request.POST or None, signed_in=signed_in)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        return redirect("portal:my" if signed_in else "portal:registered")
    return render(request, "portal/register.html", {"form": form, "signed_in": signed_in})


def _registered(request: HttpRequest, form: RegistrationForm) -> bool:
    told, at = form.registration(), arrived(request)
    try:
        if request.user.is_authenticated:
            opening.claim(registration=told, account_id=request.user.pk, at=at)
        else:
            opening.open_account(registration=told, password=form.cleaned_data["password"], at=at)
    except IdentifiersInvalid as refusal:
        form.blame(refusal)
        return False
    return True


@require_safe
def registered(request: HttpRequest) -> HttpResponse:
    """已收到登记：谁登记、登记过没有，看到的都是这一页。"""
    return render(request, "portal/registered.html")


@require_safe
def acting(request: HttpRequest) -> HttpResponse:
    """替谁办：本人、所任法定代表人的单位、有效委托的委托人。"""
    return render(request, "portal/acting.html", _acting_page(request))


def _acting_page(request: HttpRequest) -> dict[str, Any]:
    me, at = whom.person(request), arrived(request)
    return {
        "principals": people.principals_of(person_id=me.id, at=at),
        "chosen": whom.principal(request).ref,
        "me": me,
        "code": agentcode.code_of(me.id),
        "held": mandating.held(person=me, at=at),
        "given": mandating.given(person=me, at=at),
    }


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """选定替谁办；选本人即取消。要打开的一页（``next``）就在那一页接着，别的网站的不去。"""
    me, asked = whom.person(request), request.POST.get("principal", "")
    request.session.pop(whom.CHOSEN, None)
    if asked and asked != me.ref:
        request.session[whom.CHOSEN] = str(_permitted(request, asked))
    messages.success(
        request, gettext("已选定，下面办的都是“{name}”的事。").format(name=_called(request, asked))
    )
    wanted = request.POST.get("next", "")
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if local else reverse("portal:my"))


def _permitted(request: HttpRequest, asked: str) -> Party:
    """Refuses: NoMandate, also for what is no principal at all."""
    at = arrived(request)
    for one in people.principals_of(person_id=whom.person(request).id, at=at):
        if one.principal.ref == asked:
            return one.principal.party
    raise NoMandate


def _called(request: HttpRequest, asked: str) -> str:
    kind, _, number = asked.partition(":")
    me = whom.person(request)
    return whom.name_of(Party(kind=PartyKind.of(kind), id=int(number))) if asked else me.display_name_masked


@require_form
def give_mandate(request: HttpRequest) -> HttpResponse:
    """给出委托：对方同意后生效。"""
    me, at = whom.person(request), arrived(request)
    form = MandateForm(request.POST or None, principals=mandating.may_give_for(person=me, at=at))
    if request.method == "POST" and form.is_valid() and _given(request, form):
        messages.success(request, gettext("委托已发出。对方登录后在“替谁办”里同意，即生效。"))
        return redirect("portal:acting")
    return render(request, "portal/give_mandate.html", {"form": form})


def _given(request: HttpRequest, form: MandateForm) -> bool:
    at, by = arrived(request), whom.person(request).ref
    kind, _, number = form.cleaned_data["principal"].partition(":")
    party = Party(kind=PartyKind.of(kind), id=int(number))
    try:
        people_acts.give_mandate(principal=party, terms=form.terms(today=law_date(at)), by=by, at=at)
    except Refusal as refusal:
        form.add_error(None, f"{refusal}。{refusal.advice}")
        return False
    return True


@require_safe
def mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """一份委托的内容，和同意、解除的按钮。"""
    me, at = whom.person(request), arrived(request)
    return render(
        request, "portal/mandate.html", {"mandate": mandating.mine(mandate_id=mandate_id, person=me, at=at)}
    )


@require_POST
def accept_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """同意受托。"""
    me, at = whom.person(request), arrived(request)
    mandating.mine(mandate_id=mandate_id, person=me, at=at)
    people_acts.accept_mandate(mandate_id=mandate_id, by=me.ref, at=at)
    messages.success(request, gettext("您已同意受托，现在可以选择替对方办。"))
    return redirect("portal:acting")


@require_POST
def revoke_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """解除委托：委托人取消，或者代办人辞去。"""
    me, at = whom.person(request), arrived(request)
    mandating.mine(mandate_id=mandate_id, person=me, at=at)
    people_acts.revoke_mandate(mandate_id=mandate_id, by=me.ref, at=at)
    messages.success(request, gettext("委托已解除，从现在起不能再凭它办事。"))
    return redirect("portal:acting")


@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """我的资料（遮住的）和谁看过我的数据。"""
    return render(request, "portal/my_record.html", _record_page(request))


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """查看我的资料明文：只在这一次的页面里，查看留痕。"""
    me, at = whom.person(request), arrived(request)
    clear = people_acts.view_own_record(person_id=me.id, by=me.ref, at=at)
    return render(request, "portal/my_record.html", {**_record_page(request), "clear": clear})


def _record_page(request: HttpRequest) -> dict[str, Any]:
    me = whom.person(request)
    return {
        "record": people.person(person_id=me.id),
        "seen": mandating.sightings(people.who_saw(person_id=me.id), me=me.ref),
    }
