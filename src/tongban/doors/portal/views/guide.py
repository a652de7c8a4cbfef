"""看指南：不用登录就看得到时限、材料、费用、跑动、地点、依据、流程；答几个问题，材料就少下来。"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.doors.portal import printed_form
from tongban.doors.portal import situation as situations
from tongban.doors.portal.guiding import fact_list, material_rows, statement
from tongban.foundation.http.arrival import arrived
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Version


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """办事指南；``part=answer`` 只答随回答变的两块（要点和材料），供页面就地更换。"""
    version = catalogue.current(code=code)
    facts = _facts(request, version)
    return render(
        request,
        "portal/guide_part.html" if request.GET.get("part") == "answer" else "portal/guide.html",
        facts | {"facts": fact_list(version, facts["situation"]), "crumbs": _crumbs(version)},
    )


@require_safe
def notice_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """一次性告知单：按所选情形，恰好一张 A4。"""
    version = catalogue.current(code=code)
    facts = _facts(request, version)
    here = f"{reverse('portal:guide', args=[code])}?{facts['situation'].query}".rstrip("?")
    rows = facts["rows"]
    facts |= {"back_url": here, "qr_text": settings.SITE_ADDRESS + here, "printed_on": arrived(request)}
    told = "；".join(ask + label for ask, label in facts["situation"].told)
    return render(request, "portal/notice_sheet.html", facts | statement(version, rows, told))


@require_safe
def form_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """空白表格，供打印填写；``filled=1`` 是照样例填好的示例样表，没有样例的就没有。"""
    version = catalogue.current(code=code)
    filled = request.GET.get("filled") == "1"
    values = printed_form.sample(version)
    if filled and not values:
        raise Http404
    facts = {
        "version": version,
        "title": printed_form.title(version),
        "filled": filled,
        "parts": printed_form.parts(version, values if filled else {}),
        "back_url": reverse("portal:guide", args=[code]),
    }
    return render(request, "portal/form_sheet.html", facts)


def _facts(request: HttpRequest, version: Version) -> dict[str, Any]:
    answered = situations.situation(version, situations.read(request.GET, version))
    return {
        "version": version,
        "situation": answered,
        "rows": material_rows(answered),
        "sampled": bool(printed_form.sample(version)),
    }


def _crumbs(version: Version) -> list[dict[str, str]]:
    return [{"text": gettext("首页"), "url": reverse("portal:home")}, {"text": version.name}]
