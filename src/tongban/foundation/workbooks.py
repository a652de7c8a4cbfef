"""电子表格：一册若干张表写成 .xlsx，再读回来；写出去的一律是文字、数和是否，绝没有公式。

Cells that begin with ``=`` ``+`` ``-`` ``@`` are stored as plain text (ASVS 1.2.10), and what a reader finds there is the text.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from tongban.foundation.files.archive import MARK, inspect_archive
from tongban.foundation.refusal import Refusal

Cell = str | int | float | bool | None
LARGEST = 64 * 1024 * 1024
MOST_UNPACKED = 600 * 1024 * 1024
"""A whole district's catalogue: a million cells of text."""
MOST_ROWS = 200_000
MOST_COLUMNS = 300
LONGEST_CELL = 32_767
HEADS = 2
"""表头两行：给人看的名称，给程序认的代号。"""
_TEXT = f"{{{SHEET_MAIN_NS}}}t"
_HEAD = (Font(bold=True), PatternFill("solid", fgColor="E8F0FC"))
_CODE = (Font(color="5F6B7C", size=9), PatternFill("solid", fgColor="F4F6F9"))


class WorkbookUnreadable(Refusal):
    """电子表格读不懂。"""

    code = "workbook.unreadable"
    says = "电子表格读不懂：{why}"
    next_step = "请用本平台导出的 .xlsx 修改后再导入"
    status = 422


@dataclass(frozen=True)
class Table:
    """一张表：名称，各列的名称和代号，各行（与列一样宽）；读回来的行号从 ``first_row`` 起，与电子表格里看到的一样。"""

    name: str
    heads: Sequence[str]
    codes: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    first_row: int = HEADS + 1


def write(tables: Iterable[Table]) -> bytes:
    """写成一册。"""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.freeze_panes = f"B{HEADS + 1}"
        for place, head in enumerate(table.heads, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = min(max(len(head) * 2 + 2, 10), 40)
        sheet.append([_styled(sheet, head, _HEAD) for head in table.heads])
        sheet.append([_styled(sheet, code, _CODE) for code in table.codes])
        for row in table.rows:
            sheet.append([_plain(sheet, value) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _styled(sheet: object, text: str, style: tuple[Font, PatternFill]) -> Any:
    cell = _text(sheet, text)
    cell.font, cell.fill = style
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _plain(sheet: object, value: Cell) -> Any:
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: object, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=None)
    # The type is said before the library guesses it: a text that begins with "=" is a text.
    cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL], "s"
    return cell


def read(content: bytes) -> list[Table]:
    """读一册：每张表头两行是表头，整行空的略去。 Refuses: WorkbookUnreadable."""
    if len(content) > LARGEST:
        raise WorkbookUnreadable(why=f"超过{LARGEST // 2**20}兆")
    if not content.startswith(MARK):
        raise WorkbookUnreadable(why="不是 .xlsx")
    try:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            file.write(content)
            file.flush()
            inspect_archive(Path(file.name), most_unpacked=MOST_UNPACKED)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (Refusal, InvalidFileException, SyntaxError, KeyError, ValueError) as error:
        raise WorkbookUnreadable(why="不是完好的 .xlsx") from error
    try:
        return [table for sheet in book.worksheets if (table := _table(sheet)) is not None]
    finally:
        book.close()


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """Reads a text that stands in its own cell, as we write them, at once; the library makes half a dozen objects of each."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        inside: Any = element[0] if element.get("t") == "inlineStr" and len(element) == 1 else ()
        if len(inside) != 1 or inside[0].tag != _TEXT or not element.get("r"):
            found: dict[str, Any] = super().parse_cell(element)
            return found
        row, self.col_counter = coordinate_to_tuple(element.get("r"))
        value = inside[0].text or ""
        return {"row": row, "column": self.col_counter, "value": value, "data_type": "s", "style_id": 0}


def _lines(sheet: Any) -> Iterator[list[object]]:
    """The rows of a sheet up to the most that are read, missing ones as empty rows."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        here = 0
        for number, cells in parser.parse():
            if number > MOST_ROWS + HEADS + 1:
                return
            yield from ([] for _ in range(here + 1, number))
            here = number
            yield _row_of(cells)


def _row_of(cells: Sequence[dict[str, Any]]) -> list[object]:
    found = {cell["column"]: cell["value"] for cell in cells if cell["column"] <= MOST_COLUMNS}
    return [found.get(place) for place in range(1, max(found, default=0) + 1)]


def _table(sheet: object) -> Table | None:
    lines = _lines(sheet)
    heads, codes = (_texts(next(lines, ())) for _ in range(HEADS))
    if not any(codes):
        return None
    rows = list(_rows(lines, width=len(codes)))
    if len(rows) > MOST_ROWS:
        raise WorkbookUnreadable(why=f"“{sheet.title}”超过{MOST_ROWS}行，请分几个文件")  # type: ignore[attr-defined]
    return Table(sheet.title, heads, codes, rows)  # type: ignore[attr-defined]


def _texts(line: Sequence[object]) -> list[str]:
    texts = ["" if cell is None else str(cell).strip() for cell in line]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _rows(lines: Iterable[Sequence[object]], *, width: int) -> Iterator[list[Cell]]:
    """Blank lines in between stay, as empty rows, so that the numbers of the rest are those that people see."""
    waiting = 0
    for line in lines:
        row = [_value(cell) for cell in line[:width]]
        if all(value in (None, "") for value in row):
            waiting += 1
            continue
        yield from ([] for _ in range(waiting))
        waiting = 0
        yield row + [None] * (width - len(row))


def _value(cell: object) -> Cell:
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    text = str(cell)
    return text.removesuffix(" 00:00:00") if hasattr(cell, "year") else text
