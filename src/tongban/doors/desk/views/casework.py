"""办件：表单、材料、依据并排，能办的动作各是一张小表；拒绝时填的都在 (the workbench of one case)."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tongban.doors.desk.actforms import DOINGS, ActForm, Doing
from tongban.doors.desk.shell import desk_page, officer_of, trays_of
from tongban.doors.desk.workbench import bench, trail
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.refusal import Conflict, NoSuch, Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries
from tongban.rooms.cases.queries import CasePage, HistoryLine
from tongban.rooms.cases.words import MOVES, Act
from tongban.rooms.people import acts as people
from tongban.rooms.people.words import PartyKind, PersonField

NEXT = "next"
_PURPOSE = "{purpose}（办件 {no}，{item}）"
LONGEST_NAMED = 100  # letters of an item's name in a purpose
PURPOSES = ("核对申请人身份", "联系申请人补正", "审查申请材料", "制作和送达证照文书")


class Way(NamedTuple):
    """页面上的一个动作：走法、怎么办、填写的表、是否打开着。"""

    act: Act
    button: str
    law: str
    doing: Doing
    form: ActForm
    open: bool
    url: str


@require_safe
def case(request: HttpRequest, case_no: str) -> HttpResponse:
    """一个办件的工作台；身份资料遮着。"""
    return _page(request, _case(request, case_no))


@require_POST
def reveal(request: HttpRequest, case_no: str) -> HttpResponse:
    """看申请表的原文：写明目的，留痕，本人查得到；原文只在这一次的页面上。"""
    purpose = request.POST.get("purpose", "")
    if purpose not in PURPOSES:
        shown = _case(request, case_no)
        messages.error(request, gettext("请选择查看的目的"))
        return redirect("desk:case", shown.case_no)
    by, at = officer_of(request), arrived(request)
    shown = cases.open_case(case_no=case_no, by=by, purpose=purpose, at=at)
    if subject := person_behind(shown):
        why = _PURPOSE.format(purpose=purpose, no=shown.short_no, item=shown.item_name[:LONGEST_NAMED])
        # The sheet and the addressee are clear from here on: whatever the person's record holds may stand there.
        people.disclose(person_id=subject, fields=tuple(PersonField), purpose=why, by=by.actor, at=at)
    return _page(request, shown, clear=True)


@require_POST
def act(request: HttpRequest, case_no: str, act: str) -> HttpResponse:
    """办一个动作。填得不对、规则不许，都回到原页，填的内容还在。"""
    doing = _doing(act)
    shown = _case(request, case_no)
    form = doing.form(request.POST, request.FILES, case=shown, prefix=act)
    if not form.is_valid():
        return _page(request, shown, failed=(Act.of(act), form), status=422)
    at = arrived(request)
    try:
        event = doing.do(case_no=case_no, by=officer_of(request), at=at, **form.told)
    except NoSuch:
        raise
    except Refusal as refusal:
        return _refused(request, case_no, Act.of(act), form, refusal)
    return _done(request, case_no, doing.says(event))


def person_behind(shown: CasePage) -> int | None:
    """原文说的是谁：申请人本人，或者替单位办的经办人；都不是自然人的没有。"""
    refs = (ref.partition(":") for ref in (shown.facts.applicant, shown.agent))
    return next((int(number) for kind, _, number in refs if kind == PartyKind.PERSON), None)


def _case(request: HttpRequest, case_no: str) -> CasePage:
    return queries.case_page(case_no=case_no, officer=officer_of(request), on=arrived_on(request))


def _doing(act: str) -> Doing:
    doing = next((doing for each, doing in DOINGS.items() if each == act), None)
    if doing is None:
        raise Http404
    return doing


def _refused(request: HttpRequest, case_no: str, act: Act, form: ActForm, refusal: Refusal) -> HttpResponse:
    """Somebody was faster, or a rule says no. What this very officer has just done counts as done (a double click)."""
    now = _case(request, case_no)
    last = trail(now)[-1]
    mine = last.by == officer_of(request).actor and last.kind == DOINGS[act].event.kind
    if isinstance(refusal, Conflict) and mine:
        return _done(request, case_no, gettext("这一步您刚才已经办好，没有重复办理"))
    if isinstance(refusal, Conflict) and act not in now.allowed:
        return _beaten(request, now, last, refusal)
    form.add_error(None, f"{refusal}。{refusal.advice}")
    return _page(request, now, failed=(act, form), status=refusal.status)


def _beaten(request: HttpRequest, now: CasePage, last: HistoryLine, refusal: Refusal) -> HttpResponse:
    told = {"who": last.who, "when": f"{last.at:%m月%d日 %H:%M}", "what": last.zh}
    messages.error(request, f"{refusal}。{gettext('%(who)s已在%(when)s办了：%(what)s') % told}")
    return _page(request, now, status=refusal.status)


def _done(request: HttpRequest, case_no: str, says: str) -> HttpResponse:
    messages.success(request, says)
    tray = request.POST.get("tray", "")
    if request.POST.get("then") == NEXT:
        return redirect(f"{reverse('desk:next')}?tray={tray}")
    return redirect(f"{reverse('desk:case', args=[case_no])}?tray={tray}&done=1")


def _page(
    request: HttpRequest,
    shown: CasePage,
    *,
    clear: bool = False,
    failed: tuple[Act, ActForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    tray = _tray(request)
    facts = bench(shown, clear=clear) | {
        "ways": _ways(shown, failed),
        "tray": tray,
        "purposes": PURPOSES,
        "form": failed[1] if failed else None,
        "calm": not request.GET.get("done") or bool(failed),
    }
    return desk_page(request, "desk/case.html", here=tray, status=status, **facts)


def _tray(request: HttpRequest) -> str:
    asked = request.POST.get("tray") or request.GET.get("tray", "")
    return next((tray.key for tray in trays_of(request) if tray.key == asked), "")


def _ways(shown: CasePage, failed: tuple[Act, ActForm] | None) -> list[Way]:
    acts = [act for act in DOINGS if act in shown.allowed]
    opened = failed[0] if failed else (acts[0] if acts else None)
    return [
        Way(
            act=act,
            button=MOVES[act].button,
            law=MOVES[act].law,
            doing=DOINGS[act],
            form=failed[1] if failed and failed[0] is act else DOINGS[act].form(case=shown, prefix=act),
            open=act is opened,
            url=reverse("desk:act", args=[shown.facts.case_no, act]),
        )
        for act in acts
    ]
