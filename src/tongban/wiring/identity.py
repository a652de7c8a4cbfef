"""认人：登录的是谁（工作人员或办事人），并守住工作人员的第二因素 (who is asking)."""

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from tongban.rooms.organisation import queries as organisation
from tongban.rooms.people import queries as people

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
        request.applicant = _lazy(lambda: people.applicant_of(account_id=account.pk), account)  # type: ignore[attr-defined]
        if account.is_authenticated and self._lacks_second_factor(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _lacks_second_factor(self, request: HttpRequest) -> bool:
        """等保三级：工作人员须有第二因素，演示环境除外；有了之后由登录流程把关。"""
        if settings.DEMO or request.path.startswith(ALWAYS_OPEN):
            return False
        return bool(request.officer) and not is_mfa_enabled(request.user)  # type: ignore[attr-defined]


def _lazy(ask: Callable[[], object], account: object) -> object:
    return SimpleLazyObject(ask) if getattr(account, "is_authenticated", False) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """登录的规矩：不开放自行注册账号，办事人由实名登记开户。"""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """不开放 (people register with their identity, in the portal)."""
        return False
