"""同时装入同一年的安排：一前一后，各得一版，谁也不覆盖谁。"""

import threading
from datetime import date, datetime

import pytest
from django.db import connection

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import acts, models, queries
from tongban.rooms.calendar.words import NATIONAL, CalendarDay, DayKind, YearCalendar

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
LOADERS = 6


def load(number: int, start: threading.Barrier) -> None:
    # Half bring the same calendar, the others one of their own.
    days = tuple(
        CalendarDay(on=date(2027, 5, 3 + n), kind=DayKind.REST, name="放假") for n in range(number // 2 + 1)
    )
    calendar = YearCalendar(year=2027, region=NATIONAL, notice="甲", title="安排", source="测试", days=days)
    try:
        start.wait()
        acts.load_calendar(calendar=calendar, by=f"officer:{number}", at=AT)
    finally:
        connection.close()


def test_calendars_loaded_at_once_become_revisions_one_after_the_other():
    start = threading.Barrier(LOADERS)
    loaders = [threading.Thread(target=load, args=(n, start)) for n in range(LOADERS)]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join()
    kept = list(models.Calendar.objects.order_by("id").values_list("revision", flat=True))
    assert kept == list(range(1, len(kept) + 1))
    assert 3 <= len(kept) <= LOADERS
    newest = models.Calendar.objects.latest("id").facts()
    assert queries.in_force(up_to=queries.edition()) == [newest]
