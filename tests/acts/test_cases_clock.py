"""钟办的事：到期视为受理、逾期退件、送达后办结；节假日安排变了，期限重算并留痕。"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.factories import cases as sample
from tests.factories.cases import AT, a_case
from tongban.foundation.schedule import JOBS
from tongban.rooms.calendar import acts as calendar_acts
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.calendar.words import CalendarDay, DayKind
from tongban.rooms.cases import acts, jobs, models, reactions
from tongban.rooms.cases.words import CaseState
from tongban.rooms.journal import queries as journal
from tongban.rooms.journal.events import REACTIONS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world()


def state_of(case: sample.CaseInHand) -> str:
    return models.Case.objects.get(case_no=case.case_no).state


def kinds(case: sample.CaseInHand) -> list[str]:
    return [event.kind for event in journal.stream(name=f"case:{case.case_no}")]


def test_a_case_nobody_answered_is_accepted_by_the_clock_from_the_day_of_receipt():
    case = a_case()
    assert jobs.deem_accepted(at=AT + timedelta(days=1)) == 0  # the last day is still theirs
    assert jobs.deem_accepted(at=AT + timedelta(days=2)) == 1
    row = models.Case.objects.get()
    assert (row.state, row.deemed, row.accepted_on) == (CaseState.ACCEPTED, True, date(2026, 3, 2))
    (accepted,) = [e for e in journal.stream(name=f"case:{case.case_no}") if e.kind == "case.accepted"]
    assert accepted.by == "system:clock"
    notice = models.Document.objects.get(kind="D04").facts
    assert "依法视为受理" in notice["paragraphs"][0]
    assert jobs.deem_accepted(at=AT + timedelta(days=2)) == 0


def test_supplements_that_do_not_come_end_in_a_return_and_not_in_a_denial():
    case = a_case(CaseState.CORRECTING)
    until = models.Case.objects.get().supplement_by
    assert until == date(2026, 4, 1)
    assert jobs.return_expired(at=AT.replace(month=4, day=1)) == 0
    assert jobs.return_expired(at=AT.replace(month=4, day=2)) == 1
    assert (state_of(case), kinds(case)[-1]) == (CaseState.RETURNED, "case.returned")
    assert models.Document.objects.filter(kind="D20").count() == 1


def test_what_is_served_is_closed_and_what_is_not_stays():
    served, granted = a_case(CaseState.SERVED), a_case(CaseState.GRANTED)
    assert jobs.close_served(at=AT + timedelta(days=1)) == 1
    assert (state_of(served), state_of(granted)) == (CaseState.CLOSED, CaseState.GRANTED)
    row = models.Case.objects.get(case_no=served.case_no)
    assert (row.act_by, row.closed_at) == (None, AT + timedelta(days=1))


def test_who_was_faster_than_the_clock_wins_and_the_rest_is_done():
    slow, fast = a_case(), a_case()
    late = AT + timedelta(days=3)

    def act(case_no: str) -> None:
        if case_no == fast.case_no:
            acts.withdraw(case_no=case_no, by=fast.by, at=late)
        acts.deem_accepted(case_no=case_no, by=jobs.CLOCK_ACTOR, at=late)

    assert jobs._each([fast.case_no, slow.case_no], act) == 1
    assert (state_of(fast), state_of(slow)) == (CaseState.WITHDRAWN, CaseState.ACCEPTED)


def test_the_clock_work_is_on_the_timetable():
    names = {"cases.deem_accepted", "cases.return_expired", "cases.close_served"}
    assert names <= set(JOBS)
    assert "cases.recompute_due_dates" in REACTIONS


def a_changed_calendar(*rest: str):
    """The year's arrangement with more days off; the event that its loading leaves."""
    year = next(c for c in calendars.published() if c.year == 2026)
    days = [CalendarDay(on=date.fromisoformat(day), kind=DayKind.REST, name="临时放假") for day in rest]
    calendar = replace(year, days=(*year.days, *days), notice="国办发明电〔2026〕1号")
    event = calendar_acts.load_calendar(calendar=calendar, by="system:test", at=AT + timedelta(hours=1))
    assert event is not None
    return event


def hear(event) -> int:
    with transaction.atomic():
        return reactions.recompute_due_dates(event)


def test_a_new_holiday_moves_the_running_date_of_every_open_case_and_says_so():
    submitted, accepted = a_case(), a_case(CaseState.ACCEPTED)
    granted, closed = a_case(CaseState.GRANTED), a_case(CaseState.CLOSED)
    before = models.Case.objects.get(case_no=closed.case_no).due_on
    event = a_changed_calendar("2026-03-03", "2026-03-05")
    assert hear(event) == 3
    rows = {row.case_no: row for row in models.Case.objects.all()}
    now = rows[submitted.case_no]
    assert (now.accept_by, now.act_by) == (date(2026, 3, 4), date(2026, 3, 4))
    now = rows[accepted.case_no]
    days = sample.item().promised.amount
    assert now.due_on == now.act_by == calendars.workdays(region=now.region).after(AT.date(), days).on
    assert rows[granted.case_no].issue_by == rows[granted.case_no].act_by == date(2026, 3, 18)
    assert rows[closed.case_no].due_on == before
    told = journal.stream(name=f"case:{accepted.case_no}")[-1]
    assert told.kind == "case.due_dates_recomputed"
    assert told.payload and told.payload["notice"] == "国办发明电〔2026〕1号"
    assert told.payload["due_on"] == now.due_on.isoformat() != told.payload["due_on_was"]


def test_hearing_it_twice_changes_nothing_more():
    case = a_case(CaseState.ACCEPTED)
    event = a_changed_calendar("2026-03-05")
    assert (hear(event), hear(event)) == (1, 0)
    assert kinds(case).count("case.due_dates_recomputed") == 1


def test_a_holiday_that_touches_nobody_changes_nothing():
    case = a_case(CaseState.ACCEPTED)
    event = a_changed_calendar("2026-11-11")
    assert hear(event) == 0
    assert kinds(case) == ["case.received", "case.accepted"]
