"""随产品发布的事项内容：content 文件夹里写全的示范事项 (files, no database)."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from tongban.foundation.identifiers import DEMO_REGION

Content = dict[str, Any]


def published_content() -> list[Content]:
    """示范区写全的事项，文件名和文件内的顺序为序；区划和机关代字补自 departments.yml。"""
    folder = files("tongban.rooms.catalogue") / "content"
    names = sorted(f.name for f in folder.iterdir() if f.name.startswith("items-"))
    return [
        {**item, "region": DEMO_REGION.ljust(12, "0"), "organ_short": _shorts()[item["department"]]}
        for name in names
        for item in _read(folder / name)["items"]
    ]


@cache
def _shorts() -> dict[str, str]:
    units = _read(files("tongban.rooms.catalogue") / "content" / "departments.yml")["departments"]
    return {unit["key"]: unit["short"] for unit in units}


def _read(file: Traversable) -> Content:
    # The C reader is the same reader, ten times as fast; both build plain values only.
    found: Content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found
