"""合：几张表合回一批内容；哪一格不对，说出是哪张表第几行哪一列。"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tongban.rooms.catalogue.rules.workbook.kinds import Cell, Kind, Unfit, value_of
from tongban.rooms.catalogue.rules.workbook.naming import codes_of, sheet_of
from tongban.rooms.catalogue.rules.workbook.writing import PLACE
from tongban.rooms.catalogue.words import Sheet, SheetProblem

Content = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})


def contents_of(
    sheets: Sequence[Sheet], *, key: str, standing: Mapping[str, Content]
) -> tuple[list[Content], list[SheetProblem]]:
    """合回内容，和发现的毛病；``standing`` 是现有的内容，空着的要素照它空着的写法，没有改过的因此一字不差。"""
    reader = _Reader(key)
    for sheet in sorted(sheets, key=lambda each: each.path.count(".") + bool(each.path)):
        reader.read(sheet)
    contents = [_as_it_stood(each, standing.get(code)) for code, each in reader.entries.items()]
    return contents, reader.problems


@dataclass
class _Reader:
    key: str
    entries: dict[str, Content] = field(default_factory=dict)
    problems: list[SheetProblem] = field(default_factory=list)

    def read(self, sheet: Sheet) -> None:
        columns = [_Column.of(code, head) for code, head in zip(sheet.codes, sheet.heads, strict=False)]
        if not columns or columns[0].name != self.key:
            self.problems.append(
                SheetProblem(sheet.name, 0, "", "第一列应是认条目的代号，表头第二行请不要改")
            )
            return
        for number, row in enumerate(sheet.rows, start=sheet.first_row):
            if row:
                self._read_row(_Line(sheet.name, number, sheet.path, columns, row))

    def _read_row(self, line: "_Line") -> None:
        code = str(line.row[0] or "").strip()
        content = dict(self._values(line))
        if not code:
            self._tell(line, line.columns[0], "没有写")
        elif not line.path:
            self._enter(line, code, content)
        elif code not in self.entries:
            self._tell(line, line.columns[0], f"第一张表里没有“{code[:40]}”")
        else:
            self._place(line, code, content)

    def _enter(self, line: "_Line", code: str, content: Content) -> None:
        if code in self.entries:
            self._tell(line, line.columns[0], f"“{code[:40]}”写了两行")
            return
        self.entries[code] = {self.key: code, **_deep(content)}

    def _place(self, line: "_Line", code: str, content: Content) -> None:
        """Into the list it belongs to; rows stand in the order of their places."""
        into: Any = self.entries[code]
        *around, last = line.path.split(".")
        for step, place in zip(around, line.places, strict=False):
            found = [each for each in into.get(step, ()) if each.get(PLACE) == place]
            if not found:
                self._tell(line, line.columns[0], f"它所在的“{sheet_of('.'.join(around))}”里没有第{place}条")
                return
            into = found[0]
        rows = into.setdefault(last, [])
        if any(each.get(PLACE) == line.places[-1] for each in rows):
            self._tell(line, line.columns[0], f"次序{line.places[-1]}写了两行")
            return
        rows.append({PLACE: line.places[-1], **_deep(content)})
        rows.sort(key=lambda each: each[PLACE])

    def _values(self, line: "_Line") -> Iterator[tuple[str, Any]]:
        for column, cell in zip(line.columns[1:], line.row[1:], strict=False):
            if column.is_place:
                continue
            try:
                value = value_of(cell, column.kind)
                _known_code(f"{line.path}.{column.name}" if line.path else column.name, value)
            except Unfit as unfit:
                self._tell(line, column, str(unfit))
                continue
            if value is not None:
                yield column.name, value

    def _tell(self, line: "_Line", column: "_Column", says: str) -> None:
        self.problems.append(SheetProblem(line.sheet, line.number, column.head, says))


@dataclass(frozen=True)
class _Column:
    name: str
    kind: Kind
    head: str
    is_place: bool

    @classmethod
    def of(cls, code: str, head: str) -> "_Column":
        name, kind, *_ = [*code.split("|"), ""]
        return cls(
            name, Kind.of(kind) if kind in Kind.slugs() else Kind.TEXT, head or name, name.startswith(PLACE)
        )


@dataclass(frozen=True)
class _Line:
    sheet: str
    number: int
    path: str
    columns: list[_Column]
    row: Sequence[Cell]

    @cached_property
    def places(self) -> list[int]:
        told = [cell for column, cell in zip(self.columns, self.row, strict=False) if column.is_place]
        return [int(str(cell)) if str(cell or "").isdecimal() else 0 for cell in told]


def _known_code(path: str, value: Any) -> None:
    known = codes_of(path)
    for each in (value if isinstance(value, list) else [value]) if known and value is not None else ():
        if str(each) not in known and str(each).zfill(2) not in known:
            told = "、".join(f"{code} {zh}" for code, zh in list(known.items())[:12])
            raise Unfit(f"“{str(each)[:20]}”不在代码表里，可以写：{told}")


def _deep(flat: Content) -> Content:
    """``remedies.court`` back into its group."""
    deep: Content = {}
    for name, value in flat.items():
        stem, dot, rest = name.partition(".")
        if dot:
            deep.setdefault(stem, {})[rest] = value
        else:
            deep[stem] = value
    return deep


def _as_it_stood(made: Any, stood: Any) -> Any:
    """An element left empty is empty as it was (absent, null, or an empty list); places are taken off."""
    if isinstance(made, list):
        before = stood if isinstance(stood, list) else []
        return [_as_it_stood(each, before[n] if n < len(before) else None) for n, each in enumerate(made)]
    if not isinstance(made, dict):
        return made
    was = stood if isinstance(stood, dict) else {}
    kept = {name: _as_it_stood(value, was.get(name)) for name, value in made.items() if name != PLACE}
    return kept | {name: value for name, value in was.items() if name not in kept and value in EMPTY}
