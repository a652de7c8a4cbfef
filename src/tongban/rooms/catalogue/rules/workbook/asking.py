"""问：一种清单的文件头和各行怎样手工填写，照表册的样子；填好的读成一行。"""

from collections.abc import Mapping
from typing import Any

from tongban.rooms.catalogue.rules.workbook.kinds import Kind, Unfit
from tongban.rooms.catalogue.rules.workbook.naming import head_of, sheet_of
from tongban.rooms.catalogue.rules.workbook.shapes import SHAPES
from tongban.rooms.catalogue.words import BookKind

Row = Mapping[str, Any]
BASIS = "清单"


def asked(kind: BookKind, path: str) -> list[dict[str, Any]]:
    """文件头（``path`` 为空）或者一张表的一行要填哪些栏；写法与申请表相同。"""
    stem = f"{path}." if path else ""
    return [
        {"name": name, "label": head_of(stem + name), "basis": BASIS, **field.asked}
        for name, field in SHAPES[kind][path].items()
    ]


def tables(kind: BookKind, path: str = "") -> list[tuple[str, str]]:
    """文件头下面（或者一行下面）的各张表：``(地方, 名称)``。"""
    return [(each, sheet_of(each)) for each in SHAPES[kind] if each and each.rpartition(".")[0] == path]


def columns(kind: BookKind, path: str) -> list[tuple[str, str, bool]]:
    """一张表的各列：``(代号, 名称, 是不是一格几条)``。"""
    return [
        (name, head_of(f"{path}.{name}" if path else name), field.kind is Kind.LINES)
        for name, field in SHAPES[kind][path].items()
    ]


def is_table(kind: BookKind, path: str) -> bool:
    """有没有这张表。"""
    return bool(path) and path in SHAPES[kind]


def written(kind: BookKind, path: str, given: Row) -> tuple[dict[str, Any], dict[str, str]]:
    """填好的各栏归成一种写法，和写得不对的各栏；没有给的栏不在其中。"""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, field in SHAPES[kind][path].items():
        if name not in given:
            continue
        try:
            values[name] = field.settle(_cell(given[name], field.kind))
        except Unfit as unfit:
            problems[name] = str(unfit)
    return values, problems


def _cell(value: Any, kind: Kind) -> Any:
    if kind is Kind.LINES:
        return [line.strip() for line in str(value or "").split("\n") if line.strip()]
    return None if value == "" else value


def shown(kind: BookKind, path: str, row: Row) -> dict[str, str]:
    """一行写在填写框里的样子。"""
    return {name: _told(row.get(name)) for name in SHAPES[kind][path]}


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def key_column(kind: BookKind, path: str) -> str:
    """一张表凭哪一列认行：第一列。"""
    return next(iter(SHAPES[kind][path]))
