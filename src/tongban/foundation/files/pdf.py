"""PDF 检查：不收加密的、会自己动作的和夹带文件的 PDF，不完整的也不收。

This is a scanner, not a parser: PDF readers disagree about broken structure, so every place where a name can stand is
searched, wherever a structure would put it: the bytes of the file, and each compressed object stream. Work is linear
in the size of the file and memory is bounded. A name may be written with ``#xx`` escapes (ISO 32000-1 §7.3.5).
"""

import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tongban.foundation.files.refusals import FileBroken, FileKindRefused, FileTooLarge

MOST_UNPACKED = 50 * 1024 * 1024
MOST_STREAMS = 20_000
_FORBIDDEN = {
    b"Encrypt": "PDF 已加密，请去掉密码后再上传",
    b"JavaScript": "PDF 含有脚本",
    b"OpenAction": "PDF 含有打开时自动执行的动作",
    b"Launch": "PDF 含有启动程序的动作",
    b"EmbeddedFile": "PDF 夹带了别的文件",
    b"EmbeddedFiles": "PDF 夹带了别的文件",
}
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def _spelt(*names: bytes) -> re.Pattern[bytes]:
    """Any of the names, every letter plain or escaped: ``/L#61unch`` is ``/Launch``."""
    spellings = (b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name) for name in names)
    return re.compile(rb"/(" + b"|".join(spellings) + rb")(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)")


_NAMES = _spelt(*_FORBIDDEN)
_OBJECT_STREAM = _spelt(b"ObjStm")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_PAIRS = re.compile(rb"(?:[\x00\t\n\f\r ]|%[^\r\n]*[\r\n])*[0-9]+[\x00\t\n\f\r ]+[0-9]+")
_VIEW = re.compile(rb"[\x00\t\n\f\r ]*\[")
_HEADER = 4096
_STEP = 1024


def inspect_pdf(path: Path, *, opening_view: bool = False) -> None:
    """验 PDF：结尾完整、不与压缩包同体、没有被禁的名字；``opening_view`` 为真时只定位页面的打开动作可以有。

    Refuses: FileBroken, FileKindRefused, FileTooLarge.
    """
    if zipfile.is_zipfile(path):
        raise FileKindRefused(why="文件既是 PDF 又是压缩包")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.rfind(b"%%EOF", max(0, len(content) - 1024)) < 0:
            raise FileBroken(why="PDF 没有结尾")
        _check_names(content, opening_view=opening_view)
        for unpacked in _object_streams(content):
            _check_names(unpacked, opening_view=opening_view)


def _check_names(content: bytes | mmap.mmap, *, opening_view: bool) -> None:
    for found in _NAMES.finditer(content):
        name = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), found[1])
        if not (opening_view and name == b"OpenAction" and _VIEW.match(content, found.end())):
            raise FileKindRefused(why=_FORBIDDEN[name])


def _object_streams(content: mmap.mmap) -> Iterator[bytes]:
    """Each compressed stream that begins as object streams begin (pairs of integers), unpacked, 50 MB in all."""
    left = MOST_UNPACKED
    for number, found in enumerate(_STREAM.finditer(content)):
        if number > MOST_STREAMS:
            raise FileTooLarge(what="PDF 内的对象过多", limit=f"{MOST_STREAMS}个")
        start, _ = _inflated(content, found.end(), most=1024)
        if _PAIRS.match(start):
            unpacked, cost = _inflated(content, found.end(), most=left + 1)
            left -= cost
            if left < 0:
                raise FileTooLarge(what="PDF 解压后过大", limit="50 MB")
            yield unpacked
        elif _declares_objects(content, found.start()):
            raise FileBroken(why="PDF 的压缩方式不常见，无法检查")


def _inflated(content: mmap.mmap, start: int, *, most: int) -> tuple[bytes, int]:
    """Up to ``most`` bytes unpacked from ``start``, and the greater of bytes read and bytes unpacked.

    Reads no more than it may unpack: empty blocks cost work and give nothing. Nothing when it is no zlib stream.
    """
    unpacker, unpacked, at = zlib.decompressobj(), bytearray(), start
    with suppress(zlib.error):
        while max(len(unpacked), at - start) < most and not unpacker.eof and at < len(content):
            packed = unpacker.unconsumed_tail or content[at : at + _STEP]
            at += 0 if unpacker.unconsumed_tail else _STEP
            unpacked += unpacker.decompress(packed, most - len(unpacked))
    return bytes(unpacked), max(len(unpacked), at - start)


def _declares_objects(content: mmap.mmap, keyword: int) -> bool:
    furthest = max(keyword - _HEADER, 0)
    begin = max(content.rfind(b"endobj", furthest, keyword), furthest)
    return _OBJECT_STREAM.search(content, begin, keyword) is not None
