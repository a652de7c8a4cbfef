"""工作日历的查询：某地的工作日表、装了哪些年份、缺不缺下一年。

:func:`workdays` costs one tiny statement (``EDITION``, the top of a primary key) and no more: the tables themselves are
kept in the process under the edition's number. An edition never changes once committed, and ids are never drawn twice,
so a number names one content for ever; loading waits for its predecessor (``Calendar.hold``), so numbers commit in order.
An act with a statement of its own may read ``EDITION`` in it and pass the number on: then it costs nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files

from django.db import connection
from django.db.models import Max

from tongban.foundation.clock import law_date
from tongban.rooms.calendar import models, rules
from tongban.rooms.calendar.words import NATIONAL, CalendarDay, Workdays, YearCalendar, lineage

EDITION = "SELECT coalesce(max(id), 0) FROM calendar_calendar"


@dataclass(frozen=True)
class _Edition:
    number: int
    calendars: tuple[YearCalendar, ...]
    tables: dict[tuple[str, ...], Workdays] = field(default_factory=dict)


_kept = _Edition(number=0, calendars=())


def edition() -> int:
    """现行版号：装入一次，版号变一次；什么都没装是 0 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        return int(cursor.fetchone()[0])


def workdays(*, region: str = NATIONAL, edition_no: int | None = None) -> Workdays:
    """某地现行的工作日表；没有自己安排的地方照上级，直到全国 (one statement, none with ``edition_no``)."""
    kept = _edition(edition() if edition_no is None else edition_no)
    own = {c.region for c in kept.calendars}
    key = tuple(code for code in lineage(region) if code in own)
    table = kept.tables.get(key)
    if table is None:
        table = kept.tables[key] = rules.assembled(kept.calendars, region=region)
    return table


def _edition(number: int) -> _Edition:
    global _kept
    kept = _kept
    if kept.number != number:
        kept = _Edition(number=number, calendars=tuple(in_force(up_to=number)))
        _kept = kept
    return kept


def in_force(*, up_to: int) -> list[YearCalendar]:
    """某版号时全部现行的安排（各地各年最高的一版）。"""
    newest = (
        models.Calendar.objects.filter(id__lte=up_to)
        .order_by("region", "year", "-revision")
        .distinct("region", "year")
        .prefetch_related("days")
    )
    return [calendar.facts() for calendar in newest]


def revisions(*, region: str, year: int) -> list[tuple[int, str, datetime]]:
    """某地某年的历次装入：``(版次, 装入人, 装入时间)``，先后为序。"""
    found = models.Calendar.objects.filter(region=region, year=year).order_by("revision")
    return list(found.values_list("revision", "loaded_by", "loaded_at"))


def next_revision(*, region: str, year: int) -> int:
    """下一版次，1 起；须先占住 (``Calendar.hold``)."""
    highest = models.Calendar.objects.filter(region=region, year=year).aggregate(Max("revision"))[
        "revision__max"
    ]
    return (highest or 0) + 1


def days(*, year: int, region: str = NATIONAL) -> list[CalendarDay]:
    """某地某年写明的日子，供日历页：上级与本级合在一起，本级的作数。"""
    steps = {code: depth for depth, code in enumerate(lineage(region))}
    chosen = [c for c in _edition(edition()).calendars if c.region in steps]
    named = {d.on: d for c in sorted(chosen, key=lambda c: (steps[c.region], c.year)) for d in c.days}
    return [named[on] for on in sorted(named) if on.year == year]


@dataclass(frozen=True)
class Coverage:
    """装到哪里：已有全国安排的年份，和现在就该有而没有的年份。"""

    years: tuple[int, ...]
    missing: tuple[int, ...]


def coverage(*, at: datetime) -> Coverage:
    """已装入哪些年份、缺哪几年。"""
    known = workdays().years
    return Coverage(years=tuple(sorted(known)), missing=rules.missing_years(years=known, today=law_date(at)))


def alarm(*, at: datetime) -> tuple[bool, str]:
    """体检一句话：``(今年的安排在不在, 说明)``；缺下一年的在说明里，期限因此只能估算。"""
    found = coverage(at=at)
    if not found.missing:
        return True, f"已装入{'、'.join(map(str, found.years))}年的安排"
    missing = "、".join(map(str, found.missing))
    says = f"缺{missing}年的节假日安排，数到那一年的应办结日只能估算；通知发布后请运行 tongban load-calendar <文件>"
    return law_date(at).year not in found.missing, says


def published() -> list[YearCalendar]:
    """随产品发布的安排：content 文件夹里的各年，先后为序 (files, no database)."""
    folder = files("tongban.rooms.calendar") / "content"
    texts = [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".yml")]
    return sorted((rules.read(text) for text in texts), key=lambda c: (c.region, c.year))


def read(*, text: str) -> YearCalendar:
    """读一份安排文件的内容，供装入命令和页面。 Refuses: CalendarUnreadable, CalendarContradicts."""
    return rules.read(text)


def published_workdays(*, region: str = NATIONAL) -> Workdays:
    """随产品发布的工作日表：数据库还没有起来时也能算。"""
    return rules.assembled(published(), region=region)
