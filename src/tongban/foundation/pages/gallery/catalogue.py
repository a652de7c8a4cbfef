"""Owns the list of components and their sample states, read from the YAML files beside it."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import get_template

from tongban.foundation.written import read_yaml

SAMPLES = Path(__file__).parent / "samples"
COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}", re.S)


@dataclass(frozen=True)
class Mode:
    """一种显示方式：标准、长辈版、深色屏。"""

    name: str
    zh: str
    display: dict[str, str]


MODES = {
    "standard": Mode("standard", "标准", {}),
    "elder": Mode("elder", "长辈版", {"mode": "elder"}),
    "screen": Mode("screen", "深色屏", {"theme": "screen"}),
}


@dataclass(frozen=True)
class State:
    """组件的一种状态：名称与参数。"""

    zh: str
    facts: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Component:
    """一个组件：英文名（地址用）、中文名、模板、各状态。"""

    name: str
    zh: str
    note: str
    template: str
    page: str
    states: tuple[State, ...]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> str:
        """模板开头写明的参数。"""
        source = get_template(self.template).template.source  # type: ignore[attr-defined]
        found = COMMENT.search(source)
        return found.group(1).strip() if found else ""


def _component(row: dict[str, Any]) -> Component:
    states = tuple(
        State(one["zh"], one.get("with", {}), one.get("note", "")) for one in row.get("states", ())
    )
    return Component(
        name=row["name"],
        zh=row["zh"],
        note=row.get("note", ""),
        template=row["template"],
        page=row.get("page", "gallery/component.html"),
        states=states,
        facts=row.get("facts", {}),
    )


@cache
def _read(name: str) -> Any:
    return read_yaml((SAMPLES / name).read_text(encoding="utf-8"))


@cache
def components() -> dict[str, Component]:
    """全部组件，按组件库的次序。"""
    files = (
        "shell.yml",
        "finding.yml",
        "filling.yml",
        "progress.yml",
        "working.yml",
        "proof.yml",
        "hall.yml",
        "layouts.yml",
    )
    rows = [row for name in files for row in _read(name)]
    return {row["name"]: _component(row) for row in rows}


def suggestions() -> list[dict[str, str]]:
    """联想样例。"""
    rows: list[dict[str, str]] = _read("suggestions.yml")
    return rows


def regions() -> list[dict[str, Any]]:
    """演示区的街道与社区（虚构）。"""
    rows: list[dict[str, Any]] = _read("regions.yml")
    return rows


def sheet_rows() -> list[list[str]]:
    """导出样例的行。"""
    return [
        ["事项", "申请人", "状态"],
        ["食品经营许可新办", "张*", "办理中"],
        ["户外广告设施设置审批", "X区*有限公司", "待补正"],
    ]
