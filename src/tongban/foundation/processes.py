"""进程：生死与去留的几个问题，凭内核的记录回答 (questions about operating-system processes, answered from /proc)."""

import ctypes
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PROC = Path("/proc")


def dies_with_parent(number: signal.Signals) -> Callable[[], None]:
    """随主进程而止：供 ``preexec_fn`` 使用；主进程一旦消失，内核即向子进程发出此信号 (Linux; elsewhere nothing)."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    parent = os.getpid()

    def in_the_child() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return in_the_child


def keep_to_one_core(*, seats: Path) -> int | None:
    """守着一个核：占下一个同伴没有占的核，从此只在它上面跑；都占了，或系统没有这回事，随系统安排 (None).

    Who keeps a core holds the lock on its byte of the file ``seats`` until he ends. Call it before the first other thread: the
    threads of a Python process run one at a time, and on several cores they only hand the turn from core to core.
    """
    if not hasattr(os, "sched_setaffinity"):
        return None
    descriptor = os.open(seats, os.O_RDWR | os.O_CREAT, 0o600)
    for core in sorted(os.sched_getaffinity(0)):
        with suppress(OSError):
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, core)
            os.sched_setaffinity(0, {core})
            return core
    os.close(descriptor)
    return None


def never_push_in(pid: int) -> None:
    """不插队：``pid`` 和它此后的子进程被叫醒时等轮到自己，不把正在干活的挤下去 (``SCHED_BATCH``; elsewhere nothing).

    For who is woken a thousand times a second for a moment's work: pushing in each time costs those at work their caches.
    """
    if hasattr(os, "sched_setscheduler"):
        with suppress(OSError):
            os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0))


def is_alive(pid: int) -> bool:
    """还活着吗：僵尸不算 (a zombie is dead)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) != "Z"


def _state(pid: int) -> str:
    with suppress(OSError, IndexError):
        return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    return "?"


def all_pids() -> Iterator[int]:
    """机器上的全部进程号；没有 /proc 的系统上为空。"""
    with suppress(OSError):
        yield from (int(name) for name in os.listdir(PROC) if name.isdigit())


def working_folder(pid: int) -> Path | None:
    """进程的工作文件夹；看不到时为 None。"""
    with suppress(OSError):
        return Path(os.readlink(PROC / str(pid) / "cwd"))
    return None


def pids_working_in(folder: Path, *, program: str) -> list[int]:
    """在此文件夹中工作的某程序的活进程 (PostgreSQL's processes all work in their data folder)."""
    real = folder.resolve()
    return [
        pid for pid in all_pids() if working_folder(pid) == real and _name(pid) == program and is_alive(pid)
    ]


def _name(pid: int) -> str:
    with suppress(OSError):
        return (PROC / str(pid) / "comm").read_text(errors="replace").strip()
    return ""


def can_be_seen() -> bool:
    """这台机器能否看到别的进程 (Linux's /proc); 不能时不可断言“没有进程”。"""
    return (PROC / str(os.getpid()) / "comm").exists()


def pids_marked(mark: str) -> list[int]:
    """环境变量中带有此记号（``NAME=value``）的活进程，不含自己。"""
    wanted = os.fsencode(mark)
    return [pid for pid in all_pids() if pid != os.getpid() and wanted in _environment(pid) and is_alive(pid)]


def _environment(pid: int) -> list[bytes]:
    with suppress(OSError):
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    return []


def end(pids: list[int], *, signals: tuple[signal.Signals, ...], seconds_each: float) -> bool:
    """依次发信号，每个之后等若干秒；全部结束时返回真。"""
    for number in signals:
        for pid in pids:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        if wait_until(lambda: not any(map(is_alive, pids)), seconds=seconds_each):
            return True
    return False


def wait_until(true: Callable[[], bool], *, seconds: float, every: float = 0.02) -> bool:
    """等到条件成立或时间（秒）用完；返回条件是否成立。"""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


@dataclass(frozen=True)
class Spent:
    """某一刻各进程用掉的处理器时间（节拍，含已回收的子进程）和各自的父进程。"""

    ticks: Mapping[int, int]
    parents: Mapping[int, int]

    def under(self, pid: int) -> Iterator[int]:
        """一个进程和它的全部后代。"""
        yield self.ticks.get(pid, 0)
        for child, parent in self.parents.items():
            if parent == pid:
                yield from self.under(child)


def spent() -> Spent:
    """现在读一遍 (utime, stime, cutime and cstime of /proc/<pid>/stat)."""
    ticks, parents = {}, {}
    for pid in all_pids():
        with suppress(OSError, IndexError, ValueError):
            told = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
            parents[pid], ticks[pid] = int(told[1]), sum(map(int, told[11:15]))
    return Spent(ticks, parents)
