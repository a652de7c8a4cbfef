"""平铺：把类型化的事实写成 JSON、再照类型读回 (typed facts to JSON and back, by their type hints)."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tongban.foundation.word import Word


def to_plain(value: Any) -> Any:
    """写平：日期成 ISO 文本，词成代号，金额成文本，嵌套照办；不认得的类型报错。"""
    match value:
        case None | bool() | int():
            return value
        case Word() | Decimal():
            return str(value)
        case str():
            return value
        case date():  # datetime is a date too
            return value.isoformat()
        case dict():
            return {str(key): to_plain(item) for key, item in value.items()}
        case list() | tuple():
            return [to_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be written into an event")


def from_plain(hint: Any, value: Any) -> Any:
    """读回：``to_plain`` 的逆运算，依类型标注。"""
    if value is None or hint in (Any, str, int):
        return value
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return from_plain(next(arm for arm in get_args(hint) if arm is not NoneType), value)
    if origin is not None:
        return _from_container(origin, get_args(hint), value)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{name: from_plain(hints[name], item) for name, item in value.items()})  # type: ignore[operator]
    return _from_scalar(hint, value)


def _from_container(origin: Any, arms: tuple[Any, ...], value: Any) -> Any:
    if issubclass(origin, dict):
        return {key: from_plain(arms[1], item) for key, item in value.items()}
    if issubclass(origin, Sequence):
        return origin(from_plain(arms[0], item) for item in value)
    return value


def _from_scalar(hint: Any, value: Any) -> Any:
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    return hint(value) if issubclass(hint, Word | Decimal) else value
