"""工作日历室的事件：安排已装入、缺下一年的安排。"""

from dataclasses import dataclass
from datetime import date

from tongban.rooms.calendar.words import lineage
from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure


@dataclass(frozen=True)
class DayChange:
    """一天的变化：装入之后这天算不算工作日（之前相反）。"""

    on: date
    works: bool


class CalendarLoaded(Event, kind="calendar.loaded", zh="装入工作日历", erasure=Erasure.KEEP):
    """一年的安排已装入（``revision`` 1）或更正（2、3……）；``changed`` 是工作日与否因此改变的日子。

    Rooms that keep due dates hear this and count again those for which :meth:`touches` says yes.
    """

    region: str
    year: int
    revision: int
    notice: str
    source: str
    first: bool
    changed: tuple[DayChange, ...]

    @property
    def stream(self) -> str:
        """记在该区划的日历名下。"""
        return f"calendar:{self.region}"

    def touches(self, *, region: str, first: date, last: date) -> bool:
        """某地从 ``first`` 数到 ``last`` 的期限，会不会因这次装入而改变（日期改变，或不再是估算）。"""
        if self.region not in lineage(region):
            return False
        settled = self.first and first.year <= self.year <= last.year
        return settled or any(first <= day.on <= last for day in self.changed)


class CalendarMissing(Event, kind="calendar.missing", zh="缺少工作日历", erasure=Erasure.KEEP):
    """某年的安排还没有装入，而期限已经会数到那一年：应办结日只能估算。"""

    year: int

    @property
    def stream(self) -> str:
        """每年一份档案。"""
        return f"calendar_missing:{self.year}"
