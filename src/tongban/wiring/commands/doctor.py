"""体检命令：哪里不对、该怎么办。"""

from tongban.wiring.commands import command


@command("doctor", "体检：逐项说明好坏和对策；有坏的时退出码为 1，只有该留意的为 0")
def doctor(arguments: list[str]) -> int:
    """逐项打印体检结果。"""
    from tongban.wiring.health import Level, examine, worst

    findings = list(examine())
    for finding in findings:
        print(f"{finding.level.zh:　<2}  {finding.name:<10} {finding.says}")
    return 1 if worst(findings) is Level.FAIL else 0
