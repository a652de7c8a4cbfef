"""定时清扫过时的计数。"""

from datetime import datetime, timedelta

from tongban.foundation.schedule import every
from tongban.foundation.tries import counting

KEPT = timedelta(days=1)


@every(seconds=3600)
def sweep_tries(*, at: datetime) -> None:
    """一天前的计数删去。"""
    counting.sweep(before=at - KEPT)
