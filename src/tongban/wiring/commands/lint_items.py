"""检查目录：像检查程序那样检查一个文件或者一个区划的事项目录，逐项打印发现；有错误则退出码为 1。"""

import argparse
import json
import sys
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

from tongban.foundation import clock
from tongban.foundation.clock import law_date
from tongban.rooms.catalogue.words import LintFinding, LintReport, Severity
from tongban.wiring.commands import command

WORST = 1
SAID = 3
"""同一规则在同一事项里打印几处，其余只说几处（``--json`` 全有）。"""


@command("lint-items", "检查目录：tongban lint-items [文件 | --region 区划 [--on 日期] [--drafts]] [--json]")
def lint_items_command(arguments: list[str]) -> int:
    """检查目录，打印按事项排的发现和汇总；没有说查什么，就查随产品带来的示范目录。"""
    from tongban.rooms.catalogue import queries

    asked = _asked(arguments)
    if asked.file:
        report = queries.lint_rows(rows=queries.rows_of(path=asked.file))
    elif asked.region:
        on = asked.on or law_date(clock.now())
        report = queries.lint_region(region=asked.region, on=on, drafts=asked.drafts)
    else:
        report = queries.lint_contents(contents=queries.published_content(), facts=queries.shipped_facts())
    (_print_json if asked.json else _print)(report)
    return WORST if report.errors else 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tongban lint-items", description="检查目录")
    parser.add_argument("file", nargs="?", type=Path, help="Excel（.xlsx）或 JSON 文件")
    parser.add_argument("--region", default="", help="检查库里这个区划有效的目录，6 位或 12 位")
    parser.add_argument("--on", type=date.fromisoformat, help="哪一天有效的，如 2024-06-30；不写就是今天")
    parser.add_argument("--drafts", action="store_true", help="连同正在编制的：有草稿的查草稿")
    parser.add_argument("--json", action="store_true", help="打印 JSON")
    return parser.parse_args(arguments)


def _print_json(report: LintReport) -> None:
    told = {
        "items": report.items,
        **{severity.value: report.count(severity) for severity in Severity},
        "by_code": dict(sorted(Counter(f.code for f in report.findings).items())),
        "findings": [_plain(finding) for finding in report.findings],
    }
    json.dump(told, sys.stdout, ensure_ascii=False)
    print()


def _plain(finding: LintFinding) -> dict[str, object]:
    return {
        "row": finding.row,
        "item": finding.item,
        "name": finding.name,
        "code": finding.code,
        "severity": finding.severity.value,
        "element": finding.path,
        "says": finding.says,
        "source": finding.source,
    }


def _print(report: LintReport) -> None:
    for (row, item, name), found in groupby(report.findings, key=lambda f: (f.row, f.item, f.name)):
        print(f"第{row}项 {item} {name}" if row else "整个目录")
        for (code, _), same in groupby(found, key=lambda f: (f.code, f.severity)):
            _print_rule(code, list(same))
    counted = "，".join(f"{severity.zh}{report.count(severity)}" for severity in Severity)
    print(f"\n查了{report.items}个事项：{counted}")
    for code, count in sorted(Counter(f.code for f in report.findings).items()):
        print(f"  {code}  {count}处")


def _print_rule(code: str, same: list[LintFinding]) -> None:
    for finding in same[:SAID]:
        print(f"  {code} {finding.severity.zh} {finding.path}：{finding.says}（{finding.source}）")
    if len(same) > SAID:
        print(f"  {code} ……共{len(same)}处")
