"""到达：一次请求是哪一刻到的；中间件记下，各扇门从这里读 (one moment for everything that a request does)."""

from datetime import date, datetime
from typing import cast

from django.http import HttpRequest

from tongban.foundation.clock import SHANGHAI


def arrived(request: HttpRequest) -> datetime:
    """请求到达的时刻，北京时间 (a plain datetime: what the request carries is lazy, and no database driver takes that)."""
    return cast(datetime, request.arrived_at.astimezone(SHANGHAI))  # type: ignore[attr-defined]


def arrived_on(request: HttpRequest) -> date:
    """请求到达的那一天，北京时间。"""
    return arrived(request).date()
