"""目录的数：``tongban figures`` 从行里重新数出报告里目录部分的每个数，旁边是分数和口径。"""

import argparse
import json
import sys
from datetime import date
from typing import Any

from tongban.foundation import clock
from tongban.foundation.refusal import Refusal
from tongban.wiring.commands import command

DEMO = "990102"


class AskedUnreadable(Refusal):
    """区划或者日期写法不对。"""

    code = "command.figures_unreadable"
    says = "用法：tongban figures [--region 990102] [--as-of 2024-06-30] [--json]"
    next_step = "区划为 6 位或者 12 位数字，日期如 2024-06-30"


@command("figures", "目录的数：tongban figures [--region 990102] [--as-of 2024-06-30] [--json]")
def figures_command(arguments: list[str]) -> int:
    """数一遍目录；``--json`` 打印 JSON，不写就打印一张表。"""
    from tongban.rooms.catalogue import queries

    region, on, as_json = _asked(arguments)
    found = queries.figures(region=region, on=on)
    if as_json:
        json.dump(queries.plain_figures(found), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        _print(queries.plain_figures(found))
    return 0


def _asked(arguments: list[str]) -> tuple[str, date, bool]:
    parser = argparse.ArgumentParser(prog="tongban figures", description="目录的数")
    parser.add_argument("--region", default=DEMO, help="区划，6 位或 12 位，默认 990102")
    parser.add_argument("--as-of", default="", help="哪一天，默认今天")
    parser.add_argument("--json", action="store_true", help="打印 JSON")
    asked = parser.parse_args(arguments)
    if not (asked.region.isascii() and asked.region.isdigit() and len(asked.region) in (6, 12)):
        raise AskedUnreadable
    try:
        on = date.fromisoformat(asked.as_of) if asked.as_of else clock.today()
    except ValueError:
        raise AskedUnreadable from None
    return asked.region.ljust(12, "0"), on, asked.json


def _print(told: dict[str, Any]) -> None:
    of = told.pop("of")
    for name, value in told.items():
        print(f"{name:<16} {json.dumps(value, ensure_ascii=False)}")
    for rate in (*of["rates"].values(), *of["reductions"].values()):
        shown = "—" if rate["rate_2dp"] is None else f"{rate['rate_2dp']:.2f}%"
        print(f"{rate['name']}　{shown}（{rate['fraction']}）　{rate['definition']}")
