"""门岗：照授权总表放行，表里没有的网址一律答没有 (stands before every view and goes by the manifest)."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from tongban.rooms.organisation.words import Role
from tongban.wiring.manifest import Answer, Principal, Who, answer, mentioned

Next = Callable[[HttpRequest], HttpResponseBase]
STAFF: frozenset[Who] = frozenset({Principal.OFFICER, *Role})


class Gate:
    """门岗：排在认人（``Identity``）之后。"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """请求原样放过，到进门时（``process_view``）再看。"""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """进门：放行答 None，其余照表。"""
        match ask(request):
            case Answer.ALLOW:
                return None
            case Answer.LOGIN:
                return redirect_to_login(request.get_full_path())
            case Answer.FORBIDDEN:
                raise PermissionDenied
        raise Http404


def ask(request: HttpRequest) -> Answer:
    """查表：凭登录与否就能放行的，不再去查他是谁 (a page open to every account costs no query)."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not request.user.is_authenticated:
        return answer(name, who=frozenset({Principal.ANONYMOUS}))
    first = answer(name, who=frozenset({Principal.ACCOUNT}))
    return first if first is Answer.ALLOW else answer(name, who=principals(request, among=mentioned(name)))


def principals(request: HttpRequest, *, among: frozenset[Who]) -> frozenset[Who]:
    """已登录的来人的身份：账号，加上他是工作人员（及角色）、自然人、正在替人办事的代办人；``among`` 里没有的不去查。"""
    found: set[Who] = {Principal.ACCOUNT}
    if among & STAFF and (officer := getattr(request, "officer", None)):
        found |= {Principal.OFFICER, *officer.roles}
    if Principal.CITIZEN in among and getattr(request, "applicant", None):
        found.add(Principal.CITIZEN)
    if getattr(request, "acting_for", None):
        found.add(Principal.AGENT)
    return frozenset(found)
