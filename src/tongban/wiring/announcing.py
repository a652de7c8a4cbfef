"""预告：会话、草稿、入库都是同时来的一起办；请求一到先打招呼，正要开始办的就知道还有谁在路上。

(Who works for several waits for those of whom he knows; so they are made known when they arrive, not when they ask.)
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tongban.foundation.accounts.sessions import SESSIONS
from tongban.foundation.gathering import on_the_way
from tongban.rooms.cases import acts as cases

Next = Callable[[HttpRequest], HttpResponseBase]
READS = (SESSIONS.gathered,)
SUBMITS = (*READS, *cases.SUBMITTING)


class Announcing:
    """预告：排在 ``Refusals`` 之后，正文已经收齐，谁也不必等一条慢的线路。"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """带着会话来的要读会话；来提交的还要读草稿、入库；其余不打招呼。"""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        with on_the_way(*(SUBMITS if is_submission(request) else READS)):
            return self.get_response(request)


def is_submission(request: HttpRequest) -> bool:
    """网上提交 (by the address, which has not been resolved yet); 窗口收件没有这么密，不打招呼。"""
    return request.method == "POST" and request.path.endswith("/submit")
