"""自带数据库的启动与停止：一个对象管一个主进程 (one object owns one running server on one data folder)."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

import psycopg

from tongban.foundation import home, processes
from tongban.foundation.postgres import account, binaries, cluster
from tongban.foundation.postgres.errors import WouldNotStart

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
}
# Crash recovery of a large database replays for minutes; the server is given up only when it exits.
RECOVERY_SECONDS = 900.0
LOG_BYTES = 20_000_000
JUST_BEING_MADE = 60.0  # seconds in which a test folder may not be claimed yet


class Server:
    """自带的 PostgreSQL：启动、查看、停止 (the caller holds the claim on the folder)."""

    def __init__(self, folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        """记下数据文件夹；``settings`` 覆盖默认的服务器设置。尚未启动。"""
        self.folder = folder
        self.pgdata = home.part("pgdata", of=folder)
        self.log = home.part("logs", of=folder) / "postgres.log"
        self._settings = {**SETTINGS, **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """数据库地址，供 ``DATABASE_URL`` 使用。"""
        return home.embedded_url(of=self.folder)

    @property
    def pid(self) -> int | None:
        """主进程号；未启动时为 None。"""
        return self._process.pid if self._process else None

    def start(self) -> str:
        """启动并等到可以连接，返回地址；上次被强行终止的，先恢复。

        Refuses: FolderUnusable, NoAccount, NoServerFiles, OtherVersion, WouldNotStart.
        """
        runner = account.owner_of(self.pgdata)
        programs = self._programs(runner)
        cluster.ensure(self.pgdata, programs=programs, account=runner)
        socket = home.socket_folder(of=self.folder)
        runner.owns(socket)
        cluster.clear_leftovers(self.pgdata, socket=socket)
        self._launch(programs / "postgres", socket=socket, runner=runner)
        self._wait_until_ready()
        _make_database(home.embedded_url(of=self.folder, database="postgres"))
        return self.url

    def _programs(self, runner: account.Account) -> Path:
        if runner.uid == os.geteuid():
            return binaries.programs()
        runner.must_enter(self.folder)
        return binaries.programs(copied_to=home.part("server", of=self.folder))

    def _launch(self, program: Path, *, socket: Path, runner: account.Account) -> None:
        settings = {**self._settings, "unix_socket_directories": str(socket)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open_log(self.log) as log:
            self._process = subprocess.Popen(
                [program, "-D", self.pgdata, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=cluster.ENVIRONMENT,
                process_group=0,  # Ctrl-C reaches the supervisor only; it stops the server last
                preexec_fn=processes.dies_with_parent(signal.SIGINT),
                **runner.as_arguments(),
            )
        processes.never_push_in(self._process.pid)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while not (cluster.postmaster(self.pgdata) == self.pid and cluster.is_ready(self.pgdata)):
            if self.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise WouldNotStart(why=last_error(self.log), log=self.log)
            time.sleep(0.02)

    def poll(self) -> int | None:
        """主进程已结束则返回其退出码；还在运行为 None。"""
        return self._process.poll() if self._process else 0

    def stop(self, *, seconds: float = 8.0) -> None:
        """停止：断开连接、写完检查点；超过时限改为立即停止，下次启动时恢复，已提交的不丢。"""
        if self._process is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with suppress(subprocess.TimeoutExpired, ProcessLookupError, PermissionError):
                if self._process.poll() is None:
                    self._process.send_signal(number)
                self._process.wait(timeout=seconds)
                break
        self._process = None


def _make_database(url: str) -> None:
    """A fresh start may still be cut by the end of a crash recovery: one more try after a moment."""
    for attempt in range(5):
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'tongban'").fetchone()
                if known is None:
                    connection.execute("CREATE DATABASE tongban ENCODING 'UTF8' TEMPLATE template0")
            return
        except psycopg.OperationalError:
            if attempt == 4:
                raise
            time.sleep(0.2)


@contextmanager
def open_log(path: Path) -> Iterator[int]:
    """打开日志续写（只有本账号可读）；超过 20 MB 时旧的改名保留一份。"""
    with suppress(OSError):
        if path.stat().st_size > LOG_BYTES:
            path.replace(path.with_name(f"{path.name}.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def tail(log: Path, *, lines: int = 4) -> str:
    """日志的最后几行，一行文字。"""
    with suppress(OSError):
        return " / ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    return ""


def last_error(log: Path) -> str:
    """日志里最近一句报错；找不到时为最后几行。"""
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-400:]
        errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b|.*\bFATAL:", line)]
        if errors:
            return errors[-1][:400]
    return tail(log)


@contextmanager
def running_server(folder: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """一个可用的数据库地址：已在运行的直接用，没有运行的启动一个、用完停止。

    Refuses: as `Server.start`; AlreadyRunning when somebody else is just starting one here.
    """
    home.prepare(of=folder)
    pgdata = home.part("pgdata", of=folder)
    if home.is_claimed(folder) and cluster.postmaster(pgdata) and cluster.is_ready(pgdata):
        yield home.embedded_url(of=folder)
        return
    claim = home.Claim(folder)
    server = Server(folder, settings=settings)
    try:
        yield server.start()
    finally:
        server.stop()
        claim.release()


@contextmanager
def testing_server(*, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """测试用的数据库：临时文件夹中的一个完整服务器，用完连同数据删除；落盘设置与正式的相同。"""
    _sweep_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=f"tongban-test-{os.geteuid()}-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the database's account passes through; it cannot list
    many = {"max_connections": "250", "shared_buffers": "128MB", **(settings or {})}
    try:
        with running_server(folder, settings=many) as url:
            yield url
    finally:
        rmtree(folder, ignore_errors=True)


def _sweep_abandoned() -> None:
    """What a killed test run left: folders of ours that nobody claims any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"tongban-test-{os.geteuid()}-*"):
        with suppress(OSError):
            seen = folder.stat()
            abandoned = seen.st_mtime < time.time() - JUST_BEING_MADE and not home.is_claimed(folder)
            if abandoned and seen.st_uid == os.geteuid():
                rmtree(folder, ignore_errors=True)
