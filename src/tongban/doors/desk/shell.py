"""每个工作人员页面共有的：左导航和待办数、岗位、扫码框 (what every desk page carries)."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from tongban.doors.desk.trays import Tray, trays
from tongban.foundation.http.arrival import arrived_on
from tongban.rooms.organisation.words import Officer, Role

MANY = 99
TRAY_KEYS = "123456789"


def officer_of(request: HttpRequest) -> Officer:
    """登录的工作人员；门岗已经放行，一定有。"""
    return cast(Officer, request.officer)  # type: ignore[attr-defined]


def trays_of(request: HttpRequest) -> tuple[Tray, ...]:
    """他的待办格子和件数；一次请求只问一次。"""
    kept = request.__dict__
    if "desk_trays" not in kept:
        kept["desk_trays"] = trays(officer=officer_of(request), on=arrived_on(request))
    return tuple(kept["desk_trays"])


def desk_page(
    request: HttpRequest, template: str, *, here: str = "", status: int = 200, **facts: Any
) -> HttpResponse:
    """一页：左导航按他的角色列出，``here`` 是当前那一项的代号。"""
    officer = officer_of(request)
    shell = {
        "desk_nav": _nav(request, here),
        "actor_name": officer.name,
        "subtitle": gettext("工作台"),
        "home_url": reverse("desk:home"),
    }
    return render(request, template, shell | facts, status=status)


def _nav(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    home = reverse("desk:home")
    work = [
        {
            "text": tray.text,
            "url": f"{home}?tray={tray.key}",
            "count": f"{MANY}+" if tray.waiting > MANY else tray.waiting,
            "current": here == tray.key,
            "key": TRAY_KEYS[place],
        }
        for place, tray in enumerate(trays_of(request))
    ]
    groups = [{"title": gettext("待办"), "entries": work}] if work else []
    return [*groups, {"title": gettext("窗口"), "entries": _window(request, here)}]


def _window(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    if not officer_of(request).may(Role.INTAKE):
        return []
    counter = reverse("desk:counter")
    return [{"text": gettext("窗口收件"), "url": counter, "current": here == "counter", "key": "c"}]
