"""看许可清单和划转：现行的一版，能搜能筛，每一条连着它的办理项；历次划转；都能下载正式文本，不用登录。"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.http.downloads import pdf_answer
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.errors import NoSuchLicenceList
from tongban.rooms.catalogue.words import LicenceEntry, LicenceList, SetLevel
from tongban.rooms.organisation import queries as organisation

LONGEST = 100


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """现行的行政许可事项清单：按名称、编号、部门、设定层级找。"""
    try:
        region = _region(request)
        shown = catalogue.licence_list(region=region, on=arrived_on(request))
    except NoSuchLicenceList:
        return render(request, "portal/no_licences.html", {"crumbs": [_home()]})
    return render(request, "portal/licences.html", _list_page(request, region, shown))


def _list_page(request: HttpRequest, region: str, shown: LicenceList) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()[:LONGEST]
    level, department = request.GET.get("level", ""), request.GET.get("department", "")
    names = {each.code: each.name for each in organisation.departments(region=region)}
    items = catalogue.licensed_items(region=region)
    found = [entry for entry in shown.entries if _wanted(entry, text, level, department)]
    present = {entry.department: names.get(entry.department, entry.department) for entry in shown.entries}
    return {
        "shown": shown,
        "counts": [(each.zh, shown.counted(each)) for each in SetLevel],
        "rows": [
            {"entry": e, "department": names.get(e.department, e.department), "items": items.get(e.no, [])}
            for e in found
        ],
        "text": text,
        "levels": [(each.value, each.zh, each.value == level) for each in SetLevel],
        "departments": [(key, name, key == department) for key, name in present.items()],
        "history": catalogue.licence_lists(region=region),
        "crumbs": [_home(), {"text": gettext("行政许可事项清单")}],
    }


def _wanted(entry: LicenceEntry, text: str, level: str, department: str) -> bool:
    told = f"{entry.no} {entry.name} {' '.join(entry.basis)}"
    return text in told and level in ("", entry.set_level.value) and department in ("", entry.department)


@require_safe
def licences_pdf(request: HttpRequest, region: int, version: int) -> HttpResponse:
    """清单的正式文本。"""
    at = arrived(request)
    content = catalogue.licence_list_pdf(region=_twelve(str(region)), version=version, at=at)
    return pdf_answer(request, content, name=gettext("行政许可事项清单"))


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """历次划转：哪一批、什么文件、从哪些部门划了多少项。"""
    region, on = _region(request), arrived_on(request)
    listed = catalogue.transfers(region=region)
    facts = {
        "batches": [catalogue.transfer(region=region, no=each.no, on=on) for each in listed],
        "licences": sum(each.licences for each in listed),
        "region": region[:6],
        "crumbs": [_home(), {"text": gettext("划转")}],
    }
    return render(request, "portal/transfers.html", facts)


@require_safe
def transfer_pdf(request: HttpRequest, region: int, no: int) -> HttpResponse:
    """划转方案的正式文本。"""
    at = arrived(request)
    content = catalogue.transfer_pdf(region=_twelve(str(region)), no=no, at=at, on=law_date(at))
    return pdf_answer(request, content, name=gettext("划转方案"))


def _region(request: HttpRequest) -> str:
    """The region asked for, or the first that has published a list. Refuses: NoSuchLicenceList."""
    regions = catalogue.licensing_regions()
    asked = _twelve(request.GET.get("region", ""))
    if not regions:
        raise NoSuchLicenceList
    return asked if asked in regions else regions[0]


def _twelve(six: str) -> str:
    return six[:6].ljust(12, "0")


def _home() -> dict[str, str]:
    return {"text": gettext("首页"), "url": reverse("portal:home")}
