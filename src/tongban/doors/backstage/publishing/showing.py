"""清单的行写在页面上：每一格的文字和代号叫什么；查找、按列筛选、翻页。"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.queries import ListNames
from tongban.rooms.catalogue.words import BookKind

Row = Mapping[str, Any]
PAGE = 50
LONGEST = 100
FACETS = ("set_level", "department", "from", "mode", "office", "lead", "subject", "kind", "in_transit")
"""值不多、按它筛选有用的列。"""


@dataclass(frozen=True)
class Cell:
    """一格：列名（窄屏上写在前面）、各行文字、小字的代号。"""

    column: str
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class ShownRow:
    """一行：在清单里的位置（写在网址里）和各格。"""

    path: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Facet:
    """一个筛选：按哪一列，可以选哪些值（``(值, 叫什么, 选没选)``）；没有可选的是一个查找框。"""

    name: str
    zh: str
    value: str
    picks: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Listing:
    """一张表查找、筛选以后的一页。"""

    kind: BookKind
    path: str
    rows: Sequence[Row]
    names: ListNames
    asked: QueryDict
    below: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[tuple[str, str, bool]]:
        """各列。"""
        return catalogue.list_columns(self.kind, self.path)

    @cached_property
    def heads(self) -> list[str]:
        """表头：各列，和行里的小表。"""
        return [*(zh for _, zh, _ in self.columns), *(zh for _, zh in self.below)]

    @property
    def text(self) -> str:
        """查找的文字。"""
        return self.asked.get("q", "").strip()[:LONGEST]

    @cached_property
    def facets(self) -> list[Facet]:
        """能按哪些列筛选。"""
        found = [self._facet(name, zh, many) for name, zh, many in self.columns if many or name in FACETS]
        return [each for each in found if each.picks or each.name == "basis"]

    def _facet(self, name: str, zh: str, many: bool) -> Facet:
        value = self.asked.get(name, "").strip()[:LONGEST]
        if many:
            return Facet(name, zh, value)
        values = dict.fromkeys(str(row.get(name) or "") for row in self.rows)
        picks = tuple((v, self.names.told(name, v) or v, v == value) for v in values if v)
        return Facet(name, zh, value, picks if len(picks) > 1 else ())

    @cached_property
    def found(self) -> list[int]:
        """找到的各行的位置。"""
        return [place for place, row in enumerate(self.rows) if self._wanted(row)]

    def _wanted(self, row: Row) -> bool:
        if self.text and self.text not in self._told(row):
            return False
        return all(self._fits(facet, row) for facet in self.facets if facet.value)

    def _told(self, row: Row) -> str:
        shown = catalogue.list_shown(self.kind, self.path, row)
        return "\n".join([*shown.values(), *(self.names.told(name, v) for name, v in shown.items())])

    @staticmethod
    def _fits(facet: Facet, row: Row) -> bool:
        value = row.get(facet.name) or ""
        return facet.value == value if facet.picks else facet.value in "\n".join(value)

    @property
    def first(self) -> int:
        """从第几行写起。"""
        told = self.asked.get("after", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 0

    def page(self) -> list[ShownRow]:
        """这一页的各行。"""
        return [
            ShownRow(f"{self.path}.{place}", self.cells(self.rows[place]))
            for place in self.found[self.first : self.first + PAGE]
        ]

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """一行的各格。"""
        shown = catalogue.list_shown(self.kind, self.path, row)
        plain = [self._cell(name, zh, shown[name]) for name, zh, _ in self.columns]
        return (*plain, *(self._below(path, zh, row) for path, zh in self.below))

    def _cell(self, name: str, zh: str, value: str) -> Cell:
        lines = tuple(
            self.known.get(line) or self.names.told(name, line) or line for line in value.split("\n")
        )
        single = len(lines) == 1 and lines[0] != value
        return Cell(zh, lines, value if single else "")

    def _below(self, path: str, zh: str, row: Row) -> Cell:
        rows = row.get(path.rpartition(".")[2]) or []
        known = {key: name for key, name, _ in self.names.later(str(row.get("item", "")))} if rows else {}
        lines = []
        for each in rows:
            key, *rest = catalogue.list_shown(self.kind, path, each).values()
            lines.append("　".join([known.get(key, key), *rest]))
        return Cell(zh, tuple(lines))

    @property
    def older_url(self) -> str:
        """下一页。"""
        return self._at(self.first + PAGE) if self.first + PAGE < len(self.found) else ""

    @property
    def newer_url(self) -> str:
        """上一页。"""
        return self._at(max(0, self.first - PAGE)) if self.first else ""

    def _at(self, first: int) -> str:
        asked = {name: value for name, value in self.asked.items() if value and name != "after"}
        return "?" + urlencode({**asked, **({"after": first} if first else {})})

    @property
    def says(self) -> str:
        """找到几行。"""
        facts = {"found": len(self.found), "all": len(self.rows)}
        if len(self.found) == len(self.rows):
            return gettext("共 %(all)s 行") % facts
        return gettext("找到 %(found)s 行，共 %(all)s 行") % facts


def listing(kind: BookKind, path: str, rows: Sequence[Row], *, names: ListNames, asked: QueryDict) -> Listing:
    """摆出一张表，行里的小表各成一列。"""
    return Listing(kind, path, rows, names, asked, tuple(catalogue.list_tables(kind, path)))


def head_facts(kind: BookKind, document: Row, names: ListNames) -> list[tuple[str, str]]:
    """文件头：``(名称, 写的)``，没有写的写“还没有写”。"""
    shown = catalogue.list_shown(kind, "", document)
    return [
        (zh, names.told(name, shown[name]) or shown[name].replace("\n", "、") or gettext("还没有写"))
        for name, zh, _ in catalogue.list_columns(kind, "")
    ]
