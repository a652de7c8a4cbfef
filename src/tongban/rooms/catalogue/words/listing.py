"""目录里的一条、搜索命中、书架、表单核对的结果和导入的报告。"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.codes import FindingKind


@dataclass(frozen=True, slots=True)
class ListedItem:
    """目录里的一条：列表、书架和搜索结果上的事实；``promised_days`` 为工作日，0 表示当场办结。"""

    id: int
    code: str
    name: str
    region: str
    department_code: str
    department: str
    summary: str
    task_type: str
    on_the_spot: bool
    promised_days: int
    visits: int
    guide_incomplete: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """一个命中：条目和得分（0 起，越大越对；只在同一次搜索里可比）。"""

    item: ListedItem
    score: float

    @property
    def name(self) -> str:
        """事项名称。"""
        return self.item.name

    @property
    def code(self) -> str:
        """业务办理项编码。"""
        return self.item.code

    @property
    def department(self) -> str:
        """实施主体。"""
        return self.item.department

    @property
    def summary(self) -> str:
        """一句话说明。"""
        return self.item.summary

    @property
    def promised_days(self) -> int:
        """承诺工作日数。"""
        return self.item.promised_days


@dataclass(frozen=True, slots=True)
class Suggestion:
    """输入时的提示：可直接去办的事项。"""

    name: str
    code: str


class ShelfKind(Word):
    """书架的种类。"""

    THEME = "theme", "按主题"
    PERSON_THEME = "person_theme", "个人办事"
    ENTERPRISE_THEME = "enterprise_theme", "法人办事"
    LIFE_EVENT = "life_event", "按人生事件"
    DEPARTMENT = "department", "按部门"
    TARGET = "target", "按服务对象"


@dataclass(frozen=True, slots=True)
class Shelf:
    """一个书架：种类、代号、名称、条目数。"""

    kind: ShelfKind
    key: str
    name: str
    items: int


@dataclass(frozen=True, slots=True)
class Page:
    """一页条目；``after`` 非空时是下一页的起点。"""

    items: tuple[ListedItem, ...]
    after: str


@dataclass(frozen=True)
class Checked:
    """表单核对的结果：化好的值，和各栏的问题 ``{"staff.0.name": "请填写姓名"}``；没有问题才能提交。"""

    values: dict[str, Any] = field(repr=False)
    problems: dict[str, str]

    @property
    def ok(self) -> bool:
        """可以提交。"""
        return not self.problems


@dataclass(frozen=True)
class CheckedAnswers:
    """情形核对的结果：化好的回答 ``{问题: 选项}``（多选为元组），和各题的问题。"""

    answers: dict[str, str | tuple[str, ...]]
    problems: dict[str, str]

    @property
    def ok(self) -> bool:
        """每题都答了。"""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Finding:
    """导入时一行里发现的一个问题；``row`` 是文件里的行号（第一条数据为 1）。"""

    row: int
    kind: FindingKind
    says: str
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class ImportRow:
    """文件里的一行：行号、认得的要素（C0109 名称）、认不得的列名。"""

    row: int
    elements: Mapping[str, Any]
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """导入报告：读到、进入目录、隔离各几行；``imported`` = ``new`` + ``changed`` + ``unchanged``，两次导入相同。

    ``findings`` 是收下的行里的瑕疵，``reasons`` 是隔离的行的原因，每行至少一条。
    """

    read: int
    new: int
    changed: int
    unchanged: int
    quarantined: int
    findings: tuple[Finding, ...]
    reasons: tuple[Finding, ...]

    @property
    def imported(self) -> int:
        """进入目录的行数，包括本来就一样的。"""
        return self.new + self.changed + self.unchanged
