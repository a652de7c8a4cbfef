"""定时：哪些活要隔一段时间干一次 (which jobs run at intervals; the worker runs them, one process at a time)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

JobFunction = Callable[..., object]


@dataclass(frozen=True)
class Job:
    """一项定时工作：名称、间隔（秒）、函数（收到 ``at=``）。"""

    name: str
    every_seconds: float
    run: JobFunction


JOBS: dict[str, Job] = {}


def every(*, seconds: float) -> Callable[[JobFunction], JobFunction]:
    """登记定时工作：每隔若干秒由后台进程调用一次，传入当时时间 ``at``。"""

    def register(function: JobFunction) -> JobFunction:
        room = function.__module__.split(".")[-2]
        name = f"{room}.{function.__name__}"
        JOBS[name] = Job(name=name, every_seconds=seconds, run=function)
        return function

    return register


def due(*, last_run: dict[str, datetime], at: datetime) -> list[Job]:
    """到点的工作：距上次运行已满间隔的，或从未运行过的。"""
    return [
        job
        for job in JOBS.values()
        if job.name not in last_run or (at - last_run[job.name]).total_seconds() >= job.every_seconds
    ]
