"""工作日历的办理：装入一年的安排、报告缺少安排。"""

from datetime import datetime

from django.db import transaction

from tongban.rooms.calendar import models, queries, rules
from tongban.rooms.calendar.events import CalendarLoaded, CalendarMissing
from tongban.rooms.calendar.words import YearCalendar
from tongban.rooms.journal import acts as journal
from tongban.rooms.journal import queries as witnessed


def load_calendar(*, calendar: YearCalendar, by: str, at: datetime) -> CalendarLoaded | None:
    """装入一年的安排：首次装入或更正，记下谁装的、哪些天变了；与现行的相同则什么也不做 (None).

    Whoever keeps due dates hears ``CalendarLoaded`` and counts again; this room knows of nobody.
    Refuses: CalendarContradicts.
    """
    with transaction.atomic(durable=True):
        models.Calendar.hold()
        event = rules.load(
            calendar,
            in_force=queries.in_force(up_to=queries.edition()),
            revision=queries.next_revision(region=calendar.region, year=calendar.year),
            by=by,
            at=at,
        )
        if event is not None:
            models.Calendar.record_loaded(event, title=calendar.title, days=calendar.days)
            journal.witness(event)
    return event


def report_missing(*, year: int, at: datetime) -> CalendarMissing | None:
    """报告缺少某年的安排：每年只报一次；已装入或已报过则什么也不做 (None)."""
    event = CalendarMissing(year=year, by="system:clock", at=at)
    with transaction.atomic(durable=True):
        models.Calendar.hold()
        if year in queries.workdays().years or witnessed.stream(name=event.stream):
            return None
        journal.witness(event)
    return event
