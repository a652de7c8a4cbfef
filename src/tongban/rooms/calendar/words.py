"""工作日历的词语和值：日子的种类、期限的单位，以及能算期限的 :class:`Workdays`（纯值，不碰数据库，不看钟）。

Law: 行政许可法 第八十二条（期限以工作日计，不含法定节假日）; 民法典 第二百零一条至第二百零三条（开始的当日不计入，自下一日
开始计算；最后一日是法定休假日的，以休假日结束的次日为最后一日；有业务时间的，到停止业务活动的时间截止）.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NoReturn
from zoneinfo import ZoneInfo

from tongban.foundation.word import Word

NATIONAL = "000000000000"
"""全国：国务院办公厅的安排记在这个区划名下，各地没有自己安排的日子都照它。"""

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
_REGION_ENDS = (12, 9, 6, 4, 2)


class DayKind(Word):
    """日子的种类：安排里写明的两种。"""

    REST = "rest", "放假"
    WORK = "work", "补班"


class TimeUnit(Word):
    """期限的单位（C0109 CL-09）；月按 30 个自然日、年按 365 个自然日计。"""

    WORKDAY = "workday", "工作日"
    DAY = "day", "自然日"
    HOUR = "hour", "小时"
    MINUTE = "minute", "分钟"
    MONTH = "month", "月"
    YEAR = "year", "年"


_NATURAL_DAYS = {TimeUnit.DAY: 1, TimeUnit.MONTH: 30, TimeUnit.YEAR: 365}
_WORKING_DAYS = {
    TimeUnit.WORKDAY: Fraction(1),
    TimeUnit.HOUR: Fraction(1, 8),
    TimeUnit.MINUTE: Fraction(1, 480),
    **{unit: Fraction(5, 7) * days for unit, days in _NATURAL_DAYS.items()},
}


def in_workdays(amount: int | Fraction, unit: TimeUnit) -> Fraction:
    """折算工作日：只用于比较长短和压缩率，不用于计算应办结日 (source: domain 1.8, natural days × 5/7, hours / 8)."""
    return amount * _WORKING_DAYS[unit]


@lru_cache(maxsize=4096)
def lineage(region: str) -> tuple[str, ...]:
    """上级区划：从全国到本级的 12 位代码，越往后越具体 (nation first, the region itself last)."""
    codes = {region[:end].ljust(12, "0") for end in _REGION_ENDS} | {NATIONAL}
    return tuple(sorted(codes, key=lambda code: (len(code.rstrip("0")), code)))


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """安排里的一天：哪天、放假还是补班、为什么。"""

    on: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """一年的安排：谁发的、文号、出处和写明的日子（不写的日子照星期）。"""

    year: int
    region: str
    notice: str
    title: str
    source: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True)
class DueDate:
    """应办结日；``provisional`` 为真表示数到了没有安排的年份，只按星期估算，装入该年安排后须重算。"""

    on: date
    provisional: bool = False

    @property
    def zh(self) -> str:
        """印出来的日期，估算的写明估算。"""
        return f"{self.on:%Y年%m月%d日}" + ("（估算）" if self.provisional else "")


@dataclass(frozen=True, slots=True)
class DueMoment:
    """应办结时刻（小时期限），北京时间；``provisional`` 同 :class:`DueDate`。"""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """特别程序（暂停计时）：首尾两日都不计入期限；``entered_on`` 是登记这次暂停的日子。"""

    first: date
    last: date
    entered_on: date


@dataclass(frozen=True, slots=True)
class Opening:
    """开放时间：工作日里的几段，首尾为钟点，先后不相叠。"""

    sessions: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        """核对：至少一段，段段向前。"""
        flat = [clock for session in self.sessions for clock in session]
        if not flat or any(later <= earlier for earlier, later in pairwise(flat)):
            raise ValueError(f"opening hours must be one or more sessions in order: {self.sessions}")

    def on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """这一天的各段，北京时间。"""
        for opens, closes in self.sessions:
            yield datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI)


Span = tuple[date, date]


@dataclass(frozen=True)
class Workdays:
    """工作日表：某地某时已知的全部安排；给它一个起点和天数，它给出哪天届满。

    ``off`` 写明放假的日子，``work`` 写明补班的日子，``years`` 已装入全国安排的年份。三者都是不变的值，可以放心共用。
    """

    off: frozenset[date]
    work: frozenset[date]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """是不是工作日：补班的算，放假的不算，其余看星期。"""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def knows(self, day: date) -> bool:
        """这一天所在的年份有没有装入安排。"""
        return day.year in self.years

    def after(self, start: date, days: int, *, paused: Iterable[Span] = ()) -> DueDate:
        """从 ``start`` 起 ``days`` 个工作日届满于哪天：当日不计，次日起数；暂停的整日（首尾都含）不数，重叠只算一次。

        Law: 行政许可法 第四十五条、第八十二条; 民法典 第二百零一条. Zero days end on the start day or the next working day.
        A pause that begins after the period has run out is never reached, so it repairs nothing.
        """
        if days <= 0:
            return self.roll_forward(start) if days == 0 else _impossible(days)
        pauses, left, on, known = tuple(paused), days, start, True
        while left:
            on += ONE_DAY
            known = known and on.year in self.years
            if self.is_workday(on) and not any(first <= on <= last for first, last in pauses):
                left -= 1
        return DueDate(on, provisional=not known)

    def due(self, start: date, days: int, pauses: Sequence[Pause]) -> DueDate:
        """应办结日：逐次计入各次暂停；期限届满之后才登记的暂停不能补救，不计 (domain 2.3)."""
        counted: list[Span] = []
        due = self.after(start, days)
        for each in sorted(pauses, key=lambda s: (s.entered_on, s.first, s.last)):
            if each.entered_on <= due.on:
                counted.append((each.first, each.last))
                due = self.after(start, days, paused=counted)
        return due

    def after_natural(self, start: date, days: int) -> DueDate:
        """从 ``start`` 起 ``days`` 个自然日届满于哪天；末日逢休假日顺延。 Law: 民法典 第二百零三条."""
        return self.roll_forward(start + days * ONE_DAY) if days >= 0 else _impossible(days)

    def within(self, start: date, amount: int, unit: TimeUnit) -> DueDate:
        """按单位计算届满日：工作日逐日数，自然日、月（30 日）、年（365 日）末日顺延；小时、分钟用 :meth:`after_hours`。"""
        if unit is TimeUnit.WORKDAY:
            return self.after(start, amount)
        return self.after_natural(start, amount * _NATURAL_DAYS[unit])

    def after_hours(self, start: datetime, hours: float | Fraction, opening: Opening) -> DueMoment:
        """从 ``start`` 起 ``hours`` 个小时届满于何时：只计工作日的开放时间，加班开放的时间不计。

        Law: 民法典 第二百零一条第二款、第二百零三条第二款. ``start`` is aware; the answer is in Asia/Shanghai.
        """
        moment, left = start.astimezone(SHANGHAI), timedelta(seconds=float(hours * 3600))
        if left <= timedelta(0):
            _impossible(hours)
        for opens, closes, known in self._sessions(moment, opening):
            if opens + left <= closes:
                return DueMoment(opens + left, provisional=not known)
            left -= closes - opens
        raise OverflowError("no end of the period within the calendar")

    def _sessions(self, moment: datetime, opening: Opening) -> Iterator[tuple[datetime, datetime, bool]]:
        """What is left of the opening hours from a moment on; and whether every day so far was a known one."""
        day, known = moment.date(), True
        while True:
            known = known and self.knows(day)
            if self.is_workday(day):
                for opens, closes in opening.on(day):
                    if moment < closes:
                        yield max(opens, moment), closes, known
            day += ONE_DAY

    def roll_forward(self, day: date) -> DueDate:
        """末日逢休假日顺延：本身是工作日就是它，否则是其后第一个工作日。 Law: 民法典 第二百零三条第一款."""
        on, known = day, self.knows(day)
        while not self.is_workday(on):
            on += ONE_DAY
            known = known and self.knows(on)
        return DueDate(on, provisional=not known)

    def between(self, start: date, end: date, *, paused: Iterable[Span] = ()) -> int:
        """从 ``start`` 到 ``end`` 过了几个工作日：``start`` 不计、``end`` 计；``end`` 在前时为负（逾期天数）。"""
        if end < start:
            return -self.between(end, start, paused=paused)
        pauses = tuple(paused)
        return sum(
            1
            for day in _each_day(start + ONE_DAY, end)
            if self.is_workday(day) and not any(first <= day <= last for first, last in pauses)
        )

    def count(self, first: date, last: date) -> int:
        """首尾都算，一共几个工作日。"""
        return sum(1 for day in _each_day(first, last) if self.is_workday(day))


def _each_day(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _impossible(amount: float | Fraction) -> NoReturn:
    raise ValueError(f"a period cannot be {amount} long")
