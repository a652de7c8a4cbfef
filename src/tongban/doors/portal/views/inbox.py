"""消息：收信箱和一条消息。"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.doors.portal import belonging, whom
from tongban.foundation.http.arrival import arrived
from tongban.rooms.cases.words import Act
from tongban.rooms.notices import acts, queries
from tongban.rooms.notices.errors import NoSuchMessage
from tongban.rooms.notices.words import MessageKind
from tongban.rooms.people.words import MandateAct


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """收信箱：新的在前，没看过的标出来。"""
    if not whom.covers_everything(request, MandateAct.VIEW):
        return render(request, "portal/inbox.html", {"bounded": True})
    page = queries.inbox(holder=whom.principal(request).ref, after=request.GET.get("after", ""))
    shown = {"page": page}
    if not page.messages and not request.GET.get("after"):
        shown["others"] = belonging.others_told(request)
    return render(request, "portal/inbox.html", shown)


@require_safe
@belonging.message
def message(request: HttpRequest, uid: str) -> HttpResponse:
    """一条消息；打开即看过。"""
    if not whom.covers_everything(request, MandateAct.VIEW):
        raise NoSuchMessage
    holder, by = whom.principal(request).ref, whom.person(request).ref
    shown = queries.message(uid=uid, holder=holder)
    acts.mark_read(uid=uid, holder=holder, by=by, at=arrived(request))
    case = belonging.case_of(request, shown.case_no)
    if case is not None:
        shown = queries.in_full(shown, item_name=case.progress.item_name)
    asked = shown.kind is MessageKind.SUPPLEMENT_ASKED and case is not None and Act.SUPPLEMENT in case.allowed
    return render(request, "portal/message.html", {"message": shown, "case": case, "asked": asked})
