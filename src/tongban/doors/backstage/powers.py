"""后台的划转页：各批次，一批的编制和人员缺口、交接清单逐行签收、批次办结。"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.shell import backstage_page, county_of, officer_of
from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import queries as cases
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.words import HandOverKind, HandOverLine, PostPlan


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """历次划转。"""
    listed = queries.transfers(region=county_of(request))
    return backstage_page(request, "backstage/transfers.html", here="backstage:transfers", batches=listed)


@require_safe
def transfer(request: HttpRequest, no: int) -> HttpResponse:
    """一批：方案、各部门的份、交接清单和这一段时间办的件。"""
    region, today = county_of(request), arrived_on(request)
    since = _day(request.GET.get("since", ""), date(today.year, 1, 1))
    until = _day(request.GET.get("until", ""), today)
    shown = queries.transfer(region=region, no=no, on=today)
    decided = cases.decided_in(items=shown.items, since=since, until=until)
    facts: dict[str, Any] = {
        "shown": shown,
        "shares": [(share, sum(decided.get(code, 0) for code in share.items)) for share in shown.shares],
        "decided": sum(decided.values()),
        "since": since,
        "until": until,
        "today": today,
        "region": region[:6],
    }
    return backstage_page(request, "backstage/transfer.html", here="backstage:transfers", **facts)


@require_POST
def transfer_step(request: HttpRequest, no: int, act: str) -> HttpResponse:
    """签收一行、登记编制、办结一批；不成的说为什么、怎么办。"""
    if act not in _STEPS:
        raise Http404
    at = arrived(request)
    who = {"region": county_of(request), "no": no, "by": officer_of(request).actor, "at": at}
    try:
        _STEPS[act](request, who)
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
    else:
        messages.success(request, gettext("已登记"))
    return redirect("backstage:transfer", no)


def _tick(request: HttpRequest, who: dict[str, Any]) -> None:
    kind = request.POST.get("kind", "")
    if kind not in HandOverKind.slugs():
        raise Http404
    done = law_date(who["at"]) if request.POST.get("done") else None
    says = request.POST.get("says", "")
    acts.tick_hand_over(
        line=HandOverLine(request.POST.get("department", ""), HandOverKind.of(kind), says, done), **who
    )


def _posts(request: HttpRequest, who: dict[str, Any]) -> None:
    written = request.POST.get("moved", "").strip()
    moved = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else -1
    document = request.POST.get("document", "").strip()[:80]
    acts.move_posts(post=PostPlan(request.POST.get("department", ""), 0, moved, document), **who)


def _close(request: HttpRequest, who: dict[str, Any]) -> None:
    acts.close_transfer(**who)


_STEPS = {"tick": _tick, "posts": _posts, "close": _close}


def _day(written: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise
