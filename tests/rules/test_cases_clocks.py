"""办件的钟：K1 受理、K2 法定、K3 承诺、K4 制证送达、补正重起、视为受理和重算——日子的表。"""

from datetime import UTC, date, datetime

import pytest

from tests.rules.test_cases_moves import actor, facts
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.calendar.words import TimeUnit, Workdays
from tongban.rooms.cases import errors
from tongban.rooms.cases.rules import clocks, handling
from tongban.rooms.cases.words import CaseState, Hand, MaterialLine
from tongban.rooms.catalogue.words import Period

WORKDAYS = calendar.published_workdays()
INTAKE = actor(Hand.INTAKE)
DECIDER = actor(Hand.DECIDER, ref="officer:3")
CLOCK = actor(Hand.CLOCK, ref="system:clock")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "days", "until"),
    [
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),  # Friday
        ("2024-02-03", 5, "2024-02-08"),  # Sunday 02-04 works (domain.md 2.3)
        ("2024-04-26", 5, "2024-05-07"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2026-03-02", 9, "2026-03-09"),  # never more than five
        ("2026-03-02", 0, "2026-03-03"),  # an item without a limit of its own: at once
    ],
)
def test_k1_acceptance_is_decided_within_the_promised_workdays_and_never_more_than_five(
    received, days, until
):
    found = clocks.acceptance_deadline(received_on=day(received), accept_days=days, workdays=WORKDAYS)
    assert found.on == day(until)


@pytest.mark.parametrize(
    ("accepted", "limit", "due"),
    [
        ("2024-01-31", Period(20), "2024-03-04"),
        ("2024-06-28", Period(45), "2024-08-30"),
        ("2026-02-13", Period(10), "2026-03-05"),
        ("2026-04-30", Period(1), "2026-05-06"),
        ("2026-03-02", Period(0), "2026-03-02"),  # on the spot
        ("2026-03-02", Period(30, TimeUnit.DAY), "2026-04-01"),
        ("2026-04-03", Period(1, TimeUnit.MONTH), "2026-05-06"),  # May Day: the next workday
        ("2026-03-02", Period(4, TimeUnit.HOUR), "2026-03-02"),
        ("2026-03-02", Period(16, TimeUnit.HOUR), "2026-03-04"),
    ],
)
def test_k2_and_k3_run_from_the_day_after_acceptance(accepted, limit, due):
    assert clocks.limit_ends(day(accepted), limit, workdays=WORKDAYS).on == day(due)


def test_acceptance_starts_both_clocks():
    event = handling.accept(facts(), by=INTAKE, at=at("2026-03-03T10:00"), workdays=WORKDAYS)
    dates = (event.accepted_on, event.due_on, event.statutory_due_on, event.deemed, event.provisional)
    assert dates == (day("2026-03-03"), day("2026-03-12"), day("2026-03-31"), False, False)


def test_where_the_law_sets_no_limit_the_promise_is_the_limit():
    event = handling.accept(
        facts(statutory=Period(0)), by=INTAKE, at=at("2026-03-03T10:00"), workdays=WORKDAYS
    )
    assert event.statutory_due_on == event.due_on == day("2026-03-12")


def test_an_acceptance_at_one_in_the_morning_utc_belongs_to_that_morning_in_beijing():
    moment = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)  # 01:30 on the 3rd in Shanghai
    event = handling.accept(facts(), by=INTAKE, at=moment, workdays=WORKDAYS)
    assert event.accepted_on == day("2026-03-03")


def test_a_due_date_beyond_the_loaded_calendar_is_marked_as_an_estimate():
    event = handling.accept(facts(), by=INTAKE, at=at("2031-03-03T10:00"), workdays=WORKDAYS)
    assert event.provisional


@pytest.mark.parametrize(("now", "refused"), [("2026-03-09T23:59", True), ("2026-03-10T00:01", False)])
def test_a_late_notice_counts_as_acceptance_from_the_day_of_receipt(now, refused):
    case = facts(accept_by=day("2026-03-09"))
    if refused:
        with pytest.raises(errors.NoticeStillPossible):
            handling.deem_accepted(case, by=CLOCK, at=at(now), workdays=WORKDAYS)
        return
    event = handling.deem_accepted(case, by=CLOCK, at=at(now), workdays=WORKDAYS)
    assert (event.deemed, event.accepted_on, event.due_on) == (True, day("2026-03-02"), day("2026-03-11"))


@pytest.mark.parametrize(("now", "refused"), [("2026-03-09T23:59", False), ("2026-03-10T00:01", True)])
def test_nobody_may_ask_for_supplements_after_the_time_for_it(now, refused):
    def ask():
        return handling.ask_supplement(
            facts(accept_by=day("2026-03-09")),
            by=INTAKE,
            at=at(now),
            defects={"photo": "看不清"},
            workdays=WORKDAYS,
        )

    if refused:
        with pytest.raises(errors.NoticeTooLate):
            ask()
    else:
        assert ask().supplement_by == day("2026-04-08")


@pytest.mark.parametrize(
    ("asked", "until"),
    [("2026-03-02", "2026-04-01"), ("2026-03-06", "2026-04-07")],  # 04-05 is a holiday until 04-06
)
def test_the_applicant_has_thirty_days_and_a_rest_day_does_not_end_them(asked, until):
    event = handling.ask_supplement(
        facts(), by=INTAKE, at=at(f"{asked}T09:00"), defects={"photo": "看不清"}, workdays=WORKDAYS
    )
    assert event.supplement_by == day(until)


def test_supplements_start_the_acceptance_clock_anew():
    brought = MaterialLine(key="photo", name="照片", source="upload", state="handed_in", round=1)
    event = handling.supplement(
        facts(CaseState.CORRECTING),
        by=actor(Hand.APPLICANT, ref="person:7"),
        at=at("2026-03-20T20:00"),
        handed_in=[brought],
        workdays=WORKDAYS,
    )
    assert (event.accept_by, event.materials) == (day("2026-03-27"), ("photo",))


@pytest.mark.parametrize(("now", "refused"), [("2026-04-01T18:00", True), ("2026-04-02T00:01", False)])
def test_nothing_is_returned_while_there_is_still_time(now, refused):
    case = facts(CaseState.CORRECTING, supplement_by=day("2026-04-01"))
    if refused:
        with pytest.raises(errors.StillTime):
            handling.return_back(case, by=INTAKE, at=at(now))
    else:
        assert handling.return_back(case, by=INTAKE, at=at(now)).kind == "case.returned"


@pytest.mark.parametrize(("decided", "until"), [("2026-03-05", "2026-03-19"), ("2026-04-29", "2026-05-15")])
def test_k4_a_decision_is_issued_and_served_within_ten_workdays(decided, until):
    case = facts(CaseState.REVIEWED)
    granted = handling.grant(case, by=DECIDER, at=at(f"{decided}T09:00"), conditions="", workdays=WORKDAYS)
    denied = handling.deny(case, by=DECIDER, at=at(f"{decided}T09:00"), reason="不符", workdays=WORKDAYS)
    assert granted.issue_by == denied.issue_by == day(until)


def test_days_used_counts_workdays_from_the_day_after_acceptance():
    case = facts(CaseState.ACCEPTED, accepted_on=day("2026-03-05"))
    used = [
        clocks.days_used(case=case, on=day(f"2026-03-{n:02}"), workdays=WORKDAYS) for n in (5, 6, 8, 9, 13)
    ]
    assert used == [0, 1, 1, 2, 6]
    assert clocks.days_used(case=facts(), on=day("2026-03-13"), workdays=WORKDAYS) == 0


def a_rest_day(on: str) -> Workdays:
    return Workdays(off=WORKDAYS.off | {day(on)}, work=WORKDAYS.work, years=WORKDAYS.years)


@pytest.mark.parametrize(
    ("state", "name", "now"),
    [
        (CaseState.SUBMITTED, "accept_by", "2026-03-10"),
        (CaseState.ACCEPTED, "due_on", "2026-03-12"),
        (CaseState.REVIEWED, "due_on", "2026-03-12"),
        (CaseState.GRANTED, "issue_by", "2026-03-17"),
        (CaseState.DENIED, "issue_by", "2026-03-17"),
        (CaseState.ISSUED, "issue_by", "2026-03-17"),
    ],
)
def test_a_new_rest_day_moves_the_date_that_is_still_running(state, name, now):
    found = clocks.recomputed(facts(state), decided_on=day("2026-03-02"), workdays=a_rest_day("2026-03-06"))
    assert found.now[name] == day(now)


@pytest.mark.parametrize(
    "state", [CaseState.CORRECTING, CaseState.SERVED, CaseState.CLOSED, CaseState.WITHDRAWN]
)
def test_a_date_that_was_told_in_writing_or_is_over_is_not_counted_again(state):
    found = clocks.recomputed(facts(state), decided_on=day("2026-03-02"), workdays=a_rest_day("2026-03-06"))
    assert found.now == {}
