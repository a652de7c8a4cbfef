"""拆：一批内容拆成几张表。"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.rooms.catalogue.rules.workbook.kinds import Kind, cell_of, kind_of
from tongban.rooms.catalogue.rules.workbook.naming import head_of, sheet_of
from tongban.rooms.catalogue.words import Sheet

Row = Mapping[str, Any]
PLACE = "#"
"""次序列的代号：``#1`` 是第一层的次序，``#2`` 是其中的次序。"""


def tables_of(contents: Sequence[Row], *, key: str, name: str) -> list[Sheet]:
    """拆成几张表；``key`` 是认一条内容的要素，``name`` 是第一张表的名称。"""
    gathered: dict[str, _Gathered] = {}
    for content in contents:
        _gather(content, "", (str(content[key]),), gathered)
    return [found.sheet(path, key=key, name=name) for path, found in gathered.items()]


@dataclass
class _Gathered:
    """一张表正在收拢的行：每行是它的位置和它的平的要素。"""

    rows: list[tuple[tuple[str | int, ...], dict[str, Any]]] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    def sheet(self, path: str, *, key: str, name: str) -> Sheet:
        columns = [each for each in self.names if path or each != key]
        kinds = {each: kind_of(row.get(each) for _, row in self.rows) for each in columns}
        depth = len(self.rows[0][0]) - 1
        stem = f"{path}." if path else ""
        return Sheet(
            name=sheet_of(path) if path else name,
            path=path,
            heads=(head_of(key), *("次序",) * depth, *(head_of(stem + each) for each in columns)),
            codes=(
                f"{key}|{Kind.TEXT}|{path}",
                *(f"{PLACE}{n + 1}" for n in range(depth)),
                *(f"{each}|{kinds[each]}" for each in columns),
            ),
            rows=tuple(
                (*place, *(cell_of(row.get(each), kinds[each]) for each in columns))
                for place, row in self.rows
            ),
        )


def _gather(row: Row, path: str, place: tuple[str | int, ...], gathered: dict[str, _Gathered]) -> None:
    table = gathered.setdefault(path, _Gathered())
    plain: dict[str, Any] = {}
    table.rows.append((place, plain))
    for name, value in _flat(row):
        if _is_rows(value):
            for n, each in enumerate(value, start=1):
                _gather(each, f"{path}.{name}" if path else name, (*place, n), gathered)
        elif value not in ([], {}):
            plain[name] = None if value == "" else value
            table.names.setdefault(name)


def _flat(row: Row, stem: str = "") -> Iterator[tuple[str, Any]]:
    """A group of plain elements (``remedies``, ``valid``) becomes columns of its own: ``remedies.court``."""
    for name, value in row.items():
        if isinstance(value, Mapping) and value and all(_is_plain(each) for each in value.values()):
            yield from _flat(value, f"{stem}{name}.")
        else:
            yield stem + name, value


def _is_plain(value: Any) -> bool:
    return not isinstance(value, Mapping | list)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)
