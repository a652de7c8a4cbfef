"""认账号：会话里登录的是哪个账号 (as Django does it, from the row that came with the session)."""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from tongban.foundation.accounts.models import Account
from tongban.foundation.accounts.sessions import MOST_KEPT
from tongban.foundation.rows import row_of

DJANGOS_NAME = "user"


class Recognition(AuthenticationMiddleware):
    """认账号：请求带上 ``user``，用到才认。"""

    def process_request(self, request: HttpRequest) -> None:
        """放上登录的账号。"""
        setattr(request, DJANGOS_NAME, SimpleLazyObject(lambda: _account(request)))


def _account(request: HttpRequest) -> object:
    """What is in order is decided from what was read; everything else goes Django's own way (a key that changed, …)."""
    if SESSION_KEY not in request.session:
        return AnonymousUser()
    return _in_order(request) or get_user(request)


def _in_order(request: HttpRequest) -> Account | None:
    session = request.session
    found = getattr(session, "account", None)
    if found is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    account = row_of(Account, found)
    same = str(account.pk) == session[SESSION_KEY] and account.is_active
    kept = session.get(HASH_SESSION_KEY) or ""
    return account if same and constant_time_compare(kept, _bound_to(account.password)) else None


@lru_cache(maxsize=MOST_KEPT)
def _bound_to(password: str) -> str:
    """What Django binds a session to; computed once for as long as the password (its hash) is the same."""
    return Account(password=password).get_session_auth_hash()
