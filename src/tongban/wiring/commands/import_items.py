"""导入事项：从 Excel 或 JSON 文件进到目录里，逐行说明收下、不变还是隔离。"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tongban.foundation import clock
from tongban.rooms.catalogue.words import Finding, ImportReport, LintReport, Severity
from tongban.wiring.commands import command

INSTALLER = "system:install"
SHOWN = 20


@command("import-items", "导入事项：tongban import-items 文件 [--region 区划] [--json]")
def import_items_command(arguments: list[str]) -> int:
    """导入事项，打印报告；有隔离的行也算成功，因为它们都有原因、都留着。"""
    from tongban.rooms.catalogue import acts, queries

    asked = _asked(arguments)
    rows = queries.rows_of(path=asked.file)
    report = acts.import_items(rows=rows, region=asked.region, by=INSTALLER, at=clock.now())
    linted = queries.lint_rows(rows=rows)
    if asked.json:
        json.dump({**_plain(report), "lint": _counted(linted)}, sys.stdout, ensure_ascii=False)
        print()
    else:
        _print(report)
        _print_linted(linted)
    return 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tongban import-items", description="导入事项")
    parser.add_argument("file", type=Path, help="Excel（.xlsx）或 JSON 文件")
    parser.add_argument("--region", default="", help="把全部行收在这个区划下，6 位或 12 位")
    parser.add_argument("--json", action="store_true", help="打印 JSON 报告")
    return parser.parse_args(arguments)


def _plain(report: ImportReport) -> dict[str, object]:
    counts = ("read", "imported", "new", "changed", "unchanged", "quarantined")
    return {
        **{name: getattr(report, name) for name in counts},
        "findings_by_kind": dict(Counter(f.kind.value for f in report.findings)),
        "findings": [_finding(f) for f in report.findings],
        "reasons": [_finding(f) for f in report.reasons],
    }


def _counted(linted: LintReport) -> dict[str, object]:
    return {
        **{severity.value: linted.count(severity) for severity in Severity},
        "by_code": dict(sorted(Counter(f.code for f in linted.findings).items())),
    }


def _print_linted(linted: LintReport) -> None:
    counted = "，".join(f"{severity.zh} {linted.count(severity)} 处" for severity in Severity)
    print(f"目录检查：{counted}。别处已经公布的照原样收下；在本区改了再发布，要先改掉其中的错误。")
    print("  逐处看：tongban lint-items 文件")


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "row": finding.row,
        "code": finding.code,
        "name": finding.name,
        "kind": finding.kind.value,
        "says": finding.says,
    }


def _print(report: ImportReport) -> None:
    print(
        f"读到 {report.read} 行：新增 {report.new}，变更 {report.changed}，不变 {report.unchanged}，隔离 {report.quarantined}"
    )
    for kind, count in Counter(f.kind.zh for f in report.findings).most_common():
        print(f"  收下但有瑕疵：{kind} {count} 行")
    for reason in report.reasons[:SHOWN]:
        print(f"  隔离：第 {reason.row} 行 {reason.name} {reason.says}")
    if len(report.reasons) > SHOWN:
        print(f"  ……共 {len(report.reasons)} 个原因，--json 可看全部")
