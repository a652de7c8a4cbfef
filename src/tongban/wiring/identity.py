"""认人：登录的是谁（工作人员或办事人），并守住工作人员的第二因素 (who is asking)."""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from tongban.doors.portal.whom import CHOSEN
from tongban.foundation.accounts import sessions
from tongban.foundation.http.translate import answer_refusal, wants_json
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.people import queries as people
from tongban.rooms.people.errors import NoMandate
from tongban.rooms.people.words import Acting, Applicant, MandateAct, Party, PartyKind, Wanted
from tongban.wiring.workplace import Workplace, workplaces

Next = Callable[[HttpRequest], HttpResponseBase]
ALWAYS_OPEN = ("/accounts/", "/static/", "/healthz", "/readyz")


class Identity:
    """认人：请求带上 ``officer`` 和 ``applicant``，用到才查；停用的账号下一次请求即无身份。"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """认人，再守第二因素。"""
        account = request.user
        request.officer = _lazy(lambda: organisation.officer_of(account_id=account.pk), account)  # type: ignore[attr-defined]
        request.applicant = _lazy(lambda: _applicant(request, account), account)  # type: ignore[attr-defined]
        request.workplaces = _lazy(lambda: _workplaces(request, account), account)  # type: ignore[attr-defined]
        request.acting_for = None  # type: ignore[attr-defined]
        if account.is_authenticated and self._lacks_second_factor(request):
            return redirect("mfa_activate_totp")
        try:
            request.acting_for = _chosen(request)  # type: ignore[attr-defined]
        except NoMandate as refusal:
            return _lapsed(request, refusal)
        return self.get_response(request)

    def _lacks_second_factor(self, request: HttpRequest) -> bool:
        """等保三级：工作人员须有第二因素，演示环境除外；有了之后由登录流程把关。"""
        if settings.DEMO or request.path.startswith(ALWAYS_OPEN):
            return False
        return bool(request.officer) and not is_mfa_enabled(request.user)  # type: ignore[attr-defined]


sessions.accompany("applicant", people.APPLICANT_TOLD)
sessions.accompany("staff", organisation.STAFF_TOLD)


def _applicant(request: HttpRequest, account: Any) -> Applicant | None:
    """From what was read with the session, when it is this account's (whoever signs in just now is asked for)."""
    found = getattr(request.session, "account", None)
    if found is None or found[0] != account.pk:
        return people.applicant_of(account_id=account.pk)
    return people.applicant_told(request.session.companions["applicant"])  # type: ignore[attr-defined]


def _workplaces(request: HttpRequest, account: Any) -> tuple[Workplace, ...]:
    """Who is no officer by what was read with the session is not asked for (no statement for a citizen)."""
    found = getattr(request.session, "account", None)
    known = found is not None and found[0] == account.pk
    if known and not request.session.companions["staff"]:  # type: ignore[attr-defined]
        return ()
    return workplaces(request.officer or None)  # type: ignore[attr-defined]


def _chosen(request: HttpRequest) -> Acting | None:
    """替谁办：会话里选了谁，每次请求都重新查证；没有选就不查 (one statement where a choice stands).

    Refuses: NoMandate.
    """
    chosen = request.session.get(CHOSEN) if request.user.is_authenticated else None
    if not chosen or request.path.startswith(ALWAYS_OPEN):
        return None
    kind, _, number = str(chosen).partition(":")
    principal = Party(kind=PartyKind.of(kind), id=int(number))
    return _standing(request, principal)


def _standing(request: HttpRequest, principal: Party) -> Acting:
    """Any of the powers keeps the choice; what each page needs of them, the page asks anew."""
    for act in (MandateAct.VIEW, MandateAct.APPLY):
        try:
            return _asked(request, principal, act)
        except NoMandate:
            continue
    return _asked(request, principal, MandateAct.RECEIVE_RESULT)


def _asked(request: HttpRequest, principal: Party, act: MandateAct) -> Acting:
    at = request.arrived_at  # type: ignore[attr-defined]
    wanted = Wanted(act=act)
    return people.acting_for(account_id=request.user.pk, principal=principal, wanted=wanted, at=at)


def _lapsed(request: HttpRequest, refusal: NoMandate) -> HttpResponseBase:
    """委托已解除或到期：这次请求不办，选择清掉，请他重新选；绝不悄悄改成替自己办。"""
    del request.session[CHOSEN]
    if wants_json(request):
        return answer_refusal(request, refusal)
    messages.warning(
        request, gettext("您替对方办事的委托已经解除或到期，刚才的操作没有进行。请重新选择替谁办。")
    )
    return redirect("portal:acting")


def _lazy(ask: Callable[[], object], account: object) -> object:
    return SimpleLazyObject(ask) if getattr(account, "is_authenticated", False) else None


def attempted_login(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """试的是哪个登录名：连错五次锁的就是它 (for django-axes; allauth hands it over as ``username``)."""
    return (credentials or {}).get("username") or request.POST.get("login", "")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """登录的规矩：不开放自行注册账号，办事人由实名登记开户；没有说要去哪一页的，工作人员到工作处，办事人到首页。"""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """登录后到哪里（``next`` 说了的不问这里）."""
        open_to = workplaces(organisation.officer_of(account_id=request.user.pk or 0))
        return open_to[0].url if open_to else str(super().get_login_redirect_url(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """不开放 (people register with their identity, in the portal)."""
        return False
