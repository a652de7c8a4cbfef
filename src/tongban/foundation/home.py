"""数据文件夹：数据库、密钥、文件、日志各放在哪里，全由此处决定 (where everything one installation keeps lies)."""

import errno
import fcntl
import hashlib
import json
import os
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from tongban.foundation.refusal import Refusal

Part = Literal["pgdata", "run", "server", "keys", "files", "logs"]

CLONE = Path(__file__).resolve().parents[3]
SYSTEM_HOMES = Path("/var/lib/tongban")
# A Unix socket's address holds 107 bytes; PostgreSQL adds ".s.PGSQL.5432" and, beside it, ".lock".
LONGEST_SOCKET_PATH = 99
SOCKET_FILE = ".s.PGSQL.5432"
TEMPORARY = Path("/tmp")  # noqa: S108 - only ever entered by mkdtemp, and TMPDIR may itself be too long


class FolderUnusable(Refusal):
    """数据文件夹不能用：不能建立、不能写入，或数据库的账号进不去。"""

    code = "home.unusable"
    says = "数据文件夹 {folder} 不能使用：{why}。 The data folder {folder} cannot be used: {why}."
    next_step = "请用 TONGBAN_HOME=<文件夹> 指定一个可以写入的文件夹。 Name another folder with TONGBAN_HOME=<folder>."


class AlreadyRunning(Refusal):
    """已在运行：同一个数据文件夹同时只能有一个通办。"""

    code = "home.already_running"
    says = (
        "通办已在运行（进程 {pid}，{address}），数据文件夹 {folder}。"
        " Tongban is already running (process {pid}, {address}) on {folder}."
    )
    next_step = (
        "请直接打开上述网址；或先停止它：kill {pid}。 Open that address, or stop it first with: kill {pid}."
    )


def home() -> Path:
    """本安装的数据文件夹 (the data folder): ``TONGBAN_HOME``, else one chosen by who runs this clone."""
    named = os.environ.get("TONGBAN_HOME", "").strip()
    if named:
        return Path(os.path.abspath(Path(named).expanduser()))
    # The database never runs as root, and its account must be able to enter the folder; a clone below /root would not do.
    return SYSTEM_HOMES / _clone_name() if os.geteuid() == 0 else CLONE / "var" / "home"


def _clone_name() -> str:
    return f"{CLONE.name}-{hashlib.sha256(os.fsencode(CLONE)).hexdigest()[:8]}"


def part(name: Part, *, of: Path | None = None) -> Path:
    """数据文件夹中的一部分 (the path of one part; it may not exist yet)."""
    folder = of or home()
    return socket_folder(of=folder) if name == "run" else folder / name


def prepare(*, of: Path | None = None) -> Path:
    """备好数据文件夹：建立各部分并定好权限，再试写一次。

    Refuses: FolderUnusable.
    """
    folder = of or home()
    try:
        _make(folder)
        for name in ("keys", "files", "logs"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderUnusable(folder=folder, why=_reason(error)) from None
    return folder


def _reason(error: OSError) -> str:
    known = {
        errno.EACCES: "没有权限 (permission denied)",
        errno.EPERM: "没有权限 (permission denied)",
        errno.EROFS: "磁盘是只读的 (the disk is read-only)",
        errno.ENOSPC: "磁盘已满 (the disk is full)",
        errno.ENOTDIR: "路径上有一个文件 (a file is in the way)",
        errno.EEXIST: "路径上有一个文件 (a file is in the way)",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def _make(folder: Path) -> None:
    """Only what is made here gets its mode here: the mode of a folder that was there is its owner's business."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        folder.chmod(0o711)


def database_url(*, of: Path | None = None) -> str:
    """数据库地址：``DATABASE_URL``，否则为自带数据库的套接字。"""
    return os.environ.get("DATABASE_URL", "").strip() or embedded_url(of=of)


def embedded_url(*, of: Path | None = None, database: str = "tongban") -> str:
    """自带数据库的地址 (libpq URL over the Unix socket; no password, no TCP)."""
    socket = quote(str(socket_folder(of=of or home())), safe="")
    return f"postgresql://tongban@/{database}?host={socket}"


def socket_folder(*, of: Path) -> Path:
    """套接字所在的文件夹；路径太长时改用一个短的，只有本账号能进。"""
    plain = of / "run"
    if len(os.fsencode(plain / SOCKET_FILE)) <= LONGEST_SOCKET_PATH:
        return plain
    return _noted_socket_folder(of) or _new_socket_folder(of)


def _noted_socket_folder(of: Path) -> Path | None:
    with suppress(OSError):
        noted = Path((of / "socket-folder").read_text(encoding="utf-8").strip())
        seen = noted.lstat()
        if (
            stat.S_ISDIR(seen.st_mode)
            and not seen.st_mode & 0o077
            and seen.st_uid == _owner_of_the_cluster(of)
        ):
            return noted
    return None


def _owner_of_the_cluster(of: Path) -> int:
    """Who may own the socket folder: the owner of the data once there is one, before that only ourselves."""
    try:
        return (of / "pgdata").stat().st_uid
    except OSError:
        return os.geteuid()


def _new_socket_folder(of: Path) -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix="tongban-", dir=_short_place()))
        if os.geteuid() == 0:
            os.chown(folder, _owner_of_the_cluster(of), -1)
        of.mkdir(parents=True, exist_ok=True)
        (of / "socket-folder").write_text(f"{folder}\n", encoding="utf-8")
    except OSError as error:
        raise FolderUnusable(folder=of, why=_reason(error)) from None
    return folder


def _short_place() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() == 0:
        return Path("/run") if os.access("/run", os.W_OK) else TEMPORARY
    if runtime and len(runtime) < 50 and os.access(runtime, os.W_OK):
        return Path(runtime)
    return TEMPORARY


class Claim:
    """占用：一个数据文件夹同时只归一个主进程 (held until released or until the process ends, however it ends)."""

    def __init__(self, folder: Path, *, address: str = "-") -> None:
        """占住数据文件夹。 Refuses: AlreadyRunning, FolderUnusable."""
        try:
            self._file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FolderUnusable(folder=folder, why=_reason(error)) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise AlreadyRunning(**{"folder": folder, "pid": "?", "address": "-", **holder(folder)}) from None
        os.ftruncate(self._file, 0)
        os.write(self._file, json.dumps({"pid": os.getpid(), "address": address}).encode())

    def release(self) -> None:
        """放开。"""
        os.ftruncate(self._file, 0)
        os.close(self._file)


def _lock(descriptor: int) -> bool:
    """Several tries within a fifth of a second: somebody merely asking (`is_claimed`) holds it for an instant."""
    for _ in range(10):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.02)
        else:
            return True
    return False


def is_claimed(folder: Path) -> bool:
    """现在有没有主进程占着它。"""
    try:
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def holder(folder: Path) -> dict[str, object]:
    """谁占着：``{"pid": …, "address": …}``；没有记载时为空。"""
    with suppress(OSError, ValueError):
        noted = json.loads((folder / "lock").read_text(encoding="utf-8"))
        return dict(noted) if isinstance(noted, dict) else {}
    return {}
