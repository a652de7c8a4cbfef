"""目录指标：每个数有口径、分子、分母和数据时间，点下去是事项 (every figure opens into the items it was counted from)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.foundation.http.arrival import arrived_on
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import CountedItem, Rate, RateKey, Reduction, ReductionKey
from tongban.rooms.organisation.words import Role

REST = "rest"
# Who compiles items sees the figures of the catalogue, and not how the work goes.
WATCHING = {Role.LEADER, Role.DIRECTOR, Role.SUPERVISOR, Role.HALL_MANAGER, Role.DATA_OFFICER}


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """目录指标的总页。"""
    on = _day(request)
    found = catalogue.figures(region=_region(request), on=on)
    facts = {
        "found": found,
        "told": found.headline,
        "rates": [_card(rate.key, rate, on) for rate in found.headline.rates],
        "reductions": [_card(one.key, one, on) for one in found.headline.reductions],
        "on": on,
    }
    return _page(request, "board/figures.html", **facts)


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """一个指标点开：算进去的或者没算进去的事项，连同原因。"""
    on, counted = _day(request), request.GET.get("part") != REST
    asked = {"region": _region(request), "on": on, "counted": counted, "after": request.GET.get("after", "")}
    told = catalogue.headline(region=_region(request), on=on)
    shown: Rate | Reduction | None
    if key in RateKey.slugs():
        shown = told.rate(RateKey.of(key))
        items, after = catalogue.counted_items(key=RateKey.of(key), **asked)
    elif key in ReductionKey.slugs():
        shown = next((one for one in told.reductions if one.key == key), None)
        items, after = catalogue.reduced_items(key=ReductionKey.of(key), **asked)
    else:
        raise Http404
    if shown is None:
        raise Http404
    return _page(request, "board/figure.html", **_opened(shown, items, after, on=on, counted=counted))


@dataclass(frozen=True)
class Card:
    """一个数的样子：两个地址是算进去的和没算进去的事项。"""

    figure: Rate | Reduction
    url: str
    rest_url: str


def _card(key: str, shown: Rate | Reduction, on: date) -> Card:
    url = f"{reverse('board:figure', args=[key])}?on={on}"
    return Card(figure=shown, url=url, rest_url=f"{url}&part={REST}")


def _opened(
    shown: Rate | Reduction, items: tuple[CountedItem, ...], after: str, *, on: date, counted: bool
) -> dict[str, Any]:
    card = _card(shown.key, shown, on)
    here = card.url if counted else card.rest_url
    return {
        "card": card,
        "shown": shown,
        "reduction": isinstance(shown, Reduction),
        "items": items,
        "reasons": any(item.reason for item in items),
        "counted": counted,
        "on": on,
        "older_url": f"{here}&after={after}" if after else "",
        "crumbs": [
            {"text": gettext("目录指标"), "url": f"{reverse('board:figures')}?on={on}"},
            {"text": shown.key.zh},
        ],
    }


def _page(request: HttpRequest, template: str, **facts: Any) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    nav = [{"text": gettext("目录指标"), "url": reverse("board:figures"), "current": True}]
    if officer.roles & WATCHING:
        nav.insert(0, {"text": gettext("运行看板"), "url": reverse("board:home"), "current": False})
    return render(request, template, {"nav": nav, "actor_name": officer.name, **facts})


def _region(request: HttpRequest) -> str:
    region: str = request.officer.region  # type: ignore[attr-defined]
    return region[:6].ljust(12, "0")


def _day(request: HttpRequest) -> date:
    """The day asked for in the address; today when there is none or it cannot be read."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return arrived_on(request)
