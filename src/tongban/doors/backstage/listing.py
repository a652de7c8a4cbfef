"""后台的清单页：各份清单现行与否、市内通办还缺什么、哪些事项没有责任科室；记一条基线。"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.shell import backstage_page, county_of, officer_of
from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.words import BookKind, ListKind

LONGEST_NAME = 100
SHOWN = 50


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """清单的总页。"""
    return _page(request)


@require_POST
def take_baseline(request: HttpRequest) -> HttpResponse:
    """把今天的目录记成一条基线；名字不对，话说清楚，填的还在。"""
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    if not name:
        return _page(
            request, name=name, problem=gettext("请给基线起个名字，例如“2024年年中基线”"), status=422
        )
    at = arrived(request)
    try:
        event = acts.take_baseline(
            region=county_of(request), name=name, on=law_date(at), by=officer_of(request).actor, at=at
        )
    except Refusal as refusal:
        return _page(request, name=name, problem=f"{refusal}。{refusal.advice}", status=refusal.status)
    messages.success(
        request, gettext("已记下基线“%(name)s”，共 %(items)s 项") % {"name": name, "items": event.items}
    )
    return redirect("backstage:lists")


def _page(request: HttpRequest, *, name: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    region, on = county_of(request), arrived_on(request)
    documents = queries.listed_documents(region=region, on=on)
    without = queries.without_one_office(region=region, on=on)
    facts: dict[str, Any] = {
        "books": tuple(BookKind),
        "groups": [(kind, [d for d in documents if d.head.kind is kind]) for kind in ListKind],
        "counts": queries.agreement_counts(region=region, on=on),
        "coverage": queries.coverage(region=region, on=on),
        "without": without[:SHOWN],
        "without_count": len(without),
        "baselines": queries.baselines(region=region),
        "name": name,
        "problem": problem,
    }
    return backstage_page(request, "backstage/lists.html", here="backstage:lists", status=status, **facts)
