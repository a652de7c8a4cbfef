"""体检命令：哪里不对、该怎么办。"""

from tongban.wiring.commands import command


@command("doctor", "体检：逐项说明好坏和对策；有毛病时退出码为 1")
def doctor(arguments: list[str]) -> int:
    """逐项打印体检结果。"""
    from tongban.wiring.health import examine

    findings = list(examine())
    for finding in findings:
        print(f"{'好' if finding.healthy else '坏'}  {finding.name:<10} {finding.says}")
    return 0 if all(finding.healthy for finding in findings) else 1
