"""办件的规则：法律允许什么。给出事实、经手人、时间和工作日表，得到一个事件或一个拒绝 (pure).

Every function takes the facts of one case and answers with the event that the act records; ``Refuses`` names what else
may come out. Who may do what from where stands in ``words.MOVES`` and nowhere else.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict

from tongban.rooms.calendar.words import Workdays
from tongban.rooms.cases import errors, events
from tongban.rooms.cases.rules.clocks import acceptance_deadline, due_dates, law_date
from tongban.rooms.cases.words import (
    ISSUE_WORKDAYS,
    LONGEST_TEXT,
    MOVES,
    SUPPLEMENT_DAYS,
    Act,
    Actor,
    CaseFacts,
    Manner,
    MaterialLine,
    Move,
)


class _Common(TypedDict):
    case_no: str
    item_code: str
    version_id: int
    applicant: str
    department_code: str
    by: str
    at: datetime


def _common(case: CaseFacts, by: Actor, at: datetime) -> _Common:
    return _Common(
        case_no=case.case_no,
        item_code=case.item_code,
        version_id=case.version_id,
        applicant=case.applicant,
        department_code=case.department_code,
        by=by.ref,
        at=at,
    )


def allowed_move(act: Act, case: CaseFacts, by: Actor) -> Move:
    """可以这样走吗：先看是不是该由他办，再看状态对不对。

    Refuses: NotYourDesk, WrongState, SamePerson.
    """
    move = MOVES[act]
    if not _is_his(move, case, by):
        hands = move.hands(on_the_spot=case.on_the_spot)
        raise errors.NotYourDesk(act=act.zh, hands="、".join(sorted(h.zh for h in hands)))
    if not _starts_here(move, case):
        raise errors.WrongState(act=act.zh, state=case.state.zh)
    if _reviewed_it_himself(act, case, by):
        raise errors.SamePerson()
    return move


def _is_his(move: Move, case: CaseFacts, by: Actor) -> bool:
    return not move.hands(on_the_spot=case.on_the_spot).isdisjoint(by.hands)


def _starts_here(move: Move, case: CaseFacts) -> bool:
    return case.state in move.starts(on_the_spot=case.on_the_spot, has_result=case.has_result)


def _reviewed_it_himself(act: Act, case: CaseFacts, by: Actor) -> bool:
    return act in (Act.GRANT, Act.DENY) and not case.on_the_spot and case.reviewed_by == by.ref


def may(act: Act, case: CaseFacts, by: Actor) -> bool:
    """按钮亮不亮：此刻此人可否办此动作。"""
    move = MOVES[act]
    return _is_his(move, case, by) and _starts_here(move, case) and not _reviewed_it_himself(act, case, by)


def ask_supplement(
    case: CaseFacts, *, by: Actor, at: datetime, defects: Mapping[str, str], workdays: Workdays
) -> events.SupplementAsked:
    """一次性告知补正：一次写明全部需要补正的内容，只能要清单内的材料。

    Law: 行政许可法 第三十一条、第三十二条第一款第四项.
    Refuses: NotYourDesk, WrongState, DefectsMissing, TooLong, NotOnTheList, AskedBefore, NoticeTooLate.
    """
    move = allowed_move(Act.ASK_SUPPLEMENT, case, by)
    stated = {key: _fits(text, Act.ASK_SUPPLEMENT) for key, text in defects.items() if text.strip()}
    if not stated:
        raise errors.DefectsMissing()
    _refuse_strange(case, stated)
    if law_date(at) > case.accept_by:
        raise errors.NoticeTooLate(accept_by=case.accept_by)
    until = workdays.roll_forward(law_date(at) + timedelta(days=SUPPLEMENT_DAYS)).on
    return events.SupplementAsked(**_common(case, by, at), defects=stated, supplement_by=until, law=move.law)


def _refuse_strange(case: CaseFacts, stated: Mapping[str, str]) -> None:
    """Only what is on the published list; in a later round only what was newly handed in (domain.md 2.2 G1, G2)."""
    listed = {m.key: m for m in case.materials}
    for key in stated:
        if key not in listed:
            raise errors.NotOnTheList(material=key[:60])
        if listed[key] not in case.askable:
            raise errors.AskedBefore(material=listed[key].name)


def supplement(
    case: CaseFacts, *, by: Actor, at: datetime, handed_in: Sequence[MaterialLine], workdays: Workdays
) -> events.CaseSupplemented:
    """补正：需要补正的材料全部重新交来（``handed_in``），受理期限从收到之日重新计算。

    Law: 行政许可法 第三十二条第一款第四项.
    Refuses: NotYourDesk, WrongState, MaterialsMissing.
    """
    allowed_move(Act.SUPPLEMENT, case, by)
    brought = {m.key for m in handed_in if m.is_received}
    _refuse_missing(case, case.missing - brought)
    deadline = acceptance_deadline(received_on=law_date(at), accept_days=case.accept_days, workdays=workdays)
    return events.CaseSupplemented(
        **_common(case, by, at), accept_by=deadline.on, materials=tuple(sorted(brought))
    )


def require_listed(listed: bool, *, item: str) -> None:
    """清单之外无审批：不在现行清单上的行政许可，不收、不受理。

    Law: 国办发〔2022〕2号.
    Refuses: NotOnLicenceList.
    """
    if not listed:
        raise errors.NotOnLicenceList(item=item)


def accept(case: CaseFacts, *, by: Actor, at: datetime, workdays: Workdays) -> events.CaseAccepted:
    """受理：材料齐全、符合法定形式的，予以受理，自次日起计算时限。

    Law: 行政许可法 第三十二条第一款第五项、第八十二条; 国办发〔2022〕2号（清单之外一律不得违法实施行政许可）.
    Refuses: NotYourDesk, WrongState, NotOnLicenceList, MaterialsMissing.
    """
    allowed_move(Act.ACCEPT, case, by)
    require_listed(case.listed, item=case.item_name)
    _refuse_missing(case, case.missing)
    common = _common(case, by, at)
    return _accepted(case, common, accepted_on=law_date(at), workdays=workdays, deemed=False)


def deem_accepted(case: CaseFacts, *, at: datetime, by: Actor, workdays: Workdays) -> events.CaseAccepted:
    """视为受理：逾期不告知补正的，自收到申请材料之日起即为受理，时限也从那一天的次日起算。

    Law: 行政许可法 第三十二条第一款第四项.
    Refuses: NotYourDesk, WrongState, NoticeStillPossible, NotOnLicenceList (on the day of receipt).
    """
    allowed_move(Act.DEEM_ACCEPTED, case, by)
    require_listed(case.listed, item=case.item_name)
    if law_date(at) <= case.accept_by:
        raise errors.NoticeStillPossible(accept_by=case.accept_by)
    common = _common(case, by, at)
    return _accepted(case, common, accepted_on=case.received_on, workdays=workdays, deemed=True)


def _accepted(
    case: CaseFacts, common: _Common, *, accepted_on: date, workdays: Workdays, deemed: bool
) -> events.CaseAccepted:
    dates = due_dates(case, accepted_on=accepted_on, workdays=workdays)
    return events.CaseAccepted(
        **common,
        deemed=deemed,
        accepted_on=accepted_on,
        due_on=dates.promised.on,
        statutory_due_on=dates.statutory.on,
        provisional=dates.provisional,
        law=MOVES[Act.DEEM_ACCEPTED if deemed else Act.ACCEPT].law,
    )


def decline(
    case: CaseFacts, *, by: Actor, at: datetime, reason: str, right_authority: str
) -> events.CaseDeclined:
    """不予受理：不属于本机关职权的，即时作出决定，并告知向谁申请。

    Law: 行政许可法 第三十二条第一款第二项.
    Refuses: NotYourDesk, WrongState, ReasonsMissing.
    """
    move = allowed_move(Act.DECLINE, case, by)
    return events.CaseDeclined(
        **_common(case, by, at),
        reason=_stated(reason, Act.DECLINE),
        right_authority=right_authority.strip(),
        law=move.law,
    )


def review(
    case: CaseFacts, *, by: Actor, at: datetime, favourable: bool, opinion: str
) -> events.CaseReviewed:
    """审查：对申请材料进行审查，写明意见。

    Law: 行政许可法 第三十四条.
    Refuses: NotYourDesk, WrongState, OpinionMissing.
    """
    allowed_move(Act.REVIEW, case, by)
    if not opinion.strip():
        raise errors.OpinionMissing()
    return events.CaseReviewed(
        **_common(case, by, at), favourable=favourable, opinion=_fits(opinion, Act.REVIEW)
    )


def grant(
    case: CaseFacts, *, by: Actor, at: datetime, conditions: str, workdays: Workdays
) -> events.CaseGranted:
    """准予：符合法定条件、标准的，依法作出准予的书面决定。

    Law: 行政许可法 第三十八条第一款、第四十四条.
    Refuses: NotYourDesk, WrongState, SamePerson, MaterialsMissing.
    """
    move = allowed_move(Act.GRANT, case, by)
    _refuse_missing(case, case.missing)
    issue_by = workdays.after(law_date(at), ISSUE_WORKDAYS).on
    return events.CaseGranted(
        **_common(case, by, at), conditions=_fits(conditions, Act.GRANT), issue_by=issue_by, law=move.law
    )


def deny(case: CaseFacts, *, by: Actor, at: datetime, reason: str, workdays: Workdays) -> events.CaseDenied:
    """不予许可：说明理由，并告知申请复议或者提起诉讼的权利。

    Law: 行政许可法 第三十八条第二款.
    Refuses: NotYourDesk, WrongState, SamePerson, ReasonsMissing.
    """
    move = allowed_move(Act.DENY, case, by)
    issue_by = workdays.after(law_date(at), ISSUE_WORKDAYS).on
    return events.CaseDenied(
        **_common(case, by, at), reason=_stated(reason, Act.DENY), issue_by=issue_by, law=move.law
    )


def issue(case: CaseFacts, *, by: Actor, at: datetime) -> events.CaseIssued:
    """制证：制作许可证件或批准文件。

    Law: 行政许可法 第三十九条. Refuses: NotYourDesk, WrongState.
    """
    allowed_move(Act.ISSUE, case, by)
    return events.CaseIssued(**_common(case, by, at))


def serve(case: CaseFacts, *, by: Actor, at: datetime, manner: Manner) -> events.CaseServed:
    """送达：把决定和证件送到申请人手里，记下方式。

    Law: 行政许可法 第四十四条. Refuses: NotYourDesk, WrongState.
    """
    allowed_move(Act.SERVE, case, by)
    return events.CaseServed(**_common(case, by, at), manner=manner)


def close(case: CaseFacts, *, by: Actor, at: datetime) -> events.CaseClosed:
    """办结：送达之后办结，申请人由此得到评价一次的权利。

    Refuses: NotYourDesk, WrongState.
    """
    allowed_move(Act.CLOSE, case, by)
    return events.CaseClosed(**_common(case, by, at), channel=case.channel)


def withdraw(case: CaseFacts, *, by: Actor, at: datetime, reason: str) -> events.CaseWithdrawn:
    """撤回申请：决定作出之前，申请人可以撤回。

    Refuses: NotYourDesk, WrongState.
    """
    allowed_move(Act.WITHDRAW, case, by)
    return events.CaseWithdrawn(**_common(case, by, at), reason=_fits(reason, Act.WITHDRAW))


def return_back(case: CaseFacts, *, by: Actor, at: datetime) -> events.CaseReturned:
    """退件：逾期未补正的退回，不是对申请的否定，补齐后可以重新申请。

    Refuses: NotYourDesk, WrongState, StillTime.
    """
    move = allowed_move(Act.RETURN_BACK, case, by)
    if case.supplement_by is None or law_date(at) <= case.supplement_by:
        raise errors.StillTime(supplement_by=case.supplement_by or law_date(at))
    return events.CaseReturned(**_common(case, by, at), law=move.law)


def _refuse_missing(case: CaseFacts, missing: frozenset[str]) -> None:
    if missing:
        names = sorted(case.names.get(key, key) for key in missing)
        raise errors.MaterialsMissing(missing="、".join(names))


def _stated(reason: str, act: Act) -> str:
    if not reason.strip():
        raise errors.ReasonsMissing(act=act.zh)
    return _fits(reason, act)


def _fits(text: str, act: Act) -> str:
    if len(text) > LONGEST_TEXT:
        raise errors.TooLong(act=act.zh, most=LONGEST_TEXT)
    return text.strip()
