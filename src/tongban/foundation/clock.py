"""时钟：全系统只有一只钟，挂在数据库里 (one clock for everybody, and it hangs in the database).

Doors and jobs read it and hand the time down; no act, rule or query ever asks for the time itself.
Web and worker processes may disagree about the time, and a machine's clock may be set back; the database is the one
place they all share, so its clock is the one that counts. Reading it costs a round trip, so each process measures how
far the database is ahead of its own monotonic clock and measures again every few seconds.
"""

import time
from datetime import date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from django.db import connection

SHANGHAI = ZoneInfo("Asia/Shanghai")
_REMEASURE_AFTER = 5.0  # seconds of monotonic time; a clock set by hand is followed within this
_lock = Lock()
_measured: tuple[float, datetime] | None = None


def now() -> datetime:
    """现在：数据库的时间，带时区，北京时间。"""
    global _measured
    ticks = time.monotonic()
    with _lock:
        measured = _measured
    if measured is None or ticks - measured[0] > _REMEASURE_AFTER:
        measured = (time.monotonic(), _ask_database())
        with _lock:
            _measured = measured
    return measured[1] + timedelta(seconds=time.monotonic() - measured[0])


def today() -> date:
    """今天：法律上的日期，按北京时间。"""
    return now().date()


def law_date(at: datetime) -> date:
    """法定日期：某一时刻在北京时间里是哪一天 (the Asia/Shanghai calendar date of a moment)."""
    return at.astimezone(SHANGHAI).date()


def forget() -> None:
    """重新对表：下次读钟时重新问数据库 (measure anew at the next reading)."""
    global _measured
    with _lock:
        _measured = None


def _ask_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(SHANGHAI)
