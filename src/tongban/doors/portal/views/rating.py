"""好差评：一页，选一档就能交；原因和话可写可不写。"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.refusal import Refusal
from tongban.rooms.rating import acts, queries
from tongban.rooms.rating.words import LONGEST_WORDS, Grade, Opinion, RatingChannel


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """评价：凭码，不用登录，一件只评一次。"""
    right = queries.right_by_token(token=token, on=arrived_on(request))
    if request.method != "POST" or not right.is_open:
        return render(request, "portal/rate.html", _page(right))
    grade = _grade(request.POST.get("grade", ""))
    if grade is None:
        return render(request, "portal/rate.html", _page(right, request, gettext("请先选一档")))
    try:
        acts.rate(token=token, opinion=_opinion(request, grade), at=arrived(request))
    except Refusal as refusal:
        return render(request, "portal/rate.html", _page(right, request, f"{refusal}。{refusal.advice}"))
    return render(request, "portal/rated.html", {"right": right, "grade": grade})


def _page(right: queries.RightView, request: HttpRequest | None = None, error: str = "") -> dict[str, Any]:
    told = request.POST if request else {}
    return {
        "right": right,
        "tags": [
            {"stars": grade.stars, "zh": grade.zh, "tags": tags} for grade, tags in queries.tags().items()
        ],
        "most": LONGEST_WORDS,
        "words": told.get("words", ""),
        "ticked": request.POST.getlist("tags") if request else [],
        "chosen": _stars(told.get("grade", "")),
        "errors": [{"text": error, "href": "#grade"}] if error else [],
    }


def _stars(text: str) -> int:
    return int(text) if text in {"1", "2", "3", "4", "5"} else 0


def _grade(text: str) -> Grade | None:
    return Grade.of_stars(_stars(text)) if _stars(text) else None


def _opinion(request: HttpRequest, grade: Grade) -> Opinion:
    """Ticks under a grade that was chosen before and changed are not what he means."""
    known = {tag.code for tag in queries.tags().get(grade, ())}
    ticked = tuple(code for code in request.POST.getlist("tags") if code in known)
    channel = RatingChannel.QR if "qr" in request.GET else RatingChannel.ONLINE
    return Opinion(grade=grade, tags=ticked, words=request.POST.get("words", ""), channel=channel)
