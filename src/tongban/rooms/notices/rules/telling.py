"""怎么说：每一步对申请人说的话，全在这一张表里 (what each step is called in plain words; the only place of these texts).

Each text says what happened, what comes next and until when. A sentence has at most 30 characters and no word that has to
be looked up (people.md B1, elderly). Nothing in it names or numbers a person: it may go out by SMS.

Sources: time limits and what must be told — 行政许可法 第三十二条（受理、补正、视为受理）、第三十八条（理由和救济）、第四十四条
（十日内送达）; remedies — 行政复议法（2023）第二十条（六十日）, 行政诉讼法 第四十六条（六个月）; rating — 国办发〔2019〕51号.
"""

from dataclasses import dataclass, fields
from datetime import date

from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.cases import events
from tongban.rooms.cases.words import Manner
from tongban.rooms.notices.words import MessageKind, Told

LONGEST_ITEM = 16


@dataclass(frozen=True)
class Text:
    """一条消息的标题和正文。"""

    subject: str
    body: str


TEXTS: dict[MessageKind, Text] = {
    MessageKind.RECEIVED: Text(
        "已收到您的申请",
        "您申请的“{item}”已经收到。最晚{accept_by}告诉您是否受理。您随时可以查看进度。",
    ),
    MessageKind.SUPPLEMENT_ASKED: Text(
        "有材料需要补正",
        "您申请的“{item}”有{defects}份材料要补正。请您在{supplement_by}前补交。要补什么、怎么补，点开就能看到。过期没有补交，申请会退回给您。退回后您还可以重新申请。",
    ),
    MessageKind.SUPPLEMENTED: Text(
        "已收到补正材料",
        "您申请的“{item}”补正材料收到了。最晚{accept_by}告诉您是否受理。",
    ),
    MessageKind.ACCEPTED: Text(
        "您的申请已受理",
        "您申请的“{item}”已经受理。最晚{due_on}作出决定。受理通知书可以在网上查看。",
    ),
    MessageKind.DEEMED_ACCEPTED: Text(
        "您的申请已算作受理",
        "您申请的“{item}”依法算作已受理。时限从{accepted_on}起算。最晚{due_on}作出决定。受理通知书可以在网上查看。",
    ),
    MessageKind.DECLINED: Text(
        "您的申请没有受理",
        "您申请的“{item}”没有受理。为什么、应找谁办，决定书里写明了。如果不同意，60日内可以申请复议。也可以在6个月内提起诉讼。",
    ),
    MessageKind.GRANTED: Text(
        "您的申请已获准",
        "您申请的“{item}”已经获准。最晚{issue_by}把办理结果交给您。决定书可以在网上查看。",
    ),
    MessageKind.DENIED: Text(
        "您的申请没有获准",
        "您申请的“{item}”没有获准。理由写在决定书里，请您查看。如果不同意，60日内可以申请复议。也可以在6个月内提起诉讼。",
    ),
    MessageKind.ISSUED: Text(
        "办理结果已做好",
        "您申请的“{item}”结果已做好。接下来会按您选的方式交给您。电子证照可以在“我的证照”里看。",
    ),
    MessageKind.SERVED: Text(
        "办理结果已送达",
        "您申请的“{item}”结果已送达。送达方式是{manner}。如果没有收到，请您联系我们。",
    ),
    MessageKind.CLOSED: Text(
        "这件事已经办结",
        "您申请的“{item}”已经办结。30天内您可以评价这次服务。评不评都由您，不影响今后办事。",
    ),
    MessageKind.WITHDRAWN: Text(
        "您的申请已撤回",
        "您申请的“{item}”已经撤回。以后需要时，可以重新申请。如果不是您撤回的，请马上联系我们。",
    ),
    MessageKind.RETURNED: Text(
        "您的申请已退回",
        "您申请的“{item}”已经退回。因为到期没有收到补正材料。材料备齐后，您可以重新申请。",
    ),
    MessageKind.DUE_DATES_RECOMPUTED: Text(
        "办理期限有变化",
        "您申请的“{item}”期限变了。因为放假安排有调整。原来最晚{before}{promise}。现在最晚是{after}。",
    ),
}
PROMISES = {"issue_by": "把结果交给您", "due_on": "作出决定", "accept_by": "告诉您是否受理"}
"""重算的是哪个期限，对申请人就怎么说；后面的步骤在前。"""
ESTIMATED = "这个日子是估算的，放假安排公布后会再算。"

KINDS: dict[type[events.CaseEvent], MessageKind] = {
    events.CaseReceived: MessageKind.RECEIVED,
    events.SupplementAsked: MessageKind.SUPPLEMENT_ASKED,
    events.CaseSupplemented: MessageKind.SUPPLEMENTED,
    events.CaseAccepted: MessageKind.ACCEPTED,
    events.CaseDeclined: MessageKind.DECLINED,
    events.CaseGranted: MessageKind.GRANTED,
    events.CaseDenied: MessageKind.DENIED,
    events.CaseIssued: MessageKind.ISSUED,
    events.CaseServed: MessageKind.SERVED,
    events.CaseClosed: MessageKind.CLOSED,
    events.CaseWithdrawn: MessageKind.WITHDRAWN,
    events.CaseReturned: MessageKind.RETURNED,
    events.DueDatesRecomputed: MessageKind.DUE_DATES_RECOMPUTED,
}


def tell(event: events.CaseEvent, *, item_name: str) -> Told | None:
    """写一条消息：办件的这一步，对申请人怎么说；没有什么要说的是 None。"""
    kind = _kind(event)
    text = TEXTS[kind]
    shown = {f.name: _shown(f.name, getattr(event, f.name), event) for f in fields(event)}
    if isinstance(event, events.DueDatesRecomputed):
        moved = _moved(event)
        if moved is None:
            return None
        shown |= moved
    body = text.body.format(**shown, item=_short(item_name))
    if getattr(event, "provisional", False):
        body += ESTIMATED
    return Told(kind=kind, subject=text.subject, body=body, link=link(event.case_no))


def in_full(body: str, *, item_name: str) -> str:
    """站内信里事项用全名；短信里放不下，写的是短的。"""
    return body.replace(f"“{_short(item_name)}”", f"“{item_name}”", 1)


def link(case_no: str) -> str:
    """去哪里看：办件自己的页面 (a path of the portal)."""
    return f"/my/cases/{case_no}"


def event_key(event: events.CaseEvent) -> str:
    """一件事的名字：同一件事送达几次都一样，凭它只写一条消息。"""
    return f"{event.kind}:{event.case_no}:{event.at.timestamp():.6f}"


def _kind(event: events.CaseEvent) -> MessageKind:
    if isinstance(event, events.CaseAccepted) and event.deemed:
        return MessageKind.DEEMED_ACCEPTED
    return KINDS[type(event)]


def _shown(name: str, fact: object, event: events.CaseEvent) -> object:
    if name == "manner":
        return Manner.of(str(fact)).zh
    if isinstance(fact, dict):
        return len(fact)
    return _day(fact, seen_from=event.at.astimezone(SHANGHAI).date()) if isinstance(fact, date) else fact


def _moved(event: events.DueDatesRecomputed) -> dict[str, object] | None:
    """The one date that the applicant was promised and that is another now; the others are the office's affair."""
    for name, promise in PROMISES.items():
        before, after = event.was.get(name), event.now.get(name)
        if before and after and before != after:
            days = {"before": _shown("", before, event), "after": _shown("", after, event)}
            return {**days, "promise": promise}
    return None


def _day(on: date, *, seen_from: date) -> str:
    """A day as one says it: without the year while it is this one."""
    year = "" if on.year == seen_from.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"


def _short(item_name: str) -> str:
    return item_name if len(item_name) <= LONGEST_ITEM else item_name[: LONGEST_ITEM - 1] + "…"
