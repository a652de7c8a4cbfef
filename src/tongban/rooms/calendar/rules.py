"""工作日历的规则：安排怎么读、怎么核对、几级安排怎么合成一张表、改了哪些天。"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from tongban.foundation.written import read_yaml
from tongban.rooms.calendar.errors import CalendarContradicts, CalendarUnreadable
from tongban.rooms.calendar.events import CalendarLoaded, DayChange
from tongban.rooms.calendar.words import (
    NATIONAL,
    ONE_DAY,
    CalendarDay,
    DayKind,
    Workdays,
    YearCalendar,
    lineage,
)

LOOK_AHEAD_DAYS = 92
"""提前多久要有下一年的安排：统一办理 45＋15 个工作日不超过 92 天，少于这个数就会有应办结日落进没有安排的年份。"""


def read(text: str) -> YearCalendar:
    """读一份安排（YAML）：放假写一天或“起/止”，补班逐日写。

    Refuses: CalendarUnreadable, CalendarContradicts.
    """
    try:
        table = read_yaml(text)
        heading = {name: str(table[name]) for name in ("region", "notice", "title", "source")}
        days = tuple(sorted(_days(table["holidays"]), key=lambda day: day.on))
        calendar = YearCalendar(year=int(table["year"]), days=days, **heading)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalendarUnreadable(why=f"{type(error).__name__}: {error}"[:120]) from None
    return checked(calendar)


def _days(holidays: Sequence[Mapping[str, Any]]) -> Iterator[CalendarDay]:
    for holiday in holidays:
        for kind in DayKind:
            for written in holiday.get(kind.value, ()):
                yield from (CalendarDay(on=on, kind=kind, name=holiday["name"]) for on in _span(str(written)))


def _span(written: str) -> Iterator[date]:
    first, _, last = written.partition("/")
    on, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < on:
        raise ValueError(f"{written} ends before it begins")
    while on <= end:
        yield on
        on += ONE_DAY


def checked(calendar: YearCalendar) -> YearCalendar:
    """核对一份安排：日子不重复，不出这一年（上年十二月的补班、放假除外），全国安排的补班日必是周末。

    Refuses: CalendarContradicts.
    """
    times = Counter(day.on for day in calendar.days)
    for day in calendar.days:
        if why := _contradiction(calendar, day, times[day.on]):
            raise CalendarContradicts(year=calendar.year, on=day.on.isoformat(), why=why)
    return calendar


def _contradiction(calendar: YearCalendar, day: CalendarDay, times: int) -> str:
    if times > 1:
        return "写了不止一次"
    # A New Year's notice may move days of the December before (2019: 2018-12-29 was worked, 2018-12-31 was not).
    if day.on.year != calendar.year and (day.on.year, day.on.month) != (calendar.year - 1, 12):
        return "不在这一年"
    if calendar.region == NATIONAL and day.kind is DayKind.WORK and day.on.weekday() < 5:
        return "本来就是工作日，不能补班"
    return ""


def assembled(calendars: Iterable[YearCalendar], *, region: str) -> Workdays:
    """合成工作日表：从全国到本级逐级盖上去，越具体、年份越晚的越作数；有全国安排的年份才算已知。"""
    steps = {code: depth for depth, code in enumerate(lineage(region))}
    chosen = sorted((c for c in calendars if c.region in steps), key=lambda c: (steps[c.region], c.year))
    kinds = {day.on: day.kind for calendar in chosen for day in calendar.days}
    return Workdays(
        off=frozenset(on for on, kind in kinds.items() if kind is DayKind.REST),
        work=frozenset(on for on, kind in kinds.items() if kind is DayKind.WORK),
        years=frozenset(c.year for c in chosen if c.region == NATIONAL),
    )


def load(
    calendar: YearCalendar, *, in_force: Sequence[YearCalendar], revision: int, by: str, at: datetime
) -> CalendarLoaded | None:
    """装入一年的安排，得出改变了哪些天；与现行的一字不差则无事发生 (None).

    ``in_force`` 是装入之前全部现行的安排，``revision`` 是这一份将得到的版次（1 起）。
    Refuses: CalendarContradicts.
    """
    same_place = [c for c in in_force if (c.region, c.year) == (calendar.region, calendar.year)]
    if checked(calendar) in same_place:
        return None
    others = [c for c in in_force if c not in same_place]
    return CalendarLoaded(
        region=calendar.region,
        year=calendar.year,
        revision=revision,
        notice=calendar.notice,
        source=calendar.source,
        first=not same_place and calendar.region == NATIONAL,
        changed=_changes(before=[*others, *same_place], after=[*others, calendar], region=calendar.region),
        by=by,
        at=at,
    )


def _changes(
    *, before: Sequence[YearCalendar], after: Sequence[YearCalendar], region: str
) -> tuple[DayChange, ...]:
    old, new = assembled(before, region=region), assembled(after, region=region)
    named = sorted(old.off | old.work | new.off | new.work)
    return tuple(
        DayChange(on=on, works=new.is_workday(on)) for on in named if old.is_workday(on) != new.is_workday(on)
    )


def missing_years(*, years: frozenset[int], today: date) -> tuple[int, ...]:
    """缺哪几年的安排：今年的，和 92 天之内就要用到的下一年的。"""
    needed = sorted({today.year, (today + LOOK_AHEAD_DAYS * ONE_DAY).year})
    return tuple(year for year in needed if year not in years)
