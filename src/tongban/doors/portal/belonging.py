"""是谁的：不是现在这位委托人的东西，却是他此刻也能替的另一位的，说清楚，一按就换过去打开；替不了的照旧答没有."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tongban.doors.portal import caseview, whom
from tongban.doors.portal.application import opened
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases.queries import MyCase
from tongban.rooms.licences import queries as licences
from tongban.rooms.licences.errors import NoSuchLicence
from tongban.rooms.notices import queries as notices
from tongban.rooms.notices.errors import NoSuchMessage
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, Applicant, MandateAct

Way = Applicant | Acting
View = Callable[..., HttpResponse]
Look = Callable[..., object]


def others(request: HttpRequest) -> list[Way]:
    """除了现在这位，他此刻还能办谁的事：本人，和各委托人."""
    me, now = whom.person(request), whom.principal(request).ref
    every: list[Way] = [me, *people.principals_of(person_id=me.id, at=arrived(request))]
    return [way for way in every if _principal(way).ref != now]


def told(request: HttpRequest, way: Way) -> dict[str, Any]:
    """页面上的一位：引用、称呼、是不是本人."""
    principal = _principal(way)
    own = principal.ref == whom.person(request).ref
    return {"ref": principal.ref, "name": principal.display_name_masked, "own": own}


def others_told(request: HttpRequest) -> list[dict[str, Any]]:
    """空着的清单上列出来：还可以看谁的."""
    return [told(request, way) for way in others(request)]


def case_of(request: HttpRequest, case_no: str) -> MyCase | None:
    """一条消息说的办件：现在这位的，或者他能替的另一位的（消息发给了代办人本人）；都不是的没有."""
    with suppress(Refusal):
        return caseview.mine(request, case_no)
    for way in others(request):
        with _standing_in(request, way), suppress(Refusal):
            return caseview.mine(request, case_no)
    return None


def of_another(kind: str, look: Look) -> Callable[[View], View]:
    """给一页加上：没有找到时，``look`` 以他能替的另一位再找一次，找得到就请他换过去 (only what is read; no oracle).

    ``look`` takes what the view takes and refuses as it would; it changes nothing.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **holes: str) -> HttpResponse:
            try:
                return view(request, **holes)
            except Refusal as refusal:
                if refusal.status != 404 or request.method not in ("GET", "HEAD"):
                    raise
                owner = _owner(request, look, holes)
                if owner is None:
                    raise
                return _sent_on(request, kind, owner)

        return answered

    return wrap


def _owner(request: HttpRequest, look: Look, holes: dict[str, str]) -> Way | None:
    for way in others(request):
        with _standing_in(request, way):
            try:
                look(request, **holes)
            except Refusal:
                continue
            return way
    return None


@contextmanager
def _standing_in(request: HttpRequest, way: Way) -> Iterator[None]:
    now = whom.acting(request)
    request.acting_for = way if isinstance(way, Acting) else None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        request.acting_for = now  # type: ignore[attr-defined]


def _sent_on(request: HttpRequest, kind: str, owner: Way) -> HttpResponse:
    now = None if whom.acting(request) is None else whom.principal(request).display_name_masked
    facts = {"kind": kind, "owner": told(request, owner), "now": now, "next": request.get_full_path()}
    return render(request, "portal/of_another.html", facts)


def _principal(way: Way) -> Applicant:
    return way.principal if isinstance(way, Acting) else way


def _draft(request: HttpRequest, uid: str, **more: str) -> object:
    return opened(request, uid)


def _case(request: HttpRequest, case_no: str, **more: str) -> object:
    return caseview.mine(request, case_no)


def _licence(request: HttpRequest, uid: str, **more: str) -> object:
    if not whom.covers_everything(request, MandateAct.VIEW):
        raise NoSuchLicence
    return licences.licence(uid=uid, holder=whom.principal(request).ref, at=arrived(request))


def _message(request: HttpRequest, uid: str) -> object:
    if not whom.covers_everything(request, MandateAct.VIEW):
        raise NoSuchMessage
    return notices.message(uid=uid, holder=whom.principal(request).ref)


application = of_another(_("申请"), _draft)
case = of_another(_("办件"), _case)
licence = of_another(_("证照"), _licence)
message = of_another(_("消息"), _message)
