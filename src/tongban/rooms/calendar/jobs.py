"""工作日历的定时工作：看看下一年的安排来了没有。"""

from datetime import datetime

from tongban.foundation.schedule import every
from tongban.rooms.calendar import acts, queries


@every(seconds=6 * 3600)
def watch_coverage(*, at: datetime) -> None:
    """查缺：今年或不久就要用到的下一年没有安排，报告一次。"""
    for year in queries.coverage(at=at).missing:
        acts.report_missing(year=year, at=at)
