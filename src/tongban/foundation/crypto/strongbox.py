"""密箱：0700 的文件夹里放 0600 的文件，整写整换，一次只许一个进程开箱 (where key files lie, and how they are written)."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tongban.foundation.crypto.errors import KeysExposed

_LOCK_NAME = ".lock"
_OTHERS = 0o077


@dataclass(frozen=True)
class Strongbox:
    """密箱：一个只有本账户能进的文件夹 (a folder that only the product's own account may enter)."""

    folder: Path

    def prepare(self) -> None:
        """备箱：建文件夹并收紧到 0700。"""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chmod(self.folder, 0o700)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """独开：持有期间别的进程等候，进程死去即自行松开 (an advisory lock that dies with its process)."""
        self.prepare()
        handle = os.open(self.folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def read(self, name: str) -> bytes | None:
        """取：没有则为 None。 Refuses: KeysExposed when others may read or write the file."""
        try:
            with open(self.folder / name, "rb") as file:
                _refuse_exposed(name, os.fstat(file.fileno()).st_mode)
                return file.read()
        except FileNotFoundError:
            return None

    def replace(self, name: str, content: bytes) -> None:
        """放：临时文件、落盘、改名、文件夹落盘，读的人只会见到旧的或新的整份 (temp, fsync, rename, fsync folder)."""
        temporary = self.folder / f".{name}.{secrets.token_hex(8)}"
        try:
            _write_private(temporary, content)
            os.replace(temporary, self.folder / name)
        finally:
            temporary.unlink(missing_ok=True)
        _fsync_folder(self.folder)

    def version(self, name: str) -> tuple[int, int, int] | None:
        """版次：文件换过则不同 (inode, mtime in ns, size), None when there is no such file."""
        try:
            found = os.stat(os.path.join(self.folder, name))  # asked before every use of a key
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_exposed(name: str, mode: int) -> None:
    if mode & _OTHERS:
        raise KeysExposed(name=name, mode=f"{mode & 0o777:04o}")
