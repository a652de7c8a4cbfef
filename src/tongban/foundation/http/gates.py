"""门禁：谁可以进这一页 (who may enter a page; rights to a single case are the rooms' own rules)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def _gate(attribute: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not getattr(request, attribute, None):
                raise Http404  # what is not yours does not exist
            return view(request, *args, **kwargs)

        return guarded  # type: ignore[return-value]

    return decorate


officer_required: Callable[[Any], Any] = _gate("officer")
"""须是在岗工作人员；未登录先去登录，别人看到的与不存在一样。"""

applicant_required: Callable[[Any], Any] = _gate("applicant")
"""须是已登录的办事人；未登录先去登录，别人看到的与不存在一样。"""
