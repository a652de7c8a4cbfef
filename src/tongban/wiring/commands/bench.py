"""测速命令：``tongban bench intake`` 和 ``tongban bench case-page``，在临时安装上量，量完不留痕迹。"""

import argparse
import json
import sys

from tongban.wiring.commands import command


@command(
    "bench",
    "测速：tongban bench intake|case-page|desk-page [--seconds 20] [--clients 12] [--json]",
    needs_django=False,
)
def bench_command(arguments: list[str]) -> int:
    """测速；``--json`` 打印 per_s、p50_ms、p99_ms、errors、ratio_to_pgbench。"""
    asked = _asked(arguments)
    if asked.what == "prepare":
        _prepare(asked)
        return 0
    from tongban.wiring.bench.trials import TRIALS

    found = TRIALS[asked.what](seconds=asked.seconds, clients=asked.clients)
    if asked.json:
        json.dump(found, sys.stdout, ensure_ascii=False)
        print()
    else:
        print("\n".join(f"{name:<18} {value}" for name, value in found.items()))
    return 0 if found["per_s"] and not found["errors"] else 1


def _prepare(asked: argparse.Namespace) -> None:
    """Run by a measurement, on the installation it measures."""
    import django

    django.setup()
    from tongban.foundation import clock
    from tongban.wiring.bench.drafts import prepare_here

    prepare_here(count=asked.count, people=asked.people, at=clock.now())


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tongban bench", description="测速")
    parser.add_argument("what", choices=["intake", "case-page", "desk-page", "prepare"])
    parser.add_argument("--seconds", type=int, default=20, help="量几秒，默认 20")
    parser.add_argument("--clients", type=int, default=12, help="同时几位来客，默认 12")
    parser.add_argument("--json", action="store_true", help="打印 JSON")
    parser.add_argument("--count", type=int, default=1000, help="（备稿）备几份")
    parser.add_argument("--people", type=int, default=8, help="（备稿）分给几位办事人")
    return parser.parse_args(arguments)
