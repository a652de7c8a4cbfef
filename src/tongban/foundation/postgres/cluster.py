"""建库：新数据文件夹的初始化，以及上次没有好好停止留下的东西 (making a data folder, and clearing what a crash left)."""

import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from tongban.foundation import processes
from tongban.foundation.home import SOCKET_FILE
from tongban.foundation.postgres.account import Account
from tongban.foundation.postgres.binaries import MAJOR
from tongban.foundation.postgres.errors import OtherVersion, WouldNotStart

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
INITDB = (
    "--username=tongban",
    "--auth-local=trust",  # safe because the socket lies in a 0700 folder
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
)


def ensure(pgdata: Path, *, programs: Path, account: Account) -> None:
    """备好数据：没有就初始化，有就核对大版本。 Refuses: OtherVersion, WouldNotStart."""
    if not (pgdata / "PG_VERSION").exists():
        _initialise(pgdata, programs=programs, account=account)
    found = (pgdata / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != str(MAJOR):
        raise OtherVersion(folder=pgdata, found=found, ours=MAJOR)


def _initialise(pgdata: Path, *, programs: Path, account: Account) -> None:
    """In a folder beside it, renamed when whole: an initialisation cut short is never taken for data."""
    unfinished = pgdata.with_name("pgdata.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    account.owns(unfinished)
    done = subprocess.run(
        [programs / "initdb", f"--pgdata={unfinished}", *INITDB],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        **account.as_arguments(),
    )
    if done.returncode:
        raise WouldNotStart(why=done.stderr.strip()[-600:], log=pgdata.with_name("logs"))
    with suppress(OSError):
        pgdata.rmdir()  # an empty folder somebody made; one with anything in it stays and the rename says so
    unfinished.rename(pgdata)


def postmaster(pgdata: Path) -> int | None:
    """正在运行的主进程号：记录中的进程还活着，且确在此数据上工作；否则为 None。"""
    try:
        pid = int((pgdata / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    if not processes.is_alive(pid):
        return None
    seen = processes.working_folder(pid)
    return pid if seen is None or seen == pgdata.resolve() else None


def is_ready(pgdata: Path) -> bool:
    """主进程已报告可以连接。"""
    with suppress(OSError, IndexError):
        lines = (pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return lines[7].strip() == "ready"
    return False


def clear_leftovers(pgdata: Path, *, socket: Path) -> None:
    """清理上次留下的：先让旧进程结束，再删去已无主的记录。

    The caller holds the claim on the folder, so a server still running here belongs to nobody. The records go only
    when no process works in the data any more: PostgreSQL's own guard against orphans hangs on them.
    """
    if (running := postmaster(pgdata)) is not None:
        gentle_to_hard = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
        processes.end([running], signals=gentle_to_hard, seconds_each=20)
    if orphans := workers(pgdata):
        processes.wait_until(lambda: not workers(pgdata), seconds=3)
        processes.end(orphans, signals=(signal.SIGQUIT, signal.SIGKILL), seconds_each=5)
    if processes.can_be_seen() and not workers(pgdata):
        for stale in (
            pgdata / "postmaster.pid",
            socket / SOCKET_FILE,
            socket / f"{SOCKET_FILE}.lock",
        ):
            stale.unlink(missing_ok=True)


def workers(pgdata: Path) -> list[int]:
    """正在此数据上工作的数据库进程，主进程与后台都算。"""
    return processes.pids_working_in(pgdata, program="postgres")
