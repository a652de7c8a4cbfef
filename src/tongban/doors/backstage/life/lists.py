"""清单的页面：归他管的事项走到哪一步、各单位的进度、基本目录的认领与偏离。"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.queries import LifeFilter
from tongban.rooms.catalogue.words import LifeLine, Progress
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import DepartmentFacts, Role

TONES = {
    Progress.DRAFT: "",
    Progress.IN_REVIEW: "brand",
    Progress.SENT_BACK: "red",
    Progress.PASSED: "brand",
    Progress.PENDING: "amber",
    Progress.IN_FORCE: "green",
    Progress.PAUSED: "amber",
    Progress.CANCELLED: "",
}


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """事项清单：按进度、单位、名称筛选，条件在地址里。"""
    officer, wanted = officer_of(request), _wanted(request)
    page = queries.life_list(by=officer, wanted=wanted, after=request.GET.get("after", ""))
    units = queries.unit_progress(by=officer)
    return backstage_page(
        request,
        "backstage/life/items.html",
        here="backstage:items",
        rows=[_row(line) for line in page.lines],
        filters=_filters(wanted, [unit.department for unit in units]),
        chosen=_chosen(wanted),
        older_url=_address(wanted, after=page.after) if page.after else "",
    )


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """各单位的进度：认领、编制、送审、审核、发布各几个事项。"""
    rows = queries.unit_progress(by=officer_of(request))
    names = ("items", "claimed", "drafting", "submitted", "passed", "published", "paused")
    total = {name: sum(getattr(row, name) for row in rows) for name in names}
    return backstage_page(
        request, "backstage/life/units.html", here="backstage:units", rows=rows, total=total
    )


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """基本目录：认领了多少、哪些事项偏离了目录、还有哪些可以认领。"""
    return _directory(request)


@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """认领一条：起草本部门的事项，四同要素锁着，从基本信息写起。"""
    given = {name: request.POST.get(name, "") for name in ("catalog_code", "department")}
    try:
        event = acts.claim(**given, by=officer_of(request), at=arrived(request))
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
        return _directory(request, status=refusal.status)
    messages.success(request, gettext("已认领，四同要素已照抄并锁定，其余请接着写"))
    return redirect("backstage:version", event.version_uid)


def _directory(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    officer, asked = officer_of(request), request.GET.get("q", "")
    region = officer.region
    return backstage_page(
        request,
        "backstage/life/directory.html",
        here="backstage:directory",
        status=status,
        size=queries.directory_size(region=region),
        drift=queries.directory_drift(region=region, on=arrived(request).date()),
        lines=queries.unclaimed(region=region, asked=asked),
        asked=asked,
        units=_units(request),
        typed=request.POST,
    )


def _units(request: HttpRequest) -> list[DepartmentFacts]:
    officer = officer_of(request)
    return [
        unit
        for unit in organisation.departments(region=officer.region)
        if unit.uscc and officer.may(Role.CATALOGUE_ADMIN, region=unit.region, department=unit.code)
    ]


def _wanted(request: HttpRequest) -> LifeFilter:
    slug = request.GET.get("progress", "")
    return LifeFilter(
        progress=Progress.of(slug) if slug in Progress.slugs() else None,
        department=request.GET.get("department", "")[:200],
        asked=request.GET.get("q", "")[:80],
    )


def _row(line: LifeLine) -> dict[str, Any]:
    return {"line": line, "tone": TONES[line.progress], "url": reverse("backstage:item", args=[line.code])}


def _filters(wanted: LifeFilter, departments: list[str]) -> list[dict[str, Any]]:
    stages = [("", gettext("全部")), *((stage.value, stage.zh) for stage in Progress)]
    places = [("", gettext("全部")), *((name, name) for name in departments)]
    chosen = wanted.progress.value if wanted.progress else ""
    return [
        {"name": "q", "label": gettext("名称或者编码"), "value": wanted.asked, "type": "search"},
        {"name": "progress", "label": gettext("进度"), "options": _options(stages, chosen)},
        {"name": "department", "label": gettext("单位"), "options": _options(places, wanted.department)},
    ]


def _options(pairs: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "chosen": value == chosen} for value, text in pairs]


def _chosen(wanted: LifeFilter) -> list[dict[str, str]]:
    told = {
        "progress": wanted.progress.zh if wanted.progress else "",
        "department": wanted.department,
        "q": gettext("含“%s”") % wanted.asked if wanted.asked else "",
    }
    return [{"text": text, "url": _address(wanted, without=name)} for name, text in told.items() if text]


def _address(wanted: LifeFilter, *, without: str = "", after: str = "") -> str:
    asked = {
        "progress": wanted.progress.value if wanted.progress else "",
        "department": wanted.department,
        "q": wanted.asked,
        "after": after,
    }
    kept = {name: value for name, value in asked.items() if value and name != without}
    return f"{reverse('backstage:items')}?{urlencode(kept)}"
