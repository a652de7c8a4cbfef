"""字体：字体文件夹里印得出哪些字 (which characters the fonts can print; reads the cmap table and nothing else).

Source: OpenType 1.9.1, "cmap", subtable formats 4 and 12; "ttcf" collections.
"""

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_LAYOUT = frozenset(map(ord, "\t\n\r"))  # leave no mark on paper


def font_files(folders: Iterable[Path]) -> list[Path]:
    """字体文件：文件夹中（含下层）的全部字体，按路径排序。"""
    found = (path for folder in folders for path in folder.rglob("*"))
    return sorted(path for path in found if path.suffix.lower() in _SUFFIXES)


@cache
def covered(folders: tuple[Path, ...]) -> frozenset[int]:
    """印得出的字：所有字体的并集，以码位表示 (code points; text falls back from one font to the next)."""
    return frozenset().union(*map(coverage, font_files(folders)))


def missing_glyphs(text: str, *, folders: tuple[Path, ...]) -> set[str]:
    """印不出的字：这些字会成方框 (control and direction marks count as missing: they have no place on a licence)."""
    points = set(map(ord, text)) - _LAYOUT - covered(folders)
    return set(map(chr, points))


def coverage(path: Path) -> frozenset[int]:
    """一个字体文件印得出的码位；不成形的文件视为一个也印不出。"""
    try:
        with path.open("rb") as file:
            tables = [_cmap(file, start) for start in _font_starts(file)]
    except (struct.error, OSError):
        return frozenset()
    return frozenset(point for table in tables for point in _points(table))


def _font_starts(file: BinaryIO) -> tuple[int, ...]:
    if file.read(4) != b"ttcf":
        return (0,)
    (count,) = struct.unpack(">4xI", file.read(8))
    return struct.unpack(f">{count}I", file.read(4 * count))


def _cmap(file: BinaryIO, start: int) -> bytes:
    """The bytes of the cmap table; empty when the font has none."""
    file.seek(start + 4)
    (count,) = struct.unpack(">H6x", file.read(8))
    for tag, _checksum, offset, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
        if tag == b"cmap":
            file.seek(offset)
            return file.read(length)
    return b""


def _points(table: bytes) -> Iterator[int]:
    if not table:
        return
    (count,) = struct.unpack_from(">H", table, 2)
    for offset in {struct.unpack_from(">I", table, 8 + 8 * at)[0] for at in range(count)}:
        (kind,) = struct.unpack_from(">H", table, offset)
        if kind in _READERS:
            yield from _READERS[kind](table[offset:])


def _segmented(table: bytes) -> Iterator[int]:
    """Format 12: groups of (first, last, first glyph)."""
    (groups,) = struct.unpack_from(">I", table, 12)
    for first, last, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * groups]):
        yield from range(first if glyph else first + 1, last + 1)


def _basic_plane(table: bytes) -> Iterator[int]:
    """Format 4: four parallel arrays of segments, glyphs by delta or through an offset into the table."""
    (double,) = struct.unpack_from(">H", table, 6)
    ends, starts, deltas, offsets = (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    for at in range(0, double, 2):
        end, start, delta = (_word(table, array + at) for array in (ends, starts, deltas))
        place = offsets + at
        shift = _word(table, place)
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point if not shift else _word(table, place + shift + 2 * (point - start))
            if glyph and (glyph + delta) & 0xFFFF:
                yield point


def _word(table: bytes, at: int) -> int:
    return int.from_bytes(table[at : at + 2], "big")


_READERS = {4: _basic_plane, 12: _segmented}
