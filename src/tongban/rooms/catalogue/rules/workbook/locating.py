"""指出：一份内容里的一处，在表册里是哪张表第几行哪一列。"""

from collections.abc import Sequence

from tongban.rooms.catalogue.rules.workbook.naming import head_of, sheet_of
from tongban.rooms.catalogue.rules.workbook.shapes import Fault
from tongban.rooms.catalogue.rules.workbook.writing import PLACE
from tongban.rooms.catalogue.words import Sheet, SheetProblem

Places = tuple[int, ...]


def located(sheets: Sequence[Sheet], *, code: str, fault: Fault) -> SheetProblem:
    """毛病落在哪一格；这一行不在表里的，说到它所在的表。"""
    path = ""
    places: Places = ()
    row = _row(_first(sheets, ""), code, ())
    for name, n in fault.steps:
        path = f"{path}.{name}" if path else name
        below = _below(_first(sheets, path), code, places)
        places, row = below[n] if n < len(below) else (places, 0)
    sheet = _first(sheets, path)
    named = sheet.name if sheet else sheet_of(path) if path else ""
    return SheetProblem(named, row, _head(sheet, path, fault.name), fault.says)


def _first(sheets: Sequence[Sheet], path: str) -> Sheet | None:
    return next((sheet for sheet in sheets if sheet.path == path), None)


def _row(sheet: Sheet | None, code: str, places: Places) -> int:
    return next((number for at, number in _below(sheet, code, places)), 0)


def _below(sheet: Sheet | None, code: str, around: Places) -> list[tuple[Places, int]]:
    """The rows of an entry in this table, under one row of the table around it, in the order of their places."""
    if sheet is None:
        return []
    columns = [n for n, each in enumerate(sheet.codes) if each.startswith(PLACE)]
    rows = [
        (tuple(int(str(row[n])) if str(row[n] or "").isdecimal() else 0 for n in columns), number)
        for number, row in enumerate(sheet.rows, start=sheet.first_row)
        if row and str(row[0] or "").strip() == code
    ]
    return sorted(row for row in rows if row[0][: len(around)] == around)


def _head(sheet: Sheet | None, path: str, name: str) -> str:
    if not name:
        return ""
    for code, head in zip(sheet.codes, sheet.heads, strict=False) if sheet else ():
        if code.split("|")[0] == name:
            return head
    return head_of(f"{path}.{name}" if path else name)
