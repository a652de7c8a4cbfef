"""被值守的：数据库、网站、后台各是一个能启动、能查看、能停止的东西 (what is watched over, each with its own manners)."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tongban.foundation import processes
from tongban.foundation.postgres import Server
from tongban.foundation.postgres.embedded import open_log
from tongban.foundation.refusal import Refusal
from tongban.wiring.supervisor.diary import Diary

SHORTEST_WAIT, LONGEST_WAIT = 0.25, 8.0
STEADY_SECONDS = 30.0


class Charge(Protocol):
    """一个被值守的进程。"""

    name: str
    zh: str

    @property
    def pid(self) -> int | None:
        """进程号。"""

    def start(self) -> object:
        """启动。"""

    def poll(self) -> int | None:
        """已结束则为退出码，否则 None。"""

    def ask_to_stop(self) -> None:
        """请它停止，不等。"""

    def finish(self, *, seconds: float) -> None:
        """等它停止，最多若干秒，之后强行结束。"""


class Program:
    """网站或后台：自成一个进程组的子进程，输出写进自己的日志。"""

    def __init__(
        self,
        name: str,
        zh: str,
        *,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
    ) -> None:
        """记下怎样启动。"""
        self.name, self.zh = name, zh
        self._command, self._environment, self._log = (
            list(command),
            dict(environment),
            log,
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """进程号；也是进程组号。"""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """启动。"""
        with open_log(self._log) as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                process_group=0,  # Ctrl-C reaches the supervisor only, which stops the rest in order
                preexec_fn=processes.dies_with_parent(signal.SIGTERM),
            )

    def poll(self) -> int | None:
        """已结束则为退出码；它的子进程若还留着，一并结束，免得占住端口。"""
        if self._process is None:
            return 0
        code = self._process.poll()
        if code is not None:
            self._end_group()
        return code

    def ask_to_stop(self) -> None:
        """发出 SIGTERM。"""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def finish(self, *, seconds: float) -> None:
        """等它停止；超过时限，整组强行结束。"""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=seconds)
        self._end_group()
        self._process.wait()
        self._process = None

    def _end_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if self._process is not None:
                os.killpg(self._process.pid, signal.SIGKILL)


class Database:
    """自带的数据库，作为被值守者之一。"""

    name, zh = "postgres", "数据库"

    def __init__(self, server: Server) -> None:
        """值守这个服务器。"""
        self._server = server
        self.start, self.poll = server.start, server.poll

    @property
    def pid(self) -> int | None:
        """主进程号。"""
        return self._server.pid

    def ask_to_stop(self) -> None:
        """数据库等网站和后台都停了再停，所以这里什么也不做。"""

    def finish(self, *, seconds: float) -> None:
        """快速停止：断开连接，写完检查点。"""
        self._server.stop(seconds=seconds)


class Watch:
    """看着一个进程：倒下了就记下来、扶起来；接连倒下，隔得越来越久再扶。"""

    def __init__(self, charge: Charge, *, diary: Diary) -> None:
        """看着它。"""
        self.charge, self.falls = charge, 0
        self._diary = diary
        self._started = self._next = 0.0
        self._down = True

    def start(self) -> None:
        """启动并记一笔。 Refuses: as the charge refuses."""
        self.charge.start()
        self._started, self._down = time.monotonic(), False
        name, pid = self.charge.name, self.charge.pid
        self._diary.note(
            "started",
            f"{self.charge.zh} {name} 已启动 started ({pid})",
            who=name,
            pid=pid,
        )

    def look(self) -> None:
        """看一眼：倒下的记下来，到了时候的重新启动。"""
        if self._down:
            if time.monotonic() >= self._next:
                self._try_again()
        elif (code := self.charge.poll()) is not None:
            self._fell(code)

    def _fell(self, code: int) -> None:
        if time.monotonic() - self._started > STEADY_SECONDS:
            self.falls = 0
        wait = min(SHORTEST_WAIT * 2**self.falls, LONGEST_WAIT)
        self.falls += 1
        self._down, self._next = True, time.monotonic() + wait
        how = f"signal {-code}" if code < 0 else f"code {code}"
        name = self.charge.name
        sentence = (
            f"{self.charge.zh} {name} 意外停止（{how}），{wait:g} 秒后重启 stopped, restarting in {wait:g} s"
        )
        self._diary.note("died", sentence, who=name, pid=self.charge.pid, code=code, restart_in=wait)

    def _try_again(self) -> None:
        try:
            self.start()
        except (Refusal, OSError) as error:
            self._diary.note(
                "failed",
                f"{self.charge.zh}：{error}",
                who=self.charge.name,
                why=str(error),
            )
            self._started = time.monotonic()
            self._fell(1)
