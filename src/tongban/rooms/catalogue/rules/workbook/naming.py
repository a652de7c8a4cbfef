"""名称：表和列给人看的中文，照要素表；要素表里没有的照 tables/workbooks.yml，再没有的就写代号。"""

from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.rules.element_tables import code_lists, elements


def head_of(path: str) -> str:
    """一列的名称，如 ``materials.by_law`` 是“要求提供依据”。"""
    known = elements().get(path)
    return (
        str(known["zh"])
        if known
        else str(_names().get(path) or _names().get(path.rpartition(".")[2]) or path)
    )


def sheet_of(path: str) -> str:
    """一张表的名称，如 ``situations.options`` 是“情形·选项”。"""
    steps = path.split(".")
    return "·".join(head_of(".".join(steps[: n + 1])) for n in range(len(steps)))


def codes_of(path: str) -> dict[str, str]:
    """一列可以写的代号和它的中文；不是代码的列为空。"""
    known = elements().get(path)
    if not known or "list" not in known:
        return {}
    listed: dict[str, Any] = code_lists()["lists"][known["list"]]
    return {str(code): str(zh) for code, zh in listed["codes"].items()}


@cache
def _names() -> dict[str, str]:
    text = (files("tongban.rooms.catalogue") / "tables" / "workbooks.yml").read_text(encoding="utf-8")
    found: dict[str, str] = read_yaml(text)["names"]
    return found
