"""随划转调人：看各批的编制和人到了没有，把划出部门的在编人员调到承接机关；由系统管理员办理。"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.shell import backstage_page, county_of, officer_of
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.http.input import small_number
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.organisation import acts as organisation_acts
from tongban.rooms.organisation import queries as organisation


@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """一批的各部门：编制、到位的人、还可以调的人 (a fixed number of statements, whatever the batch holds)."""
    region = county_of(request)
    listed = catalogue.transfers(region=region)
    chosen = small_number(request.GET.get("no"), otherwise=listed[-1].no if listed else 0)
    facts: dict[str, Any] = {"batches": listed, "chosen": chosen}
    if any(each.no == chosen for each in listed):
        shown = catalogue.transfer(region=region, no=chosen, on=arrived_on(request))
        department = request.GET.get("department", "")
        share = next((each for each in shown.shares if each.department == department), None)
        staff = organisation.established_in(department=department) if share else []
        facts |= {"shown": shown, "share": share, "staff": staff}
    return backstage_page(request, "backstage/moves.html", here="backstage:moves", **facts)


@require_POST
def move(request: HttpRequest, no: int) -> HttpResponse:
    """调一个人到承接机关，依据是这一批的文件。"""
    plan = catalogue.transfer(region=county_of(request), no=no, on=arrived_on(request)).plan
    department, staff_no = request.POST.get("department", "")[:40], request.POST.get("staff_no", "")[:40]
    back = redirect(f"{reverse('backstage:moves')}?no={no}&department={department}")
    if not staff_no:
        messages.error(request, gettext("请先选一个人"))
        return back
    try:
        organisation_acts.move_officer(
            staff_no=staff_no,
            to=plan.to_department,
            ground=plan.document_no,
            by=officer_of(request),
            at=arrived(request),
        )
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
    else:
        messages.success(request, gettext("已调到承接机关；新的岗位由安全管理员任命"))
    return back
