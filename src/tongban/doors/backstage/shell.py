"""每个后台页面共有的：左导航按角色列出，姓名，首页 (what every page backstage carries)."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from tongban.rooms.organisation.words import Officer, Role


@dataclass(frozen=True)
class Entry:
    """左导航的一项：哪一页、叫什么、哪些角色看得到；``group`` 是它所在的一组。"""

    page: str
    text: str
    group: str
    roles: tuple[Role, ...] = (Role.CATALOGUE_ADMIN,)


NAV: tuple[Entry, ...] = (
    Entry("backstage:items", gettext_noop("事项清单"), gettext_noop("事项")),
    Entry("backstage:units", gettext_noop("各单位进度"), gettext_noop("事项")),
    Entry("backstage:directory", gettext_noop("基本目录"), gettext_noop("事项")),
    Entry("backstage:transfers", gettext_noop("划转"), gettext_noop("权力")),
    Entry("backstage:moves", gettext_noop("随划转调人"), gettext_noop("权力"), (Role.SYSTEM_ADMIN,)),
    Entry("backstage:new_item", gettext_noop("新建事项"), gettext_noop("事项")),
    Entry("backstage:excel", gettext_noop("电子表格"), gettext_noop("事项")),
    Entry("backstage:lists", gettext_noop("公布的清单"), gettext_noop("清单和指标")),
    Entry("board:figures", gettext_noop("目录指标"), gettext_noop("清单和指标")),
)
"""每加一页后台，在这里加一行。"""


def officer_of(request: HttpRequest) -> Officer:
    """登录的工作人员；门岗已经放行，一定有。"""
    return cast(Officer, request.officer)  # type: ignore[attr-defined]


def county_of(request: HttpRequest) -> str:
    """他所在的区县：清单、划转都是区县的。"""
    return officer_of(request).region[:6].ljust(12, "0")


def backstage_page(
    request: HttpRequest, template: str, *, here: str = "", status: int = 200, **facts: Any
) -> HttpResponse:
    """一页：``here`` 是当前那一项的网址名，如 ``backstage:items``。"""
    officer = officer_of(request)
    shell = {
        "desk_nav": _nav(officer, here),
        "actor_name": officer.name,
        "subtitle": gettext("后台"),
        "home_url": reverse("backstage:home"),
    }
    return render(request, template, shell | facts, status=status)


def _nav(officer: Officer, here: str) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in NAV:
        if any(officer.may(role) for role in entry.roles):
            shown = {"text": gettext(entry.text), "url": reverse(entry.page), "current": entry.page == here}
            groups.setdefault(entry.group, []).append(shown)
    return [{"title": gettext(title), "entries": entries} for title, entries in groups.items()]
