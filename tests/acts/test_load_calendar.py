"""装入工作日历：谁装的、变了哪几天，都记下来；同样的装两次等于一次。"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import acts, jobs, models, queries
from tongban.rooms.calendar.errors import CalendarContradicts
from tongban.rooms.calendar.events import CalendarLoaded, DayChange
from tongban.rooms.calendar.words import NATIONAL, CalendarDay, DayKind, DueDate, YearCalendar
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
BY = "officer:1"


def load_published() -> None:
    for calendar in queries.published():
        acts.load_calendar(calendar=calendar, by=BY, at=AT)


def year_2027(*days: CalendarDay, region: str = NATIONAL) -> YearCalendar:
    return YearCalendar(
        year=2027, region=region, notice="甲〔2026〕9号", title="安排", source="测试", days=days
    )


def rest(text: str) -> CalendarDay:
    return CalendarDay(on=date.fromisoformat(text), kind=DayKind.REST, name="放假")


def test_before_anything_is_loaded_every_period_is_an_estimate():
    assert queries.workdays().after(date(2026, 4, 30), 1) == DueDate(date(2026, 5, 1), provisional=True)


def test_loading_says_who_loaded_what_and_which_days_changed():
    calendar = year_2027(rest("2027-01-01"), rest("2027-01-02"))
    event = acts.load_calendar(calendar=calendar, by=BY, at=AT)
    assert event == CalendarLoaded(
        region=NATIONAL,
        year=2027,
        revision=1,
        notice="甲〔2026〕9号",
        source="测试",
        first=True,
        changed=(DayChange(on=date(2027, 1, 1), works=False),),  # the 2nd is a Saturday: nobody works anyhow
        by=BY,
        at=AT,
    )
    [recorded] = journal.stream(name=f"calendar:{NATIONAL}")
    assert (recorded.kind, recorded.by, recorded.payload["changed"]) == (
        "calendar.loaded",
        BY,
        [{"on": "2027-01-01", "works": False}],
    )


def test_a_calendar_loaded_late_changes_the_due_day_and_takes_away_the_estimate():
    load_published()
    before = queries.workdays().after(date(2026, 12, 30), 2)
    acts.load_calendar(calendar=year_2027(rest("2027-01-01")), by=BY, at=AT)
    after = queries.workdays().after(date(2026, 12, 30), 2)
    assert (before, after) == (
        DueDate(date(2027, 1, 1), provisional=True),
        DueDate(date(2027, 1, 4), provisional=False),
    )


def test_the_same_calendar_loaded_twice_is_loaded_once():
    load_published()
    edition = queries.edition()
    assert [acts.load_calendar(calendar=c, by=BY, at=AT) for c in queries.published()] == [None, None, None]
    assert queries.edition() == edition


def test_a_correction_is_a_new_revision_with_the_differences_and_the_old_one_stays():
    acts.load_calendar(calendar=year_2027(rest("2027-05-03"), rest("2027-05-04")), by=BY, at=AT)
    corrected = year_2027(rest("2027-05-04"), rest("2027-05-05"))
    event = acts.load_calendar(calendar=corrected, by="officer:2", at=AT + timedelta(hours=1))
    assert (event.revision, event.first, event.changed) == (
        2,
        False,
        (DayChange(on=date(2027, 5, 3), works=True), DayChange(on=date(2027, 5, 5), works=False)),
    )
    assert [r[:2] for r in queries.revisions(region=NATIONAL, year=2027)] == [(1, BY), (2, "officer:2")]
    assert [d.on for d in queries.days(year=2027)] == [date(2027, 5, 4), date(2027, 5, 5)]


def test_a_corrected_notice_with_the_same_days_is_recorded_without_changed_days():
    calendar = year_2027(rest("2027-05-03"))
    acts.load_calendar(calendar=calendar, by=BY, at=AT)
    event = acts.load_calendar(calendar=replace(calendar, notice="甲〔2026〕10号"), by=BY, at=AT)
    assert (event.revision, event.changed) == (2, ())


def test_a_wrong_calendar_is_refused_and_leaves_nothing_behind():
    with pytest.raises(CalendarContradicts):
        acts.load_calendar(calendar=year_2027(rest("2027-05-03"), rest("2027-05-03")), by=BY, at=AT)
    assert (models.Calendar.objects.count(), journal.stream(name=f"calendar:{NATIONAL}")) == (0, [])


def test_a_region_with_days_of_its_own_keeps_them_and_says_only_what_changed_there():
    acts.load_calendar(calendar=year_2027(rest("2027-05-03")), by=BY, at=AT)
    event = acts.load_calendar(
        calendar=year_2027(rest("2027-05-03"), rest("2027-05-10"), region="990100000000"), by=BY, at=AT
    )
    assert (event.first, event.changed) == (False, (DayChange(on=date(2027, 5, 10), works=False),))
    asked = date(2027, 5, 10)
    tables = [queries.workdays(region=r) for r in ("990102003001", "990200000000")]
    assert [t.is_workday(asked) for t in tables] == [False, True]


@pytest.mark.parametrize(
    ("region", "first", "last", "touched"),
    [
        ("990102003001", "2027-04-01", "2027-05-03", True),
        ("990102003001", "2027-05-04", "2027-05-30", False),
        ("990200000000", "2027-04-01", "2027-05-03", False),
    ],
)
def test_rooms_above_learn_from_the_event_which_due_days_to_count_again(region, first, last, touched):
    acts.load_calendar(calendar=year_2027(), by=BY, at=AT)
    event = acts.load_calendar(calendar=year_2027(rest("2027-05-03"), region="990100000000"), by=BY, at=AT)
    span = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    assert event.touches(region=region, **span) is touched


def test_the_first_calendar_of_a_year_touches_every_period_that_reaches_into_it():
    event = acts.load_calendar(calendar=year_2027(), by=BY, at=AT)
    spans = [(date(2026, 12, 1), date(2027, 1, 4)), (date(2026, 12, 1), date(2026, 12, 31))]
    assert [event.touches(region="990102000000", first=a, last=b) for a, b in spans] == [True, False]


def test_asking_for_the_working_days_costs_one_statement_and_none_with_the_edition_at_hand(
    django_assert_num_queries,
):
    load_published()
    queries.workdays(region="990102000000")
    with django_assert_num_queries(1):
        queries.workdays(region="990102003001")
    edition = queries.edition()
    with django_assert_num_queries(0):
        assert queries.workdays(region="990122000000", edition_no=edition) is queries.workdays(
            edition_no=edition
        )


def test_what_was_kept_for_a_load_that_was_rolled_back_is_never_used():
    load_published()
    with transaction.atomic():
        models.Calendar.hold()
        calendar = models.Calendar.objects.create(
            region=NATIONAL, year=2027, revision=1, notice="", title="", source="", loaded_by=BY, loaded_at=AT
        )
        assert queries.workdays().years == {2024, 2025, 2026, 2027}
        transaction.set_rollback(True)
    assert queries.workdays().years == {2024, 2025, 2026}
    acts.load_calendar(calendar=year_2027(rest("2027-01-01")), by=BY, at=AT)
    assert queries.edition() > calendar.id
    assert not queries.workdays().is_workday(date(2027, 1, 1))


@pytest.mark.parametrize(
    "tampering", ["UPDATE calendar_day SET kind = 'work'", "DELETE FROM calendar_calendar"]
)
def test_a_loaded_calendar_cannot_be_changed_by_the_application(tampering):
    load_published()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(tampering)


def test_a_missing_next_year_alarms_once_and_the_health_check_says_what_to_do():
    load_published()
    late = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
    for _ in range(2):
        jobs.watch_coverage(at=late)
    assert [r.kind for r in journal.stream(name="calendar_missing:2027")] == ["calendar.missing"]
    assert queries.coverage(at=late) == queries.Coverage(years=(2024, 2025, 2026), missing=(2027,))
    healthy, says = queries.alarm(at=late)
    assert (healthy, says[:17]) == (True, "缺2027年的节假日安排，数到那一")


def test_a_missing_current_year_is_unhealthy_and_a_full_calendar_is_not():
    assert queries.alarm(at=AT)[0] is False
    load_published()
    assert queries.alarm(at=AT) == (True, "已装入2024、2025、2026年的安排")
    jobs.watch_coverage(at=AT)
    assert journal.stream(name="calendar_missing:2026") == []
