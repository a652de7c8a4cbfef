"""值守的一生：查看、启动、备好、报到、看护、按序停止 (the supervisor's life from the first check to the last stop)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tongban.foundation import home as homes
from tongban.foundation import ports, processes
from tongban.foundation.postgres import Server, server_checks
from tongban.foundation.postgres.embedded import last_error, open_log
from tongban.foundation.refusal import Refusal
from tongban.wiring.supervisor import preparation
from tongban.wiring.supervisor.charges import Database, Program, Watch
from tongban.wiring.supervisor.diary import Diary, complain, say

MARK = "TONGBAN_SUPERVISED"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
READY_SECONDS = 90.0
FALLS_BEFORE_READY = 3
WEB_THREADS = (
    "8"  # of each of two processes, each with a connection to the database; most of them wait for it
)


class DatabaseUnfit(Refusal):
    """数据库不合格：DATABASE_URL 指的服务器连不上，或会丢数据。"""

    code = "supervisor.database_unfit"
    says = "DATABASE_URL 所指的数据库不能使用：{why} That database cannot be used."
    next_step = "改好后再运行一次。 Put it right and run this again."


class StepFailed(Refusal):
    """启动中的一步没有做成。"""

    code = "supervisor.step_failed"
    says = "启动没有完成，停在这一步：{step}。{why} Starting stopped at this step: {step}."
    next_step = "详情见日志 {log}。 The whole story is in {log}."


class Stopped(BaseException):
    """有人要求停止 (raised once, by the first stop signal)."""


def up(*, home: Path | None = None, port: int | None = None, host: str | None = None) -> int:
    """启动并值守，直到有人要求停止；返回进程的退出码。

    What is not given comes from ``TONGBAN_HOME``, ``PORT`` (8000) and ``HOST`` (127.0.0.1).
    """
    try:
        folder = homes.prepare(of=home)
        place = host or os.environ.get("HOST_ADDRESS") or os.environ.get("HOST", "").strip() or "127.0.0.1"
        door = port or ports.number(os.environ.get("PORT", "").strip() or "8000")
        Supervisor(folder, host=place, port=door).run()
    except Stopped:
        return 0
    except Refusal as refusal:
        complain(f"{refusal}\n{refusal.advice}")
    except OSError as error:
        complain(f"启动失败：{error} Starting failed: {error}")
    else:
        return 0
    return 1


def down(*, home: Path | None = None, seconds: float = 15.0) -> int:
    """请正在运行的通办停下，等它停好；返回进程的退出码。"""
    folder = home or homes.home()
    pid = homes.holder(folder).get("pid")
    if not homes.is_claimed(folder) or not isinstance(pid, int):
        say("通办没有在运行。 Tongban is not running.")
        return 0
    processes.end([pid], signals=(signal.SIGTERM,), seconds_each=seconds)
    stopped = not homes.is_claimed(folder)
    say("已停止。 Stopped." if stopped else f"进程 {pid} 没有停下。 Process {pid} did not stop.")
    return 0 if stopped else 1


class Supervisor:
    """一个数据文件夹的值守者。"""

    def __init__(self, folder: Path, *, host: str, port: int) -> None:
        """记下值守什么、在哪里应门。"""
        self.folder, self.host, self.port = folder, host, port
        self.address = ports.address(host=host, port=port)
        self.logs = homes.part("logs", of=folder)
        self.diary = Diary(self.logs / "supervisor.log")
        self.watches: list[Watch] = []
        self._embedded = not os.environ.get("DATABASE_URL", "").strip()
        self._mark = f"{MARK}={folder}"
        self._database_identity = ""

    def run(self) -> None:
        """从启动到停止。 Refuses: everything that can stand in the way of starting."""
        claim = homes.Claim(self.folder, address=self.address)
        try:
            self._end_strays()
            ports.must_be_free(host=self.host, port=self.port)
            with stop_signals():
                self._begin()
                self._tend()
        finally:
            self._stop()
            claim.release()

    def _end_strays(self) -> None:
        """What a supervisor killed outright may have left running on this folder."""
        strays = processes.pids_marked(self._mark)
        processes.end(strays, signals=(signal.SIGTERM, signal.SIGKILL), seconds_each=4)

    def _begin(self) -> None:
        self.diary.note(
            "starting",
            f"通办正在启动 Tongban is starting ({self.folder})",
            pid=os.getpid(),
        )
        url = self._database()
        environment = {
            **os.environ,
            "TONGBAN_HOME": str(self.folder),
            "DATABASE_URL": url,
            "PORT": str(self.port),
            MARK: str(self.folder),
        }
        for step, command in preparation.before_web(
            self.folder, preparation.Database(url, self._database_identity)
        ):
            self._do(step, command, environment)
        web, worker = self._programs(environment)
        self._watch(web)
        accounts = self._demonstration(environment)
        self._watch(worker)  # its timetable must not act on a demonstration that is half loaded
        self._wait_until_ready()
        self._announce(accounts)

    def _demonstration(self, environment: dict[str, str]) -> list[str]:
        """Loaded while the web site starts; not again as long as nothing changed."""
        kept = preparation.kept_demonstration(self.folder, database=self._database_identity)
        if kept is None:
            kept = self._do("demo", preparation.cli("demo"), environment)
            preparation.keep_demonstration(self.folder, database=self._database_identity, printed=kept)
        return kept

    def _database(self) -> str:
        if self._embedded:
            server = Server(self.folder)
            self._watch(Database(server))
            url = server.url
        else:
            url = os.environ["DATABASE_URL"].strip()
        answer = server_checks.ask(url)
        if answer.problems:
            raise DatabaseUnfit(why=" ".join(answer.problems))
        self._database_identity = answer.identity
        return url

    def _watch(self, charge: Database | Program) -> None:
        watch = Watch(charge, diary=self.diary)
        self.watches.append(watch)
        watch.start()

    def _do(self, step: str, command: Sequence[str], environment: dict[str, str]) -> list[str]:
        """One step to its end; what it prints is for the person, what it complains of is for the log."""
        began = time.monotonic()
        path = self.logs / "start.log"
        with open_log(path) as log:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                check=False,
            )
        if done.returncode:
            raise StepFailed(step=step, why=last_error(path), log=path)
        self.diary.note("prepared", step=step, seconds=round(time.monotonic() - began, 2))
        return done.stdout.decode(errors="replace").splitlines()

    def _programs(self, environment: dict[str, str]) -> list[Program]:
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
        web += [
            "--blocking-threads",
            WEB_THREADS,
            "--blocking-threads-idle-timeout",
            "600",
            "--host",
            self.host,
            "--port",
            str(self.port),
        ]
        web += [
            "--respawn-failed-workers",
            "--workers-kill-timeout",
            "3",
            "tongban.wiring.wsgi:application",
        ]
        worker = preparation.cli("work")
        return [
            Program(
                "web",
                "网站",
                command=web,
                environment={**environment, "KEEP_TO_ONE_CORE": "1"},
                log=self.logs / "web.log",
            ),
            Program(
                "worker",
                "后台",
                command=worker,
                environment=environment,
                log=self.logs / "worker.log",
            ),
        ]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while ports.answers(host=self.host, port=self.port, path="/healthz") != 200:
            self._look()
            fallen = [watch for watch in self.watches if watch.falls >= FALLS_BEFORE_READY]
            if fallen or time.monotonic() > deadline:
                name = fallen[0].charge.name if fallen else "web"
                log = self.logs / f"{name}.log"
                raise StepFailed(step=name, why=last_error(log), log=log)
            time.sleep(0.1)

    def _announce(self, accounts: Sequence[str]) -> None:
        self.diary.note("ready", address=self.address, home=self.folder)
        say(f"\n通办已就绪 Tongban is ready: {self.address}")
        for line in accounts:
            say(f"  {line}")
        say(f"  数据在 data in: {self.folder if self._embedded else f'DATABASE_URL, {self.folder}'}")
        say(f"  日志在 logs in: {self.logs}")
        say("  按 Ctrl-C 停止 press Ctrl-C to stop\n")

    def _tend(self) -> None:
        while True:
            self._look()
            time.sleep(0.2)

    def _look(self) -> None:
        for watch in self.watches:
            watch.look()

    def _stop(self) -> None:
        """网站和后台先停，数据库最后停：正在办的事办完，已答复的事不丢。"""
        if not self.watches:
            return
        self.diary.note("stopping", "正在停止 stopping")
        charges = [watch.charge for watch in self.watches]
        for charge in charges:
            charge.ask_to_stop()
        until = time.monotonic() + 5
        for charge in [*(c for c in charges if c.name != "postgres"), *charges[:1]]:
            charge.finish(seconds=4 if charge.name == "postgres" else max(0.1, until - time.monotonic()))
        self._end_strays()
        self.diary.note("stopped", "已停止，数据完好 stopped, nothing lost")


@contextmanager
def stop_signals() -> Iterator[None]:
    """在此期间，停止信号变成一次 Stopped；之后再来的不理会，让停止从容完成。"""

    def first(number: int, frame: FrameType | None) -> None:
        ignore_stop_signals()
        raise Stopped

    for one in STOP_SIGNALS:
        signal.signal(one, first)
    yield


def ignore_stop_signals() -> None:
    """停止已在进行：再按 Ctrl-C 也不打断它。"""
    for one in STOP_SIGNALS:
        signal.signal(one, signal.SIG_IGN)
