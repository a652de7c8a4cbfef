"""默认写法的表（tables/handling.yml）、常用依据（tables/laws.yml），以及把花括号里的词填进去。"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml


@cache
def table() -> dict[str, Any]:
    """默认写法。"""
    return _read("handling.yml")


@cache
def _laws() -> dict[str, dict[str, str]]:
    known = _read("laws.yml")
    organs = known["organs"]
    return {
        name: {"organ": organs.get(organ, organ), "in_force": in_force, "doc_no": doc_no}
        for name, (organ, in_force, doc_no) in known["laws"].items()
    }


def whole_law(law: Mapping[str, Any]) -> dict[str, Any]:
    """一条依据：没有写的颁布机关、施行日期、文号按 tables/laws.yml 补上。"""
    return {**_laws().get(str(law["law"]), {}), **law}


def _read(name: str) -> dict[str, Any]:
    text = (files("tongban.rooms.catalogue") / "tables" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
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
