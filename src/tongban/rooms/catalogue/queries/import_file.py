"""读导入的文件：Excel（.xlsx）或 JSON，一行一个事项；列名用实施清单要素的名称，中文的也认得 (files, no database)."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tongban.foundation.files.archive import MARK, inspect_archive
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue.errors import FileUnreadable
from tongban.rooms.catalogue.rules.elements import element_of, elements_of
from tongban.rooms.catalogue.words import ImportRow

LARGEST_FILE = 64 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 300
_HEADER_WITHIN = 20
_FEWEST_HEADERS = 2


def rows_of(*, path: Path) -> list[ImportRow]:
    """文件里的行，数据的第一行为 1；整行空的不算。 Refuses: FileUnreadable."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(why=f"超过{LARGEST_FILE // 2**20}兆")
        with path.open("rb") as file:
            zipped = file.read(4) == MARK
        raw = list(_excel(path)) if zipped else _json(path)
    except OSError as error:
        raise FileUnreadable(why=error.strerror or "打不开") from error
    if len(raw) > MOST_ROWS:
        raise FileUnreadable(why=f"超过{MOST_ROWS}行，请分几个文件")
    return [_row(number, each) for number, each in enumerate(raw, start=1)]


def _row(number: int, raw: Any) -> ImportRow:
    if not isinstance(raw, Mapping):
        return ImportRow(row=number, elements={}, strange=("不是一组要素",))
    known, strange = elements_of(raw)
    return ImportRow(row=number, elements=known, strange=strange)


def _json(path: Path) -> list[Any]:
    raw = path.read_bytes()
    try:
        found = json.loads(_decoded(raw))
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(why="不是 JSON，也不是 .xlsx") from error
    rows = found if isinstance(found, list) else _first_list(found)
    if rows is None:
        raise FileUnreadable(why="JSON 里没有事项的列表")
    return rows


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _first_list(found: Any) -> list[Any] | None:
    lists = [value for value in found.values() if isinstance(value, list)] if isinstance(found, dict) else []
    return lists[0] if lists else None


def _excel(path: Path) -> Iterator[dict[str, Any]]:
    try:
        inspect_archive(path)
        # By its bytes, not its name: people rename files.
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except (Refusal, InvalidFileException, SyntaxError, KeyError, ValueError) as error:
        raise FileUnreadable(why="不是完好的 .xlsx") from error
    try:
        for sheet in book.worksheets:
            lines = sheet.iter_rows(
                max_col=MOST_COLUMNS, max_row=MOST_ROWS + _HEADER_WITHIN + 1, values_only=True
            )
            if headers := _headers(lines):
                yield from _lines(headers, lines)
                return
    finally:
        book.close()
    raise FileUnreadable(why="前几行里没有认得的表头")


def _headers(lines: Iterator[Sequence[Any]]) -> list[str]:
    for line in islice(lines, _HEADER_WITHIN):
        headers = [str(cell).strip() if cell is not None else "" for cell in line]
        if sum(element_of(header) is not None for header in headers if header) >= _FEWEST_HEADERS:
            return headers
    return []


def _lines(headers: list[str], lines: Iterator[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for line in lines:
        row = {
            header: cell for header, cell in zip(headers, line, strict=False) if header and cell is not None
        }
        if any(str(cell).strip() for cell in row.values()):
            yield row
