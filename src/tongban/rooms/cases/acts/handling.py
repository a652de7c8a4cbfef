"""办理：受理以后的每一个动作，和受理本身 (lock, decide, record, document, witness: always in this order)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db import transaction

from tongban.rooms.calendar import queries as calendar
from tongban.rooms.calendar.words import Workdays
from tongban.rooms.cases import events, models
from tongban.rooms.cases.acts import papers, supplementing
from tongban.rooms.cases.acts.hands import actor_for
from tongban.rooms.cases.acts.switching import told_of_transfer
from tongban.rooms.cases.queries.sight import By
from tongban.rooms.cases.rules import handling as rules
from tongban.rooms.cases.rules import letters
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import MOVES, Act, Actor, CaseFacts, Manner
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal import acts as journal

E = TypeVar("E", bound=events.CaseEvent)
Decide = Callable[[CaseFacts, Actor, Workdays], E]
Record = Callable[[models.Case, E], None]
Write = Callable[[models.Case, letters.Heading, E], letters.Body]


@dataclass(frozen=True)
class Doing(Generic[E]):
    """一个动作怎么办：规则怎么判、行里怎么记、文书怎么写（没有文书的不写）。"""

    act: Act
    decide: Decide[E]
    record: Record[E]
    write: Write[E] | None = None


def _handle(doing: Doing[E], *, case_no: str, by: By) -> E:
    """One act: the row is locked before any question is asked; document and event commit with it."""
    with told_of_transfer(), transaction.atomic(durable=True):
        case = models.Case.locked(case_no)
        actor = actor_for(by, case)
        event = doing.decide(case.facts(case.lines()), actor, calendar.workdays(region=case.region))
        doing.record(case, event)
        _document(doing, case, event)
        journal.witness(event)
    return event


def _document(doing: Doing[E], case: models.Case, event: E) -> None:
    kind, write = MOVES[doing.act].document, doing.write
    if kind is not None and write is not None:
        papers.issue(case, kind, at=event.at, write=lambda head: write(case, head, event))


def ask_supplement(
    *, case_no: str, by: By, defects: Mapping[str, str], at: datetime
) -> events.SupplementAsked:
    """一次性告知补正。 Refuses as ``rules.ask_supplement`` refuses."""
    doing = Doing(
        Act.ASK_SUPPLEMENT,
        lambda case, actor, workdays: rules.ask_supplement(
            case, by=actor, at=at, defects=defects, workdays=workdays
        ),
        models.Case.record_supplement_asked,
        lambda case, head, event: letters.Body(
            letters.supplement_notice(until=event.supplement_by),
            letters.defect_table(event.defects, dict(case.materials.values_list("key", "name"))),
        ),
    )
    return _handle(doing, case_no=case_no, by=by)


def supplement(*, case_no: str, by: By, at: datetime) -> events.CaseSupplemented:
    """补正：把补正草稿里的材料和改过的表单交进办件，重新等待受理。

    Refuses as ``rules.supplement`` refuses; FormProblems, NoSuchDraft.
    """
    with transaction.atomic(durable=True):
        case = models.Case.locked(case_no)
        actor = actor_for(by, case)
        brought = supplementing.brought(case, owner=actor.ref, at=at)
        workdays = calendar.workdays(region=case.region)
        event = rules.supplement(
            case.facts(case.lines()), by=actor, at=at, handed_in=brought.materials, workdays=workdays
        )
        case.record_supplemented(event)
        brought.record(case)
        journal.witness(event)
    return event


def _acceptance(case: models.Case, head: letters.Heading, event: events.CaseAccepted) -> letters.Body:
    return letters.Body(
        letters.acceptance(
            accepted_on=event.accepted_on,
            due_on=event.due_on,
            deemed=event.deemed,
            provisional=event.provisional,
            head=head,
        )
    )


def _judged(case: CaseFacts, *, on: date) -> CaseFacts:
    """The facts, with the answer of the licence list in force on the day (a statement for licences, none for the rest)."""
    version = catalogue.version(version_id=case.version_id)
    return replace(case, listed=catalogue.on_licence_list(version=version, on=on))


def accept(*, case_no: str, by: By, at: datetime) -> events.CaseAccepted:
    """受理一个办件，开始计时。 Refuses as ``rules.accept`` refuses."""
    doing = Doing(
        Act.ACCEPT,
        lambda case, actor, workdays: rules.accept(
            _judged(case, on=law_date(at)), by=actor, at=at, workdays=workdays
        ),
        models.Case.record_accepted,
        _acceptance,
    )
    return _handle(doing, case_no=case_no, by=by)


def deem_accepted(*, case_no: str, by: By, at: datetime) -> events.CaseAccepted:
    """视为受理：逾期未告知补正。 Refuses as ``rules.deem_accepted`` refuses."""
    doing = Doing(
        Act.DEEM_ACCEPTED,
        lambda case, actor, workdays: rules.deem_accepted(
            _judged(case, on=case.received_on), by=actor, at=at, workdays=workdays
        ),
        models.Case.record_accepted,
        _acceptance,
    )
    return _handle(doing, case_no=case_no, by=by)


def decline(*, case_no: str, by: By, reason: str, right_authority: str, at: datetime) -> events.CaseDeclined:
    """不予受理。 Refuses as ``rules.decline`` refuses."""
    doing = Doing(
        Act.DECLINE,
        lambda case, actor, workdays: rules.decline(
            case, by=actor, at=at, reason=reason, right_authority=right_authority
        ),
        models.Case.record_declined,
        lambda case, head, event: letters.Body(
            letters.declined(reason=event.reason, right_authority=event.right_authority, head=head)
        ),
    )
    return _handle(doing, case_no=case_no, by=by)


def review(*, case_no: str, by: By, favourable: bool, opinion: str, at: datetime) -> events.CaseReviewed:
    """审查。 Refuses as ``rules.review`` refuses."""
    doing = Doing(
        Act.REVIEW,
        lambda case, actor, workdays: rules.review(
            case, by=actor, at=at, favourable=favourable, opinion=opinion
        ),
        models.Case.record_reviewed,
    )
    return _handle(doing, case_no=case_no, by=by)


def grant(*, case_no: str, by: By, conditions: str = "", at: datetime) -> events.CaseGranted:
    """准予。 Refuses as ``rules.grant`` refuses."""
    doing = Doing(
        Act.GRANT,
        lambda case, actor, workdays: rules.grant(
            case, by=actor, at=at, conditions=conditions, workdays=workdays
        ),
        models.Case.record_decided,
        lambda case, head, event: letters.Body(letters.granted(conditions=event.conditions, head=head)),
    )
    return _handle(doing, case_no=case_no, by=by)


def deny(*, case_no: str, by: By, reason: str, at: datetime) -> events.CaseDenied:
    """不予许可。 Refuses as ``rules.deny`` refuses."""
    doing = Doing(
        Act.DENY,
        lambda case, actor, workdays: rules.deny(case, by=actor, at=at, reason=reason, workdays=workdays),
        models.Case.record_decided,
        lambda case, head, event: letters.Body(letters.denied(reason=event.reason, head=head)),
    )
    return _handle(doing, case_no=case_no, by=by)


def issue(*, case_no: str, by: By, at: datetime) -> events.CaseIssued:
    """制证。 Refuses as ``rules.issue`` refuses."""
    doing = Doing(
        Act.ISSUE,
        lambda case, actor, workdays: rules.issue(case, by=actor, at=at),
        models.Case.record_issued,
    )
    return _handle(doing, case_no=case_no, by=by)


def serve(*, case_no: str, by: By, manner: Manner, at: datetime) -> events.CaseServed:
    """送达。 Refuses as ``rules.serve`` refuses."""
    doing = Doing(
        Act.SERVE,
        lambda case, actor, workdays: rules.serve(case, by=actor, at=at, manner=manner),
        models.Case.record_served,
        lambda case, head, event: letters.Body(
            letters.served(
                manner=Manner.of(event.manner).zh,
                what=papers.what_is_served(case, licensing=head.licensing),
                at=event.at,
                head=head,
            )
        ),
    )
    return _handle(doing, case_no=case_no, by=by)


def close(*, case_no: str, by: By, at: datetime) -> events.CaseClosed:
    """办结。 Refuses as ``rules.close`` refuses."""
    doing = Doing(
        Act.CLOSE,
        lambda case, actor, workdays: rules.close(case, by=actor, at=at),
        models.Case.record_closed,
    )
    return _handle(doing, case_no=case_no, by=by)


def withdraw(*, case_no: str, by: By, reason: str = "", at: datetime) -> events.CaseWithdrawn:
    """撤回申请。 Refuses as ``rules.withdraw`` refuses."""
    doing = Doing(
        Act.WITHDRAW,
        lambda case, actor, workdays: rules.withdraw(case, by=actor, at=at, reason=reason),
        models.Case.record_withdrawn,
    )
    return _handle(doing, case_no=case_no, by=by)


def return_back(*, case_no: str, by: By, at: datetime) -> events.CaseReturned:
    """退件。 Refuses as ``rules.return_back`` refuses."""
    doing = Doing(
        Act.RETURN_BACK,
        lambda case, actor, workdays: rules.return_back(case, by=actor, at=at),
        models.Case.record_returned,
        lambda case, head, event: letters.Body(
            letters.returned(supplement_by=case.supplement_by or law_date(event.at))
        ),
    )
    return _handle(doing, case_no=case_no, by=by)
