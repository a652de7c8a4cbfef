"""读生的内容：要素可能没有、可能写成别的样子；读得出就读，读不出当作没有，从不报错。"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from tongban.foundation.identifiers import ItemCode, parse_item_code
from tongban.rooms.calendar.words import TimeUnit, in_workdays
from tongban.rooms.catalogue.words import TaskType

Content = Mapping[str, Any]
Found = tuple[str, str]
"""一处发现：要素的路径，和补充说明（可以为空）。"""

UNITS = {
    "1": TimeUnit.WORKDAY,
    "2": TimeUnit.DAY,
    "3": TimeUnit.HOUR,
    "4": TimeUnit.MINUTE,
    "5": TimeUnit.MONTH,
}
LARGEST = 999_999
NOTHING = frozenset({"", "无", "—", "-", "/", "没有", "不涉及", "None"})
_NUMBER = re.compile(r"-?\d{1,6}", re.ASCII)


def text(content: Content, key: str) -> str:
    """写成一行文字；没有的、成组的为空。"""
    value = content.get(key)
    if type(value) is str:  # nearly always; the rest is for content that somebody wrote otherwise
        return value.strip()
    return "" if value is None or isinstance(value, list | dict) else str(value).strip()


def told(content: Content, key: str) -> bool:
    """说了点什么：不是空的，也不是“无”。"""
    return text(content, key) not in NOTHING


def number(content: Content, key: str) -> int | None:
    """数目；读不出为 None。"""
    value = content.get(key)
    if type(value) is int:
        return value if abs(value) <= LARGEST else None
    if value is None or isinstance(value, bool):
        return None
    written = str(value).strip().removesuffix(".0")
    return int(written) if _NUMBER.fullmatch(written) else None


def counted(content: Content, key: str) -> bool:
    """写的是不小于零的整数。"""
    found = number(content, key)
    return found is not None and found >= 0


def flag(content: Content, key: str) -> bool:
    """是否；只有写明是的才是。"""
    return content.get(key) is True


def code(content: Content, key: str) -> str:
    """一个代号，写成文字。"""
    return text(content, key).removesuffix(".0")


def codes(content: Content, key: str) -> frozenset[str]:
    """几个代号；只写了一个的也算。"""
    value = content.get(key)
    each = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return frozenset(str(v).strip() for v in each if not isinstance(v, list | dict) and str(v).strip())


def texts(content: Content, key: str) -> list[str]:
    """分条的文字；只写了一条的也算。"""
    value = content.get(key)
    if isinstance(value, list | tuple):
        return [str(v).strip() for v in value if not isinstance(v, list | dict)]
    return [text(content, key)] if text(content, key) else []


def rows(content: Content, key: str) -> list[tuple[str, Content]]:
    """成组的要素：``[(路径, 一组)]``；不成组的略去。"""
    value = content.get(key)
    if type(value) is not list or not value:
        return []
    return [(f"{key}.{n}", each) for n, each in enumerate(value) if type(each) is dict]


def within(path: str, row: Content, key: str) -> list[tuple[str, Content]]:
    """一组里的下一层。"""
    return [(f"{path}.{inner}", each) for inner, each in rows(row, key)]


def type_of(content: Content) -> TaskType | None:
    """事项类型：代号（一位的补零）或者中文；不认识为 None。"""
    return _types().get(code(content, "task_type"))


@cache
def _types() -> dict[str, TaskType]:
    return {written: t for t in TaskType for written in (t.zh, t.value, t.value.lstrip("0"))}


@lru_cache(maxsize=8192)
def parsed_code(written: str) -> ItemCode:
    """读事项编码；一个编码好几条规则要看，读一次。"""
    return parse_item_code(written)


def key_of(content: Content) -> str:
    """清单认事项的编码：基本编码，没有的用业务办理项编码。"""
    return text(content, "catalog_code") or text(content, "task_handle_item")


def is_licence(content: Content) -> bool:
    """行政许可。"""
    return type_of(content) is TaskType.LICENCE


def workdays(content: Content, stem: str) -> float | None:
    """某个时限折算的工作日；没有写或者单位不认识为 None (``stem`` is ``anticipate`` or ``promise``)."""
    amount, unit = number(content, f"{stem}_day"), UNITS.get(code(content, f"{stem}_type") or "1")
    return None if amount is None or unit is None else float(in_workdays(amount, unit))


def repeated(keys: list[tuple[str, str]]) -> Iterator[Found]:
    """写了两次的：``keys`` 是 ``[(路径, 值)]``，第二次起各报一处。"""
    seen: set[str] = set()
    for path, value in keys:
        if value and value in seen:
            yield path, f"“{value}”写了两次"
        seen.add(value)
