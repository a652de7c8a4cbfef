"""期限：当日不计、次日起数、放假不数、补班要数，暂停的整日剔除，末日逢假顺延。"""

import itertools
import os
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import workday_oracle as oracle
from tongban.rooms.calendar import queries, rules
from tongban.rooms.calendar.errors import CalendarContradicts, CalendarUnreadable
from tongban.rooms.calendar.words import (
    NATIONAL,
    SHANGHAI,
    CalendarDay,
    DayKind,
    DueDate,
    DueMoment,
    Opening,
    Pause,
    TimeUnit,
    Workdays,
    YearCalendar,
    in_workdays,
    lineage,
)

EXAMPLES = int(os.environ.get("WORKDAY_EXAMPLES", "5000"))
HALL = Opening(sessions=((time(9), time(12)), (time(13, 30), time(17))))
WORKDAYS = queries.published_workdays()


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def year_calendar(
    year: int, *days: CalendarDay, region: str = NATIONAL, notice: str = "某发〔2026〕1号"
) -> YearCalendar:
    return YearCalendar(year=year, region=region, notice=notice, title="安排", source="测试", days=days)


def rest(text: str) -> CalendarDay:
    return CalendarDay(on=day(text), kind=DayKind.REST, name="放假")


def work(text: str) -> CalendarDay:
    return CalendarDay(on=day(text), kind=DayKind.WORK, name="补班")


@pytest.mark.parametrize(
    ("first", "last", "working"),
    [
        ("2024-01-01", "2024-06-30", 123),
        ("2024-01-01", "2024-12-31", 251),
        ("2025-01-01", "2025-12-31", 248),
        ("2026-01-01", "2026-12-31", 248),
    ],
)
def test_each_year_has_as_many_working_days_as_its_notice_gives(first, last, working):
    assert WORKDAYS.count(day(first), day(last)) == working


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2024-01-31", 20, "2024-03-04"),
        ("2024-02-03", 5, "2024-02-08"),
        ("2024-04-26", 5, "2024-05-07"),
        ("2024-06-28", 45, "2024-08-30"),
        ("2024-09-27", 20, "2024-10-30"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-09-26", 20, "2025-10-30"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2024-03-01", 20, "2024-03-29"),
    ],
)
def test_a_period_of_working_days_ends_on_the_day_the_law_says(start, days, due):
    assert WORKDAYS.after(day(start), days) == DueDate(day(due), provisional=False)
    assert WORKDAYS.between(day(start), day(due)) == days


def test_ten_days_of_expert_review_move_the_due_day_by_the_eight_working_days_in_them():
    review = (day("2024-03-11"), day("2024-03-20"))
    assert WORKDAYS.after(day("2024-03-01"), 20, paused=[review]) == DueDate(day("2024-04-11"))


def test_overlapping_suspensions_are_counted_once():
    review, hearing = (day("2024-03-11"), day("2024-03-15")), (day("2024-03-13"), day("2024-03-20"))
    assert WORKDAYS.after(day("2024-03-01"), 20, paused=[review, hearing, review]) == DueDate(
        day("2024-04-11")
    )


def test_a_suspension_after_the_due_day_changes_nothing():
    late = (day("2024-04-01"), day("2024-04-30"))
    assert WORKDAYS.after(day("2024-03-01"), 20, paused=[late]) == DueDate(day("2024-03-29"))


def test_a_suspension_entered_after_the_due_day_does_not_repair_the_breach_even_if_dated_back():
    backdated = Pause(first=day("2024-03-11"), last=day("2024-03-20"), entered_on=day("2024-03-30"))
    in_time = Pause(first=day("2024-03-11"), last=day("2024-03-20"), entered_on=day("2024-03-29"))
    assert WORKDAYS.due(day("2024-03-01"), 20, [backdated]) == DueDate(day("2024-03-29"))
    assert WORKDAYS.due(day("2024-03-01"), 20, [in_time]) == DueDate(day("2024-04-11"))


def test_a_second_suspension_entered_while_the_first_has_moved_the_due_day_still_counts():
    first = Pause(first=day("2024-03-11"), last=day("2024-03-20"), entered_on=day("2024-03-10"))
    second = Pause(first=day("2024-04-10"), last=day("2024-04-10"), entered_on=day("2024-04-10"))
    assert WORKDAYS.due(day("2024-03-01"), 20, [second, first]) == DueDate(day("2024-04-12"))


def test_zero_days_end_today_or_on_the_next_working_day():
    assert WORKDAYS.after(day("2024-02-09"), 0) == DueDate(day("2024-02-09"))
    assert WORKDAYS.after(day("2024-02-10"), 0) == DueDate(day("2024-02-18"))


def test_a_make_up_saturday_is_a_working_day_and_an_ordinary_one_is_not():
    assert [
        WORKDAYS.is_workday(day(d)) for d in ("2024-05-11", "2024-05-18", "2024-05-01", "2024-05-06")
    ] == [
        True,
        False,
        False,
        True,
    ]


def test_planted_breach_taking_a_make_up_saturday_for_a_rest_day_is_caught():
    breach = Workdays(off=WORKDAYS.off, work=frozenset(), years=WORKDAYS.years)
    assert breach.count(day("2024-01-01"), day("2024-12-31")) == 251 - 8
    assert breach.after(day("2024-01-31"), 20).on != oracle.due(day("2024-01-31"), 20, [])[0]


def test_a_period_that_reaches_a_year_without_a_calendar_is_provisional():
    assert WORKDAYS.after(day("2026-12-30"), 1) == DueDate(day("2026-12-31"), provisional=False)
    assert WORKDAYS.after(day("2026-12-30"), 2) == DueDate(day("2027-01-01"), provisional=True)
    assert WORKDAYS.after(day("2026-12-30"), 2).zh == "2027年01月01日（估算）"


def test_a_period_wholly_before_the_first_calendar_is_provisional_too():
    assert WORKDAYS.after(day("2023-11-30"), 2) == DueDate(day("2023-12-04"), provisional=True)


def test_natural_days_run_over_holidays_but_do_not_end_on_one():
    assert WORKDAYS.after_natural(day("2026-04-20"), 5) == DueDate(day("2026-04-27"))
    assert WORKDAYS.after_natural(day("2026-09-05"), 30) == DueDate(day("2026-10-08"))
    assert WORKDAYS.within(day("2026-09-07"), 1, TimeUnit.MONTH) == DueDate(day("2026-10-08"))
    assert WORKDAYS.within(day("2024-01-31"), 20, TimeUnit.WORKDAY) == DueDate(day("2024-03-04"))


def test_lengths_are_compared_in_working_days():
    converted = [in_workdays(20, TimeUnit.WORKDAY), in_workdays(7, TimeUnit.DAY), in_workdays(2, TimeUnit.MONTH),
                 in_workdays(4, TimeUnit.HOUR), in_workdays(1, TimeUnit.YEAR), in_workdays(240, TimeUnit.MINUTE)]  # fmt: skip
    assert converted == [20, 5, Fraction(300, 7), Fraction(1, 2), Fraction(1825, 7), Fraction(1, 2)]


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02T09:00", 1, "2026-03-02T10:00"),
        ("2026-03-02T11:30", 1, "2026-03-02T14:00"),
        ("2026-03-02T12:10", 1, "2026-03-02T14:30"),
        ("2026-03-02T16:30", 1, "2026-03-03T09:30"),
        ("2026-03-06T16:59", 0.5, "2026-03-09T09:29"),
        ("2026-04-30T17:30", 6.5, "2026-05-06T17:00"),
        ("2026-05-08T16:00", 2, "2026-05-09T10:00"),
    ],
)
def test_hours_count_only_while_the_hall_is_open(start, hours, due):
    assert WORKDAYS.after_hours(moment(start), hours, HALL) == DueMoment(moment(due))


def test_hours_are_counted_in_beijing_time_wherever_the_moment_was_taken():
    utc = moment("2026-03-02T09:00").astimezone(tz=None)
    assert WORKDAYS.after_hours(utc, 1, HALL) == DueMoment(moment("2026-03-02T10:00"))


def test_periods_that_cannot_be_are_bugs_not_guesses():
    for count in (
        lambda: WORKDAYS.after(day("2026-03-02"), -1),
        lambda: WORKDAYS.after_natural(day("2026-03-02"), -1),
        lambda: WORKDAYS.after_hours(moment("2026-03-02T09:00"), 0, HALL),
        lambda: Opening(sessions=()),
        lambda: Opening(sessions=((time(12), time(9)),)),
    ):
        with pytest.raises(ValueError, match=r"period cannot be|opening hours"):
            count()


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))
SPANS = st.tuples(DAYS, st.integers(0, 40)).map(lambda t: (t[0], t[0] + timedelta(days=t[1])))


@settings(max_examples=EXAMPLES, deadline=None)
@given(start=DAYS, days=st.integers(0, 90), paused=st.lists(SPANS, max_size=3))
def test_every_due_day_agrees_with_the_day_by_day_oracle(start, days, paused):
    near = [s for s in paused if days]
    due = WORKDAYS.after(start, days, paused=near)
    assert (due.on, due.provisional) == oracle.due(start, days, near)


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(
    start=DAYS,
    days=st.integers(1, 90),
    offsets=st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=4),
)
def test_due_days_agree_with_the_oracle_when_suspensions_fall_into_the_period(start, days, offsets):
    paused = [(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in offsets]
    due = WORKDAYS.after(start, days, paused=paused)
    assert (due.on, due.provisional) == oracle.due(start, days, paused)


@settings(max_examples=EXAMPLES // 5, deadline=None)
@given(start=DAYS, end=DAYS)
def test_days_passed_agree_with_the_oracle_in_both_directions(start, end):
    first, last = min(start, end), max(start, end)
    assert WORKDAYS.between(first, last) == oracle.passed(first, last) == -WORKDAYS.between(last, first)


@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(start=DAYS, minute=st.integers(0, 1439), minutes=st.integers(1, 1200))
def test_hour_periods_agree_with_a_minute_by_minute_oracle(start, minute, minutes):
    began = datetime.combine(start, time(minute // 60, minute % 60), SHANGHAI)
    due = WORKDAYS.after_hours(began, Fraction(minutes, 60), HALL).at
    assert (due.date(), due.hour * 60 + due.minute) == oracle.open_minutes_due(minute, minutes, start)


def test_the_published_calendars_are_exactly_the_days_the_oracle_read_in_the_notices():
    known = [d for d in oracle.DIARY if d.year <= 2026]
    assert [d for d in known if WORKDAYS.is_workday(d) != (oracle.DIARY[d] == "work")] == []
    assert WORKDAYS.years == {2024, 2025, 2026}


def test_a_region_follows_its_own_holidays_and_the_nation_for_the_rest():
    own = year_calendar(2026, rest("2026-03-12"), work("2026-03-14"), region="990100000000")
    national = year_calendar(2026, rest("2026-03-13"))
    here = rules.assembled([own, national], region="990102003001")
    elsewhere = rules.assembled([own, national], region="990200000000")
    asked = [day(d) for d in ("2026-03-12", "2026-03-13", "2026-03-14")]
    assert [here.is_workday(d) for d in asked] == [False, False, True]
    assert [elsewhere.is_workday(d) for d in asked] == [True, False, False]


def test_the_nearer_region_has_the_last_word_on_a_day():
    calendars = [
        year_calendar(2026, rest("2026-03-12")),
        year_calendar(2026, work("2026-03-12"), region="990100000000"),
        year_calendar(2026, rest("2026-03-12"), region="990102000000"),
    ]
    answers = [
        rules.assembled(p, region="990102000000").is_workday(day("2026-03-12"))
        for p in itertools.permutations(calendars)
    ]
    assert answers == [False] * 6
    assert rules.assembled(calendars, region="990122000000").is_workday(day("2026-03-12"))


def test_a_region_alone_does_not_make_a_year_known():
    own = year_calendar(2027, rest("2027-03-12"), region="990100000000")
    assert rules.assembled([own], region="990100000000").years == frozenset()


def test_a_notice_may_move_days_of_the_december_before():
    notice = year_calendar(2019, work("2018-12-29"), rest("2018-12-31"), rest("2019-01-01"))
    table = rules.assembled([year_calendar(2018), rules.checked(notice)], region=NATIONAL)
    assert table.after(day("2018-12-28"), 1).on == day("2018-12-29")
    assert table.after(day("2018-12-29"), 1).on == day("2019-01-02")


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((rest("2026-05-01"), work("2026-05-01")), "写了不止一次"),
        ((rest("2027-05-01"),), "不在这一年"),
        ((rest("2025-11-30"),), "不在这一年"),
        ((work("2026-03-02"),), "本来就是工作日，不能补班"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(days, why):
    with pytest.raises(CalendarContradicts) as refused:
        rules.checked(year_calendar(2026, *days))
    assert refused.value.facts["why"] == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "{year: 2026}",
        "{year: x, region: a, notice: a, title: a, source: a, holidays: []}",
        "{year: 2026, region: a, notice: a, title: a, source: a, holidays: [{name: a, rest: ['2026-02-30']}]}",
        "{year: 2026, region: a, notice: a, title: a, source: a, holidays: [{name: a, rest: [2026-02-03/2026-02-01]}]}",
        "{year: 2026, region: a, notice: a, title: a, source: a, holidays: [a]}",
        "a: b: c",
    ],
)
def test_a_calendar_file_that_cannot_be_read_is_refused_in_a_sentence(text):
    with pytest.raises(CalendarUnreadable):
        rules.read(text)


def test_lineage_runs_from_the_nation_down_to_the_region():
    assert lineage("990102003001") == (
        NATIONAL, "990000000000", "990100000000", "990102000000", "990102003000", "990102003001",
    )  # fmt: skip
    assert lineage(NATIONAL) == (NATIONAL,)


def test_next_year_is_asked_for_as_soon_as_a_unified_licence_may_run_into_it():
    known = frozenset({2026})
    asked = [
        rules.missing_years(years=known, today=day(d)) for d in ("2026-09-30", "2026-10-01", "2027-03-01")
    ]
    assert asked == [(), (2027,), (2027,)]
    worst = WORKDAYS.after(day("2026-09-30"), 60)
    assert not worst.provisional
