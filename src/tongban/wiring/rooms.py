"""各室名册：装入每一室的事件、反应和定时工作，使登记簿完整 (importing them fills the registries)."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from tongban import rooms


def names() -> list[str]:
    """现有各室的名字。"""
    return [module.name for module in iter_modules(rooms.__path__)]


def load(*floors: str) -> None:
    """装入各室的某几层，如 ``load("events", "reactions", "jobs")``。"""
    for name in names():
        for floor in floors:
            dotted = f"tongban.rooms.{name}.{floor}"
            if find_spec(dotted) is not None:
                import_module(dotted)
