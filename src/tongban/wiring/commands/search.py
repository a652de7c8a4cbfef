"""搜索事项：在命令行里试一句大白话。"""

import argparse
import json
import sys

from tongban.wiring.commands import command


@command("search", "搜索事项：tongban search 开饭馆 [--region 区划] [--limit 10] [--json]")
def search_command(arguments: list[str]) -> int:
    """搜索事项，最合适的在前；``--json`` 打印一个列表，每项有 name 和 code。"""
    from tongban.rooms.catalogue import queries

    asked = _asked(arguments)
    hits = queries.search(text=" ".join(asked.text), region=asked.region or None, limit=asked.limit)
    if asked.json:
        found = [
            {
                "name": hit.name,
                "code": hit.code,
                "department": hit.department,
                "region": hit.item.region,
                "promised_days": hit.promised_days,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ]
        json.dump(found, sys.stdout, ensure_ascii=False)
        print()
    else:
        for place, hit in enumerate(hits, start=1):
            print(f"{place:>3}  {hit.name}  {hit.department}  {hit.code}")
    return 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tongban search", description="搜索事项")
    parser.add_argument("text", nargs="+", help="大白话、拼音或首字母")
    parser.add_argument("--region", default="", help="只看这个区划，6 位或 12 位")
    parser.add_argument("--limit", type=int, default=10, help="最多几条，默认 10")
    parser.add_argument("--json", action="store_true", help="打印 JSON")
    return parser.parse_args(arguments)
