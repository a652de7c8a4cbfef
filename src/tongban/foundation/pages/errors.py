"""Owns the pages for what went wrong: 400, 403, 404, 500, each with a way on and a number to read to the help desk."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone

from tongban.foundation.pages import context
from tongban.foundation.pages.display import chosen


def incident_number(request: HttpRequest) -> str:
    """编号：请求号；没有就现取一个，供来电时报给工作人员。"""
    known = getattr(request, "request_id", "") or getattr(request, "number", "")
    return str(known or uuid4().hex[:12])


def arrival(request: HttpRequest) -> datetime | None:
    """到达时间；钟在数据库里，读不到就不写。"""
    at = getattr(request, "arrived_at", None)
    try:
        return at.astimezone(get_current_timezone()) if at else None
    except Exception:  # the page for a broken database must not break on it
        return None


def answer(request: HttpRequest, *, status: int, template: str = "") -> HttpResponse:
    """错误页：不碰数据库与会话，所以库停了也能给出。"""
    facts: dict[str, Any] = {
        "display": chosen(request),
        "district": context.district(),
        "status": status,
        "number": incident_number(request),
        "at": arrival(request),
    }
    return HttpResponse(render_to_string(template or f"{status}.html", facts), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400：内容读不懂。"""
    return answer(request, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403：没有权限。"""
    return answer(request, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404：没有这一页（不是您的也答同一页）。"""
    return answer(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500：我们的错。"""
    return answer(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """表单过期（CSRF）：请返回重试，已填内容仍在浏览器里。"""
    return answer(request, status=403, template="403_csrf.html")
