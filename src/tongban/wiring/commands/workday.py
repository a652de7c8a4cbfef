"""工作日：算一个期限哪天届满；装入一年的节假日安排。"""

import json
import re
import sys
from datetime import date
from pathlib import Path

from django.db import OperationalError

from tongban.foundation import clock
from tongban.foundation.refusal import Refusal
from tongban.wiring.commands import command

INSTALLER = "system:install"
REGION = re.compile(r"[0-9]{12}")


class PeriodUnreadable(Refusal):
    """期限写法不对。"""

    code = "command.period_unreadable"
    says = "用法：tongban workday <起始日 如 2024-01-31> <工作日数 如 20> [12位区划代码]"
    next_step = "请按用法填写；日数为 0 至 5000 的整数"


@command("workday", "算期限：tongban workday 2024-01-31 20 → 应办结日（JSON）")
def workday_command(arguments: list[str]) -> int:
    """算期限：从起始日的次日起数工作日，打印一行 JSON。

    ``calendar`` tells where the days come from: ``loaded`` (the database) or, while no database runs, ``published``.
    """
    from tongban.rooms.calendar import queries as calendar
    from tongban.rooms.calendar.words import NATIONAL

    start, days, region = _period(arguments, default_region=NATIONAL)
    try:
        table, source = calendar.workdays(region=region), "loaded"
    except OperationalError:
        table, source = calendar.published_workdays(region=region), "published"
    due = table.after(start, days)
    answer = {
        "start": start.isoformat(),
        "days": days,
        "due": due.on.isoformat(),
        "provisional": due.provisional,
        "calendar": {"source": source, "region": region, "years": sorted(table.years)},
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _period(arguments: list[str], *, default_region: str) -> tuple[date, int, str]:
    try:
        written, number, region = [*arguments, default_region][:3]
        start, days = date.fromisoformat(written), int(number)
    except ValueError:
        raise PeriodUnreadable from None
    if not (0 <= days <= 5000 and start.year < 9000 and REGION.fullmatch(region)):
        raise PeriodUnreadable
    return start, days, region


@command("load-calendar", "装入节假日安排：不写文件则装入随产品发布的各年")
def load_calendar_command(arguments: list[str]) -> int:
    """装入安排：逐份装入并说明变了几天；相同的不重复装。"""
    from tongban.rooms.calendar import acts, queries

    texts = [Path(name).read_text(encoding="utf-8") for name in arguments]
    calendars = [queries.read(text=text) for text in texts] or queries.published()
    for each in calendars:
        event = acts.load_calendar(calendar=each, by=INSTALLER, at=clock.now())
        changed = "已是现行的安排" if event is None else f"第{event.revision}版，{len(event.changed)}天有变化"
        print(f"{each.year}年 {each.notice}：{changed}", file=sys.stderr)
    return 0
