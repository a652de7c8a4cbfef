"""表册里的一张表，和读表册时发现的一处毛病。"""

from collections.abc import Sequence
from dataclasses import dataclass

from tongban.foundation.word import Word

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """一张表：``path`` 是它在内容里的地方（第一张为空），``codes`` 是各列的代号和种类，``rows`` 与列一样宽。"""

    name: str
    path: str
    heads: Sequence[str]
    codes: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    first_row: int = 3


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """一处毛病：哪张表第几行哪一列，怎么不对；``row`` 与电子表格里看到的行号一样，0 是整张表。"""

    sheet: str
    row: int
    column: str
    says: str

    def __str__(self) -> str:
        """写成一句话。"""
        where = f"“{self.sheet}”" + (f"第{self.row}行" if self.row else "")
        return f"{where}{f'“{self.column}”' if self.column else ''}：{self.says}"


@dataclass(frozen=True)
class WorkbookReport:
    """导入表册的结果：新的、改了的、没有变的各几条。"""

    new: int
    changed: int
    unchanged: int


class BookKind(Word):
    """一种表册：哪一种公布的清单写在里面。"""

    LICENCE_LIST = "licence_list", "行政许可事项清单"
    TOLERANCE = "tolerance", "容缺受理事项清单"
    AGREEMENT = "agreement", "跨域通办协议"
    HIGH_FREQUENCY = "high_frequency", "高频通办事项清单"
    NEGATIVE = "negative", "不进驻大厅事项负面清单"
    DUTY = "duty", "承办审批事项责任清单"
    BUNDLE = "bundle", "一件事一次办事项清单"
    INTERMEDIARY = "intermediary", "法定行政审批中介服务清单"
    TRANSFER = "transfer", "事项划转批次"
