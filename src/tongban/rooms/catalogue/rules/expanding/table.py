"""默认写法的表（tables/handling.yml），以及把花括号里的词填进去。"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table() -> dict[str, Any]:
    """默认写法。"""
    text = (files("tongban.rooms.catalogue") / "tables" / "handling.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def filled(pattern: Any, words: Mapping[str, str]) -> Any:
    """把 ``{main}`` 这样的词填进一段文字，或者一组文字里的每一段。"""
    match pattern:
        case str():
            return pattern.format_map(words) if "{" in pattern else pattern
        case list():
            return [filled(each, words) for each in pattern]
        case dict():
            return {key: filled(value, words) for key, value in pattern.items()}
    return pattern
