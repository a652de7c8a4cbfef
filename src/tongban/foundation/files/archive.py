"""压缩包：ZIP 及以 ZIP 为壳的文档（DOCX、XLSX、OFD）的安全检查，只看不解到磁盘上。"""

import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from tongban.foundation.files.refusals import FileBroken, FileKindRefused, FileTooLarge

MARK = b"PK\x03\x04"
MOST_ENTRIES = 200
MOST_DIRECTORY = 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_NESTED = (
    MARK,
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\x00",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNREADABLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    OverflowError,
)


def inspect_archive(path: Path, *, most_unpacked: int = MOST_UNPACKED) -> frozenset[str]:
    """验压缩包：返回成员名；先看目录（便宜），再逐个试解（有上限）。

    At most 200 entries, ``most_unpacked`` bytes unpacked, ratio 100; what a member really unpacks to is counted, not what
    it declares.
    Refuses: FileTooLarge, FileKindRefused, FileBroken.
    """
    _check_end(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_directory(members)
            most = min(most_unpacked, path.stat().st_size * MOST_RATIO)
            _check_members(archive, members, most=most)
    except _UNREADABLE as error:
        raise FileBroken(why="压缩结构读不出") from error
    return frozenset(member.filename for member in members)


def _check_end(path: Path) -> None:
    """The directory's own account of its size, before anything is built from it (a file of 20 MB needs no ZIP64)."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 65_557), os.SEEK_END)
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22 or tail.rfind(b"PK\x06\x07") >= 0:
        raise FileBroken(why="压缩结构读不出")
    entries, directory_bytes = struct.unpack_from("<HI", tail, end + 10)
    if entries > MOST_ENTRIES or directory_bytes > MOST_DIRECTORY:
        raise FileTooLarge(what="压缩包内的文件过多", limit=f"{MOST_ENTRIES}个")


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_ENTRIES:
        raise FileTooLarge(what="压缩包内的文件过多", limit=f"{MOST_ENTRIES}个")
    if not members or min(member.header_offset for member in members) != 0:
        raise FileBroken(why="压缩包前面夹带了别的内容")
    if len({member.filename.lower() for member in members}) != len(members):
        raise FileBroken(why="压缩包内有重名文件")
    for member in members:
        _check_entry(member)


def _check_entry(member: zipfile.ZipInfo) -> None:
    parts = member.orig_filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0] or "\x00" in member.orig_filename:
        raise FileKindRefused(why="压缩包内有越界的路径")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise FileKindRefused(why="压缩包内有链接或特殊文件")
    if member.flag_bits & _ENCRYPTED:
        raise FileKindRefused(why="压缩包已加密")
    if parts[-1].lower() == "vbaproject.bin" or "macrosheets" in parts:
        raise FileKindRefused(why="文档含有宏")


def _check_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], *, most: int) -> None:
    unpacked = 0
    for member in members:
        unpacked += _measure(archive, member, most=most - unpacked)


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, most: int) -> int:
    """How many bytes one member really unpacks to; reads no further than ``most``."""
    size = 0
    with archive.open(member) as content:
        while chunk := content.read(_CHUNK):
            if size == 0:
                _check_content(member.filename, chunk)
            size += len(chunk)
            if size > most:
                raise FileTooLarge(
                    what="解压后过大", limit=f"{MOST_UNPACKED // 2**20} MB 且不超过压缩前的{MOST_RATIO}倍"
                )
    return size


def _check_content(name: str, start: bytes) -> None:
    if start.startswith(_NESTED) or name.lower().endswith((".zip", ".rar", ".7z")):
        raise FileKindRefused(why="压缩包里还有压缩包")
    if start.startswith(_OLE):
        # A macro project is an OLE file and may stand under any name; old .doc/.xls inside a document likewise.
        raise FileKindRefused(why="文档含有宏或内嵌对象")
    if name == "[Content_Types].xml" and (b"macroEnabled" in start or b"vbaProject" in start):
        raise FileKindRefused(why="文档含有宏")
