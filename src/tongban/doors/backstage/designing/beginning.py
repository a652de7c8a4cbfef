"""新建一个事项：问部门、名称、类型三样，就开始写。"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.pages.forms import sheet
from tongban.foundation.pages.forms.sheet import Sheet
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Beginning, TaskType
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import DepartmentFacts, Role


@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest) -> HttpResponse:
    """新建事项：填好三样，起一份草稿，从基本信息写起。"""
    units = _units(request)
    form = catalogue.read_form(_asked(units))
    given = sheet.read(request.POST, form) if request.method == "POST" else {}
    values, problems = Sheet(form, given, answers={}, rules=catalogue).checked()
    if request.method != "POST" or problems:
        laid = Sheet(form, given, answers={}, rules=catalogue, problems=problems if given else {})
        parts = laid.parts(form.form)
        return backstage_page(
            request,
            "backstage/design/new.html",
            here="backstage:new_item",
            parts=parts,
            errors=sheet.summary(parts),
        )
    unit = next(one for one in units if one.code == values["department"])
    begun = Beginning(unit, values["name"], TaskType.of(values["task_type"]), **_place(unit))
    content = catalogue.new_content(of=begun)
    started = catalogue_acts.start_item(content=content, by=officer_of(request), at=arrived(request))
    return redirect("backstage:design", started.version_uid)


def _units(request: HttpRequest) -> list[DepartmentFacts]:
    """Departments whose items this officer compiles."""
    officer = officer_of(request)
    known = organisation.departments(region=officer.region)
    return [
        unit
        for unit in known
        if unit.uscc and officer.may(Role.CATALOGUE_ADMIN, region=unit.region, department=unit.code)
    ]


def _place(unit: DepartmentFacts) -> dict[str, str]:
    hall = next(iter(organisation.halls(region=unit.region)), None)
    return {"address": hall.address, "hours": hall.open_hours} if hall else {}


def _asked(units: list[DepartmentFacts]) -> list[dict[str, Any]]:
    return [
        {
            "name": "department",
            "label": gettext("由哪个部门实施"),
            "type": "choice",
            "required": True,
            "options": [{"key": unit.code, "label": unit.name} for unit in units],
        },
        {
            "name": "name",
            "label": gettext("事项叫什么"),
            "type": "text",
            "required": True,
            "max_len": 200,
            "hint": gettext("与法律上的名称一致；一种办法一个事项，如“……（新办）”"),
        },
        {
            "name": "task_type",
            "label": gettext("是哪一类"),
            "type": "choice",
            "required": True,
            "options": [{"key": kind.value, "label": kind.zh} for kind in TaskType if kind.applied_for],
        },
    ]
