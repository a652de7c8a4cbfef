"""命令：``tongban <命令>`` 各一个模块，用 ``@command`` 登记 (one module a command)."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

CommandFunction = Callable[[list[str]], int]


@dataclass(frozen=True)
class Command:
    """一条命令：名称、一句说明、函数（收到其余参数，返回退出码）。"""

    name: str
    says: str
    run: CommandFunction
    needs_django: bool


COMMANDS: dict[str, Command] = {}


def command(
    name: str, says: str, *, needs_django: bool = True
) -> Callable[[CommandFunction], CommandFunction]:
    """登记一条命令；``needs_django=False`` 的命令在数据库起来之前也能用。"""

    def register(function: CommandFunction) -> CommandFunction:
        COMMANDS[name] = Command(name=name, says=says, run=function, needs_django=needs_django)
        return function

    return register


def all_commands() -> dict[str, Command]:
    """全部命令：逐个装入本文件夹的模块。"""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return COMMANDS
