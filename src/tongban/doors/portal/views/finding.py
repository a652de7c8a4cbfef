"""找事项：首页、搜索、联想、书架。"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.doors.portal.shelving import ENTERPRISE, PERSON, cards, home_shelves, hot_words
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import ShelfKind

LONGEST_QUESTION = 100
HITS = 30
FAR_BEHIND = 0.2  # of the best hit's score: what is that far behind is not shown
SUGGESTIONS = 8
PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """首页：先搜索，再按个人或法人、人生事件、部门找。"""
    who = ENTERPRISE if request.GET.get("who") == ENTERPRISE else PERSON
    shelves = home_shelves(catalogue.shelves(), who=who)
    return render(request, "portal/home.html", {"shelves": shelves, "who": who, "hot": hot_words(who)})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """搜索结果：每条带着时限、材料、费用、跑动。"""
    text = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    hits = catalogue.search(text=text, limit=HITS + 1) if text else []
    near = [hit for hit in hits if hit.score >= FAR_BEHIND * hits[0].score]
    crumbs = [_home_crumb(), {"text": gettext("搜索")}]
    return render(
        request,
        "portal/search.html",
        {
            "text": text,
            "cards": cards(hit.item for hit in near[:HITS]),
            "more": len(near) > HITS,
            "blank": "q" in request.GET and not text,
            "crumbs": crumbs,
        },
    )


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """联想：打字时给出可以直接去的事项。"""
    text = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    found = catalogue.suggest(text=text)[:SUGGESTIONS] if text else []
    rows = [{"text": one.name, "note": "", "url": _guide(one.code)} for one in found]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


@require_safe
def shelf(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """一个书架：按键翻页，不数总数。"""
    if kind not in ShelfKind.slugs():
        raise Http404
    known = ShelfKind.of(kind)
    page = catalogue.on_shelf(kind=known, key=key, after=request.GET.get("after", ""), limit=PAGE)
    if not page.items and not request.GET.get("after"):
        raise Http404
    here = _name_of(known, key)
    facts: dict[str, Any] = {
        "title": here,
        "kind": known,
        "cards": cards(page.items),
        "older_url": f"?after={page.after}" if page.after else "",
        "first_url": request.path if request.GET.get("after") else "",
        "crumbs": [_home_crumb(), {"text": known.zh}, {"text": here}],
    }
    return render(request, "portal/shelf.html", facts)


def _name_of(kind: ShelfKind, key: str) -> str:
    named = (shelf.name for shelf in catalogue.shelves() if shelf.kind is kind and shelf.key == key)
    return next(named, key)


def _home_crumb() -> dict[str, str]:
    return {"text": gettext("首页"), "url": reverse("portal:home")}


def _guide(code: str) -> str:
    return reverse("portal:guide", args=[code])
