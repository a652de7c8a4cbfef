"""要素：导入文件的列名对到 C0109 的要素名，值读成要素该有的样子。"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml

LONGEST_NAME = 1000
LONGEST_TEXT = 20_000
MOST_PARTS = 100
_BREAKS = re.compile(r"[,，、;；|\n]+")
_NUMBER = re.compile(r"(\d{1,5})(?:\.0+)?", re.ASCII)
_HEADER_NOISE = re.compile(r"[\s*＊:：]+|[（(].{0,20}[)）]$")
_UNSTORABLE = re.compile("[\u0000\ud800-\udfff]")
_YES_NO = {"是": True, "true": True, "1": True, "否": False, "false": False, "0": False, "2": False}


@cache
def _table() -> dict[str, Any]:
    text = (files("tongban.rooms.catalogue") / "tables" / "elements.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found


@cache
def _names() -> dict[str, str]:
    pairs = [(name, e["key"]) for e in _table()["elements"] for name in (e["key"], *e["names"])]
    return {name.lower(): key for name, key in pairs}


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    return {e["key"]: (e["kind"], e.get("list", "unit")) for e in _table()["elements"]}


def element_of(header: str) -> str | None:
    """列名是哪个要素；不认识的为 None。"""
    return _names().get(_HEADER_NOISE.sub("", header[:100]).lower())


def elements_of(row: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """一行里认得的要素（空的略去；同一要素写了两列的取先写的），和认不得的列名。"""
    known: dict[str, Any] = {}
    strange = []
    for header, value in list(row.items())[:300]:
        key = element_of(str(header))
        if key is None:
            strange.append(str(header)[:60])
        elif key not in known and (kept := storable(value)) not in (None, "", []):
            known[key] = kept
    return known, tuple(strange)


def storable(value: Any) -> Any:
    """能存的：文字去掉数据库存不下的字符和首尾空白，长的截断；成组的照收，但总量有限。"""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _UNSTORABLE.sub("\ufffd", value[: LONGEST_TEXT + 1]).strip()
        case list() | dict():
            text = _UNSTORABLE.sub("\ufffd", json.dumps(value, ensure_ascii=False, default=str))
            return json.loads(text) if len(text) <= 20 * LONGEST_TEXT else text[:LONGEST_TEXT]
    return str(value)[:LONGEST_TEXT]


def read_element(key: str, value: Any) -> Any:
    """把一个要素的值读成该有的样子；读不懂抛 ``ValueError``。"""
    kind, code_list = _kinds()[key]
    return _READERS[kind](value, code_list)


def _text(value: Any, _: str) -> str:
    if isinstance(value, list | dict):
        raise ValueError("应为文字")
    return str(value)[:LONGEST_TEXT]


def _texts(value: Any, _: str) -> list[str]:
    parts = [str(v) for v in value] if isinstance(value, list) else _BREAKS.split(str(value))
    return [part.strip() for part in parts[:MOST_PARTS] if part.strip()]


def _count(value: Any, _: str) -> int:
    found = _NUMBER.match(str(value).strip())
    if found is None or isinstance(value, bool):
        raise ValueError("应为数目")
    return int(found[1])


def _yes_no(value: Any, _: str) -> bool:
    try:
        return _YES_NO[str(value).strip().lower()]
    except KeyError:
        raise ValueError("应为是或者否") from None


def _code(value: Any, code_list: str) -> int:
    codes: dict[str, str] = _table()["lists"][code_list]
    by_label = {label: code for code, label in codes.items()}
    written = str(value).strip().removesuffix(".0")
    code = written if written in codes else by_label.get(written)
    if code is None:
        raise ValueError("不在代码表里")
    return int(code)


def _codes(value: Any, code_list: str) -> list[int]:
    return [_code(part, code_list) for part in _texts(value, "")]


def _law(value: Any, _: str) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [dict(each) for each in value[:MOST_PARTS]]
    return [{"law": str(value)[:LONGEST_TEXT], "article": "", "says": ""}]


def _rows(value: Any, _: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError("应为成组的要素")
    return value[:MOST_PARTS]


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "text": _text,
    "texts": _texts,
    "count": _count,
    "yes_no": _yes_no,
    "code": _code,
    "unit": _code,
    "codes": _codes,
    "law": _law,
    "rows": _rows,
}
