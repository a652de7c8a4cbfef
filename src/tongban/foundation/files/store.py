"""文件库：按内容摘要存放的文件，先落稳再有名字，同样的内容只存一份，落盘前加密 (content-addressed store, sealed at rest).

Layout below the root: ``objects/ab/cd/<sha-256 of the plaintext>`` (immutable, sealed: `sealing`), ``incoming/`` (being
received: plain while it is inspected, gone when `put` returns; what a crash leaves there, `clear_incoming` takes away),
``lock``.
A name under ``objects`` appears only by rename of a file whose bytes are already on the disk, and `put` returns only
when the name is on the disk too: a crash leaves at worst a stray in ``incoming``, never half a file under its digest.
"""

import errno
import fcntl
import hashlib
import io
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from tongban.foundation.crypto.keyring import KeyRing
from tongban.foundation.files import images, sealing
from tongban.foundation.files.kind import EVERYDAY_ADMISSION, IMAGES, Admission, FileKind, inspect
from tongban.foundation.files.names import display_name
from tongban.foundation.files.quota import Quota, check_quota, megabytes
from tongban.foundation.files.refusals import FileEmpty, FileTooLarge, NoSuchFile, StorageFull

_TOGETHER = 4096  # files of which one question asks
_CHUNK = 256 * 1024
_DIGEST = re.compile("[0-9a-f]{64}")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}

Used = Callable[[Sequence[str]], set[str]]
"""这些摘要里还有记录提到的。"""


class Stream(Protocol):
    """可读的来源：请求体、上传文件、打开的文件。"""

    def read(self, size: int, /) -> bytes:
        """读至多 ``size`` 字节；读完为空。"""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """存好的文件：``digest`` SHA-256（64 位十六进制），``size`` 字节，``kind`` 种类，``name`` 显示名，``owner`` 谁交的。

    Digest and size are those of what is stored, which for pictures is the re-encoded form.
    """

    digest: str
    size: int
    kind: FileKind
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class FileStore:
    """文件库：``root`` 为数据文件夹中的 files，``admission`` 为这一处收什么，``ring`` 为密钥环（不给即本机的）。"""

    root: Path
    admission: Admission = EVERYDAY_ADMISSION
    ring: KeyRing | None = None

    def put(self, source: Stream | bytes, *, name: str, owner: str, quota: Quota) -> StoredFile:
        """收文件：边收边量，验内容，净化图片，落稳后才返回；同样内容再收一次结果相同。

        Refuses: FileTooLarge, FileEmpty, QuotaExceeded, FileKindRefused, FileBroken, StorageFull.
        """
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        try:
            with self._temporary() as temporary:
                digest, size = _write(temporary, self._received(stream, quota))
                kind = inspect(temporary, admission=self.admission)
                if kind in IMAGES:
                    clean, kind = images.reencode(temporary, kind=kind)
                    check_quota(used_bytes=quota.used, adding=len(clean), limit=quota.limit)
                    digest, size = _write(temporary, [clean])
                _write(temporary, [sealing.seal(temporary.read_bytes(), digest=digest, ring=self.ring)])
                self._publish(temporary, digest)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StorageFull() from error
            raise
        return StoredFile(digest, size, kind, display_name(name, suffixes=kind.suffixes), owner)

    def path(self, digest: str) -> Path:
        """文件所在：由摘要得出，不看有没有。 Refuses: NoSuchFile when it is not a digest."""
        if not _DIGEST.fullmatch(digest):
            raise NoSuchFile()
        return self.root / "objects" / digest[:2] / digest[2:4] / digest

    def open(self, digest: str) -> BinaryIO:
        """打开文件来读，读到的是明文。 Refuses: NoSuchFile, SealBroken, KeyMissing."""
        try:
            kept = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise NoSuchFile() from None
        return io.BytesIO(sealing.unseal(kept, digest=digest, ring=self.ring))

    def sweep(self, *, used: Used, older_than: datetime) -> list[str]:
        """清扫：删去没有记录提到、且早于 ``older_than``（带时区，至少 24 小时前）的文件，返回其摘要。

        A store of which nothing at all is named belongs to another database: nothing is taken. Receiving the same content
        again makes a file young, and both hold the lock: what was just put is never swept.
        """
        before, strays, known = older_than.timestamp(), list[Path](), False
        for paths in self._objects():
            named = used([path.name for path in paths])
            known = known or bool(named)
            strays += [path for path in paths if path.name not in named and _older(path, before)]
        return [path.name for path in strays if known and self._swept(path, before, used)]

    def clear_incoming(self, *, older_than: datetime) -> int:
        """清残留：收到一半断了的临时文件（可能是明文），早于 ``older_than``（带时区）的删去，返回删了几个。"""
        before = older_than.timestamp()
        left = [stray for stray in sorted(self.root.glob("incoming/*.part")) if _older(stray, before)]
        for stray in left:
            stray.unlink(missing_ok=True)
        return len(left)

    def seal_plain(self) -> list[str]:
        """封存旧版存下的明文：就地逐份换成封好的，返回其摘要；做过的不再做，断在哪里都可以接着做。

        Each is exchanged as `put` publishes: until the rename it is whole in the clear, after it whole and sealed.
        """
        return [path.name for paths in self._objects() for path in paths if self._sealed_now(path)]

    def _sealed_now(self, path: Path) -> bool:
        with path.open("rb") as file:
            if sealing.is_sealed(file.read(sealing.HEAD)):
                return False
            file.seek(0)
            content = file.read()
        if hashlib.sha256(content).hexdigest() != path.name:
            return False  # damaged: nobody can say what it was
        with self._temporary() as temporary:
            _write(temporary, [sealing.seal(content, digest=path.name, ring=self.ring)])
            self._publish(temporary, path.name)
        return True

    def _swept(self, path: Path, before: float, used: Used) -> bool:
        with self._locked(fcntl.LOCK_EX):
            if not _older(path, before) or used([path.name]):
                return False
            path.unlink()
            return True

    def _objects(self) -> Iterator[list[Path]]:
        """Everything that is stored, some thousand at a time: each time every table that names files is gone through."""
        found: list[Path] = []
        for folder in sorted(self.root.glob("objects/*")):
            found += [path for path in sorted(folder.glob("*/*")) if _DIGEST.fullmatch(path.name)]
            if len(found) >= _TOGETHER:
                yield found
                found = []
        if found:
            yield found

    def _received(self, stream: Stream, quota: Quota) -> Iterator[bytes]:
        """The stream in pieces, refused at the first byte too many: a declared length is never believed."""
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > self.admission.max_bytes:
                raise FileTooLarge(what="超过单个文件的上限", limit=megabytes(self.admission.max_bytes))
            check_quota(used_bytes=quota.used, adding=size, limit=quota.limit)
            yield chunk
        if size == 0:
            raise FileEmpty()

    @contextmanager
    def _temporary(self) -> Iterator[Path]:
        """A path in the same file system as the objects; whatever is left there is removed at the end."""
        folder = self.root / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{secrets.token_hex(16)}.part"
        try:
            yield path
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _publish(self, temporary: Path, digest: str) -> None:
        """Bytes to the disk, then the name, then the folder: in this order, or a power cut leaves half a file."""
        target = self.path(digest)
        sync(temporary)
        with self._locked(fcntl.LOCK_SH):
            for folder in list(target.relative_to(self.root).parents)[-2::-1]:
                (self.root / folder).mkdir(mode=0o700, exist_ok=True)
                # Every time, not only when made: whoever made it may have died before this line.
                sync((self.root / folder).parent)
            # Also over the same content: it makes the file young for the sweeper, and heals a damaged copy.
            os.replace(temporary, target)
            sync(target.parent)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, how)
            yield
        finally:
            os.close(descriptor)


def sync(path: Path) -> None:
    """落盘：文件的字节，或文件夹里的名字 (fsync)。"""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the pieces anew; returns SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def _older(path: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < before
    return False
