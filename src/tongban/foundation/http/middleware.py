"""中间件：每个请求都守的规矩 (what holds for every request, whatever the door)."""

import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from requests import RequestException

from tongban.foundation import clock
from tongban.foundation.http.input import check_request
from tongban.foundation.http.translate import answer_refusal
from tongban.foundation.refusal import Refusal


class ServiceAway(Refusal):
    """外部服务连不上：如省统一身份认证。"""

    code = "http.service_away"
    says = "外部服务暂时连不上"
    next_step = "请稍后再试；急办的可以用手机号和密码登录，或者到大厅窗口办理"
    status = 503


Next = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class Arrival:
    """到达：给请求编号、记下到达时间（用到才读钟）、加安全响应头。"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """编号、记时、答复、加头。"""
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        request.arrived_at = SimpleLazyObject(clock.now)  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Refusals:
    """拒绝：坏输入和各室的拒绝，都在这里译成人话或机器话。"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """先看输入，再放行。"""
        try:
            check_request(request)
        except Refusal as refusal:
            return answer_refusal(request, refusal)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """办理中抛出的拒绝在此作答；连不上外部服务不是我们的错，也给一句明白话；其他异常不管，那是错误。"""
        if isinstance(error, RequestException):
            error = ServiceAway()
        return answer_refusal(request, error) if isinstance(error, Refusal) else None
