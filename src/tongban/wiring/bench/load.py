"""加载：若干位来客同时来，一件办完接着办下一件，记下每一件用了多久 (closed loop: each client waits for its answer)."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tongban.foundation.http.visitor import NoAnswer

Visit = Callable[[], bool]
"""一件事：办成了为真。"""


@dataclass(frozen=True)
class Figures:
    """结果：每秒几件、一半在多少毫秒内、百分之九十九在多少毫秒内、没办成几件、一共几件、量了几秒。"""

    per_s: float
    p50_ms: float
    p99_ms: float
    errors: int
    done: int
    seconds: float


@dataclass
class Client:
    """一位来客：接下来要办的事，办过的每一件（开始、结束、成没成）。"""

    visits: Iterator[Visit]
    timed: list[tuple[float, float, bool]] = field(default_factory=list)

    def work_until(self, end: float) -> None:
        """一件接一件，直到时间到或没有事了。"""
        clock = time.perf_counter
        for visit in self.visits:
            began = clock()
            if began >= end:
                return
            try:
                well = visit()
            except NoAnswer:
                well = False
            self.timed.append((began, clock(), well))


def drive(clients: Sequence[Iterator[Visit]], *, seconds: float, warm_up: float = 2.0) -> tuple[Figures, int]:
    """同时加载，返回结果和连同热身一共办了几件。

    The first ``warm_up`` seconds do not count (prepared statements, templates and item versions are read once a process).
    """
    began = time.perf_counter()
    end = began + warm_up + seconds
    working = [Client(visits) for visits in clients]
    threads = [threading.Thread(target=client.work_until, args=[end], daemon=True) for client in working]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timed = [one for client in working for one in client.timed]
    counted = [one for one in timed if one[0] >= began + warm_up]
    return figures(counted, since=began + warm_up), len(timed)


def figures(timed: Sequence[tuple[float, float, bool]], *, since: float) -> Figures:
    """算结果；办事的时间按从 ``since`` 到最后一件办完。"""
    took = sorted(ended - began for began, ended, well in timed if well)
    seconds = max((ended for _, ended, _ in timed), default=since) - since
    return Figures(
        per_s=round(len(took) / seconds, 1) if seconds else 0.0,
        p50_ms=_at(took, 0.50),
        p99_ms=_at(took, 0.99),
        errors=len(timed) - len(took),
        done=len(took),
        seconds=round(seconds, 1),
    )


def _at(took: Sequence[float], part: float) -> float:
    return round(took[min(int(len(took) * part), len(took) - 1)] * 1000, 1) if took else 0.0
