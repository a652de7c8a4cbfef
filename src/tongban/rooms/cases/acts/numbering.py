"""编号：从计数行取号，与用号的事务同生共死，不跳号、不重号 (numbers from counter rows, never from a sequence).

Sources: case number ``实施编码 + YYYYMMDD + 5 位`` and short number ``区划6-YYMMDD-序号5-校验1`` (domain.md 2.6); document
number ``{机关代字}审{字}〔{年}〕第{5 位}号`` (domain.md 2.4).
"""

from datetime import date
from typing import Any

from tongban.foundation.identifiers import build_case_code
from tongban.rooms.cases.errors import NumbersUsedUp
from tongban.rooms.cases.words import DocumentKind

TASK_CODE = 31  # 实施编码的位数；业务办理项编码在其后另有两位
A_DAY = 99_999  # 查询编号的序号五位；办件编号的计数范围更小，不会先到
TAKE = """
    INSERT INTO cases_counter (scope, n) VALUES (%s, 1)
    ON CONFLICT (scope) DO UPDATE SET n = cases_counter.n + 1 RETURNING n
"""


def item_scope(*, item_code: str, on: date) -> str:
    """办件编号的计数范围：一个事项（实施清单）一天一行；其下各办理项共用，编号才不会相同。"""
    return f"case:{item_code[:TASK_CODE]}:{on:%Y%m%d}"


def region_scope(*, region: str, on: date) -> str:
    """查询编号的计数范围：一个区划一天一行。"""
    return f"short:{region[:6]}:{on:%Y%m%d}"


def document_scope(*, organ: str, kind: DocumentKind, year: int) -> str:
    """文号的计数范围：一个机关、一种文书、一年一行。"""
    return f"document:{organ}:{kind}:{year}"


def case_no(*, item_code: str, on: date, n: int) -> str:
    """办件编号。"""
    return f"{item_code[:TASK_CODE]}{on:%Y%m%d}{n:05d}"


def short_no(*, region: str, on: date, n: int) -> str:
    """查询编号，印在凭证上给人念、给人输；``n`` 为当日 1 至 99999。 Refuses: NumbersUsedUp."""
    if n > A_DAY:
        raise NumbersUsedUp(most=f"{A_DAY:,}", on=on)
    return build_case_code(region=region[:6], on=on, serial=n).value


def document_number(*, organ: str, kind: DocumentKind, year: int, n: int) -> str:
    """文号。"""
    return f"{organ}审{kind.mark}〔{year}〕第{n:05d}号"


def take(cursor: Any, scope: str) -> int:
    """取下一个号 (locks the counter's row until the transaction ends)."""
    cursor.execute(TAKE, [scope])
    return int(cursor.fetchone()[0])
