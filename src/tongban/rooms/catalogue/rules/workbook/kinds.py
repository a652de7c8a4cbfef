"""一列里的值是哪一种：写出去时看值定，读回来时照表头说的读。"""

import json
import re
from collections.abc import Iterable
from typing import Any

from tongban.foundation.word import Word

Cell = str | int | float | bool | None
_PARTS = re.compile(r"[\n、，,;；]+")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_YES, _NO = frozenset({"是", "true", "1"}), frozenset({"否", "false", "0"})


class Kind(Word):
    """一列的种类。"""

    TEXT = "text", "文字"
    NUMBER = "number", "数"
    FLAG = "flag", "是否"
    LINES = "lines", "一行一条"
    NUMBERS = "numbers", "几个数"
    JSON = "json", "原样"


class Unfit(Exception):
    """这一格读不懂；文字就是给人看的一句话。"""


def kind_of(values: Iterable[Any]) -> Kind:
    """这些值装得下的最合适的一种；没有值的当文字。"""
    given = [value for value in values if value is not None]
    if not given:
        return Kind.TEXT
    return next((kind for kind, fits in _FITS.items() if all(map(fits, given))), Kind.JSON)


def cell_of(value: Any, kind: Kind) -> Cell:
    """值写成一格。"""
    if value is None:
        return None
    match kind:
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.LINES:
            return "\n".join(value)
        case Kind.NUMBERS:
            return "、".join(map(str, value))
        case Kind.JSON:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
    plain: Cell = value
    return plain


def value_of(cell: Cell, kind: Kind) -> Any:
    """一格读成值；空格为 None。 Raises Unfit."""
    if cell is None or cell == "":
        return None
    return _READ[kind](cell)


def _number(cell: Cell) -> int | float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = str(cell).strip()
    if not _NUMBER.fullmatch(text):
        raise Unfit(f"“{text[:20]}”应为数")
    return float(text) if "." in text else int(text)


def _flag(cell: Cell) -> bool:
    text = str(cell).strip().lower()
    if text not in _YES | _NO:
        raise Unfit(f"“{text[:20]}”应为“是”或者“否”")
    return text in _YES


def _lines(cell: Cell) -> list[str]:
    return [line.strip() for line in str(cell).split("\n") if line.strip()]


def _numbers(cell: Cell) -> list[int | float]:
    return [_number(part) for part in _PARTS.split(str(cell)) if part.strip()]


def _json(cell: Cell) -> Any:
    try:
        return json.loads(str(cell))
    except (ValueError, RecursionError) as error:
        raise Unfit("这一列是原样保存的内容，请不要手工改写") from error


_READ = {
    Kind.TEXT: lambda cell: str(cell),
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.LINES: _lines,
    Kind.NUMBERS: _numbers,
    Kind.JSON: _json,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and "\n" not in value and value == value.strip()


_FITS = {
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.NUMBER: _is_number,
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.LINES: lambda value: isinstance(value, list) and all(map(_is_line, value)) and bool(value),
    Kind.NUMBERS: lambda value: isinstance(value, list) and all(map(_is_number, value)) and bool(value),
}
