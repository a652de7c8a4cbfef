"""命令行：``tongban`` 一条命令，其下各有名字 (the one command; what it can do stands in wiring/commands)."""

import os
import sys

from tongban.foundation.refusal import Refusal
from tongban.wiring.commands import Command, all_commands


def main(argv: list[str] | None = None) -> int:
    """运行一条命令，返回退出码；拒绝变成一句话和下一步，不变成一堆调用栈。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.wiring.settings")
    name, *rest = (sys.argv[1:] if argv is None else argv) or ["help"]
    commands = all_commands()
    if name not in commands:
        _print_help(commands)
        return 0 if name in ("help", "--help", "-h") else 2
    try:
        return _run(commands[name], rest)
    except Refusal as refusal:
        print(f"{refusal}。\n{refusal.advice}。", file=sys.stderr)
        return 1


def _run(chosen: Command, rest: list[str]) -> int:
    if chosen.needs_django:
        import django

        django.setup()
    return chosen.run(rest)


def _print_help(commands: dict[str, Command]) -> None:
    print("用法：tongban <命令> [参数]\n")
    for each in sorted(commands.values(), key=lambda c: c.name):
        print(f"  {each.name:<14} {each.says}")


if __name__ == "__main__":
    sys.exit(main())
