"""处理器时间：网站、后台、数据库、来客各花了多少 (processor time by process; steadier than time on a busy machine)."""

import json
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tongban.foundation import processes

TICK = os.sysconf("SC_CLK_TCK")
WATCHED = {"web": "web", "postgres": "pg", "worker": "worker"}
"""值守日志里的名字到结果里的名字。"""


def yardstick_ms() -> float:
    """尺子：一段总是一样的算术用了多少毫秒处理器时间（二百遍的中位数）；机器自己时快时慢，凭它比两次测速。"""
    return round(statistics.median(_fixed_work() for _ in range(200)) * 1000, 2)


def _fixed_work() -> float:
    began, total = time.process_time(), 0
    for n in range(20_000):
        total += n * n
    return time.process_time() - began


@dataclass(frozen=True)
class Meter:
    """读表：一处安装的各进程从开机到现在用了多少处理器时间（秒）。"""

    folder: Path

    def read(self) -> dict[str, float]:
        """各进程连同其子进程；``client`` 是测速的进程自己。"""
        spent = processes.spent()
        used = {name: sum(spent.under(pid)) / TICK for name, pid in self._pids()}
        return {**used, "client": time.process_time()}

    def _pids(self) -> Iterator[tuple[str, int]]:
        """The last pid of each that the supervisor noted."""
        diary = (self.folder / "logs" / "supervisor.log").read_text(encoding="utf-8")
        noted = [json.loads(line) for line in diary.splitlines()]
        return iter({WATCHED[n["who"]]: n["pid"] for n in noted if n["event"] == "started"}.items())


def each_ms(before: dict[str, float], after: dict[str, float], *, items: int) -> dict[str, float]:
    """每件用了多少毫秒：``web_ms``、``pg_ms``、``worker_ms``、``client_ms`` 和合计 ``cpu_ms``。"""
    used = {f"{name}_ms": (after[name] - before[name]) * 1000 / max(items, 1) for name in before}
    return {name: round(ms, 2) for name, ms in {**used, "cpu_ms": sum(used.values())}.items()}
