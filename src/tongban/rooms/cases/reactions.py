"""办件听到什么：节假日安排变了，还在走的期限重新计算；事项划转了，该移交的移交 (once, in the reaction's own transaction)."""

from datetime import date

from tongban.rooms.calendar import queries as calendar
from tongban.rooms.calendar.events import CalendarLoaded
from tongban.rooms.calendar.words import Workdays
from tongban.rooms.cases.events import CaseHandedOver, DueDatesRecomputed
from tongban.rooms.cases.models import Case
from tongban.rooms.cases.rules import clocks
from tongban.rooms.cases.rules import transferring as rules
from tongban.rooms.cases.words import CLOCK_ACTOR
from tongban.rooms.catalogue.events import TransferTookEffect
from tongban.rooms.catalogue.words import MovedItem
from tongban.rooms.journal import acts as journal
from tongban.rooms.journal.events import hears


@hears(CalendarLoaded)
def recompute_due_dates(event: CalendarLoaded) -> int:
    """重算期限：受影响的每个办件重数一遍，真的变了的留痕；返回变了几件。 Law: 行政许可法 第八十二条."""
    tables: dict[str, Workdays] = {}
    changed = 0
    for case in Case.objects.select_for_update().filter(act_by__isnull=False).order_by("case_no").iterator():
        if event.touches(region=case.region, first=case.received_on, last=_last(case)):
            workdays = tables.get(case.region) or calendar.workdays(region=case.region)
            tables[case.region] = workdays
            changed += _recomputed(case, event, workdays)
    return changed


@hears(TransferTookEffect)
def hand_over_cases(event: TransferTookEffect) -> int:
    """划转生效：还没有受理的移交承接机关；受理了的谁受理谁办结，方案另有规定的一并移交。返回移交了几件。"""
    moved = {each.old_code: each for each in event.moved}
    open_cases = Case.objects.select_for_update().filter(item_code__in=moved, closed_at__isnull=True)
    handed = 0
    for case in open_cases.order_by("case_no"):
        handed += _handed_over(case, moved[case.item_code], event)
    return handed


def _handed_over(case: Case, moved: MovedItem, event: TransferTookEffect) -> bool:
    if not rules.goes_over(case.facts(()), in_transit=moved.in_transit):
        return False
    told = CaseHandedOver(
        case_no=case.case_no,
        item_code=moved.new_code,
        version_id=moved.new_version,
        applicant=case.applicant,
        department_code=moved.to_department,
        from_department=case.department_code,
        from_item=case.item_code,
        from_version=case.version_id,
        document_no=event.document_no,
        by=CLOCK_ACTOR.ref,
        at=event.at,
    )
    case.record_handed_over(told)
    journal.witness(told)
    return True


def _last(case: Case) -> date:
    return max(day for day in (case.act_by, case.accept_by, case.statutory_due_on, case.issue_by) if day)


def _recomputed(case: Case, event: CalendarLoaded, workdays: Workdays) -> bool:
    found = clocks.recomputed(case.facts(()), decided_on=case.decided_on, workdays=workdays)
    was = {name: getattr(case, name) for name in found.now}
    if not was or (was == found.now and case.provisional == found.provisional):
        return False
    waited_for = next(iter(found.now))
    told = DueDatesRecomputed(
        case_no=case.case_no,
        item_code=case.item_code,
        version_id=case.version_id,
        applicant=case.applicant,
        department_code=case.department_code,
        due_on_was=was[waited_for],
        due_on=found.now[waited_for],
        was=was,
        now=found.now,
        provisional=found.provisional,
        notice=event.notice,
        by=CLOCK_ACTOR.ref,
        at=event.at,
    )
    case.record_due_dates(told)
    journal.witness(told)
    return True
