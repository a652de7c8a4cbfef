"""要素表和代码表：版本化的数据（tables/element-set.yml、tables/code-lists.yml），读一次。"""

from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml


@cache
def element_set() -> dict[str, Any]:
    """实施清单要素表。"""
    return _read("element-set.yml")


@cache
def code_lists() -> dict[str, Any]:
    """代码表 CL-01 至 CL-23。"""
    return _read("code-lists.yml")


@cache
def elements() -> dict[str, dict[str, Any]]:
    """要素按键：``{key: {zh, kind, need, list, group}}``；成组要素里的键写成 ``materials.by_law``。"""
    return {
        each["key"]: {**each, "group": group["group"]}
        for group in element_set()["groups"]
        for each in group["elements"]
    }


@cache
def known_codes(key: str) -> frozenset[str]:
    """一个要素可用的代号。"""
    listed: dict[str, Any] = code_lists()["lists"][elements()[key]["list"]]
    return frozenset(str(code) for code in listed["codes"])


def _read(name: str) -> dict[str, Any]:
    text = (files("tongban.rooms.catalogue") / "tables" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found
