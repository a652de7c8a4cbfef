"""一个事项和它的一版：各版、停办、比对、影响、审核、发布；规则不许的，回到原页，填的都在。"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.backstage.life.steps import ITEM_STEPS, REASON, VERSION_STEPS, Unreadable
from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import NoSuch, Refusal
from tongban.rooms.cases import queries as cases
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.words import (
    MOVES,
    Change,
    ElementDifference,
    ItemLife,
    LifeAct,
    Stage,
    VersionLife,
    VersionLine,
)

STAGE_TONES = {
    Stage.IN_REVIEW: "brand",
    Stage.SENT_BACK: "red",
    Stage.PASSED: "brand",
    Stage.PUBLISHED: "green",
    Stage.PAUSED: "amber",
}
CHANGE_TONES = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "amber", Change.MOVED: ""}


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """一个事项：现在怎样、各版、停办期间，能办的几步。"""
    return _item(request, code)


@require_POST
def item_step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """对事项办一步：起草新一版、暂停、恢复、取消。"""
    step = ITEM_STEPS.get(act)
    if step is None:
        raise Http404
    queries.item_life(item_code=code, by=officer_of(request))
    try:
        says, uid = step(code, request.POST, by=officer_of(request), at=arrived(request))
    except (Unreadable, Refusal) as refusal:
        _tell(request, refusal)
        return _item(request, code, failed=act, status=getattr(refusal, "status", 422))
    messages.success(request, says)
    return redirect("backstage:version", uid) if uid else redirect("backstage:item", code)


@require_safe
def version(request: HttpRequest, uid: str) -> HttpResponse:
    """一版：改了什么、影响多少办件、检查结果，能办的几步。"""
    return _version(request, uid)


@require_POST
def version_step(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """对一版办一步：送审、取回、通过、驳回、发布、废弃。"""
    step = VERSION_STEPS.get(act)
    if step is None:
        raise Http404
    shown = queries.version_life(version_uid=uid, by=officer_of(request))
    try:
        says = step(shown, request.POST, by=officer_of(request), at=arrived(request))
    except NoSuch:
        raise
    except (Unreadable, Refusal) as refusal:
        _tell(request, refusal)
        return _version(request, uid, failed=act, status=getattr(refusal, "status", 422))
    messages.success(request, says)
    gone = LifeAct.of(act) is LifeAct.DISCARD
    return redirect("backstage:items") if gone else redirect("backstage:version", uid)


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """比对两版：默认最近发布的两版，也可以自己选。"""
    shown = queries.item_life(item_code=code, by=officer_of(request))
    published = [v for v in shown.versions if v.number is not None]
    old, new = _picked(request, published)
    changed = (
        queries.difference(
            queries.version_content(version_id=old.id), queries.version_content(version_id=new.id)
        )
        if old and new
        else ()
    )
    return backstage_page(
        request,
        "backstage/life/compare.html",
        here="backstage:items",
        item=shown,
        published=published,
        old=old,
        new=new,
        differences=_shown(changed),
        crumbs=_crumbs(shown.name, reverse("backstage:item", args=[code])),
    )


def _item(request: HttpRequest, code: str, *, failed: str = "", status: int = 200) -> HttpResponse:
    shown = queries.item_life(item_code=code, by=officer_of(request))
    return backstage_page(
        request,
        "backstage/life/item.html",
        here="backstage:items",
        status=status,
        item=shown,
        versions=[(v, STAGE_TONES.get(v.stage, "")) for v in shown.versions],
        tone=STAGE_TONES.get(shown.stage, ""),
        steps=_steps(shown.may),
        impact=_impact(shown),
        failed=failed,
        typed=request.POST,
        today=arrived(request).date(),
        crumbs=_crumbs(),
    )


def _version(request: HttpRequest, uid: str, *, failed: str = "", status: int = 200) -> HttpResponse:
    officer = officer_of(request)
    shown = queries.version_life(version_uid=uid, by=officer)
    life = queries.item_life(item_code=shown.item_code, by=officer)
    return backstage_page(
        request,
        "backstage/life/version.html",
        here="backstage:items",
        status=status,
        version=shown,
        line=shown.line,
        tone=STAGE_TONES.get(shown.line.stage, ""),
        differences=_shown(queries.difference(shown.base_content, shown.content), typed=request.POST),
        whole_reason=request.POST.get(REASON, ""),
        findings=_findings(shown, on=law_date(arrived(request))),
        impact=_impact(life),
        reasons=[(queries.element_name(r["element"]), r["says"]) for r in shown.reasons],
        steps=_steps(shown.may),
        failed=failed,
        typed=request.POST,
        today=arrived(request).date(),
        crumbs=_crumbs(shown.name, reverse("backstage:item", args=[shown.item_code])),
    )


def _steps(may: frozenset[LifeAct]) -> dict[str, dict[str, str]]:
    return {act.value: {"button": move.button, "law": move.law} for act, move in MOVES.items() if act in may}


def _impact(shown: ItemLife) -> dict[str, Any]:
    """How many open cases are pinned to which version; they keep it."""
    counted = cases.open_by_version(item_code=shown.code)
    numbers = {v.id: v.number for v in shown.versions}
    rows = sorted((numbers.get(version) or 0, count) for version, count in counted.items())
    return {"total": sum(counted.values()), "rows": rows}


def _findings(shown: VersionLife, *, on: date) -> list[Any]:
    if shown.line.stage is Stage.PUBLISHED:
        return []
    found = queries.lint(content=shown.content, on=on)
    return [finding for some in found.values() for finding in some]


def _shown(
    changed: tuple[ElementDifference, ...], *, typed: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    return [
        {
            "element": each,
            "tone": CHANGE_TONES[each.change],
            "reason": f"{REASON}{each.key}",
            "typed": (typed or {}).get(f"{REASON}{each.key}", ""),
            "rows": [(row, CHANGE_TONES[row.change]) for row in each.rows],
        }
        for each in changed
    ]


def _picked(
    request: HttpRequest, published: list[VersionLine]
) -> tuple[VersionLine | None, VersionLine | None]:
    by_number = {str(v.number): v for v in published}
    new = by_number.get(request.GET.get("new", ""), published[0] if published else None)
    earlier = [v for v in published if new and v.number != new.number]
    return by_number.get(request.GET.get("old", ""), earlier[0] if earlier else None), new


def _crumbs(*more: str) -> list[dict[str, str]]:
    first = {"text": gettext("事项"), "url": reverse("backstage:items")}
    return [first, {"text": more[0], "url": more[1]}] if more else [first]


def _tell(request: HttpRequest, refusal: Exception) -> None:
    advice = getattr(refusal, "advice", "")
    messages.error(request, f"{refusal}。{advice}" if advice else str(refusal))
