"""没有写全指南的事项的默认要素：时限、材料、表单（出处写在 tables/defaults.yml）。"""

from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml


@cache
def defaults() -> dict[str, Any]:
    """默认要素表。"""
    text = (files("tongban.rooms.catalogue") / "tables" / "defaults.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found


def limit_of(task_type: str) -> dict[str, Any]:
    """某类事项的法定一般时限：``{amount, unit, says}``。"""
    limits: dict[str, dict[str, Any]] = defaults()["limits"]
    return limits.get(task_type, limits["default"])


@cache
def _registers() -> dict[str, Any]:
    text = (files("tongban.rooms.catalogue") / "tables" / "registers.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found


def registers() -> dict[str, str]:
    """可以共享核验的数据：代号到名称。"""
    names: dict[str, str] = _registers()["registers"]
    return names


def papers_spared() -> dict[str, tuple[str, ...]]:
    """共享查得到、不得再要申请人提供的材料：``{代号: 材料名称}``。"""
    return {api: tuple(names) for api, names in _registers()["papers"].items()}
