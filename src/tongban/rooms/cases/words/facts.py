"""事实：规则据以判断的值，不含个人信息。"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tongban.rooms.cases.words.states import CaseState, Hand, MaterialSource, MaterialState
from tongban.rooms.catalogue.words import Period

SUPPLEMENT_DAYS = 30  # natural days; the district may set another (domain.md 2.3 K8)
ISSUE_WORKDAYS = 10  # 行政许可法 第四十四条
ACCEPT_WORKDAYS_AT_MOST = 5  # 行政许可法 第三十二条第一款第四项
LONGEST_TEXT = 2_000  # characters of a reason, an opinion or a defect: what fits a document of a few pages


@dataclass(frozen=True, kw_only=True)
class Actor:
    """经手人：事件里的写法、能用哪些手、（工作人员的）辖区由 acts 先行核对。"""

    ref: str
    hands: frozenset[Hand]


CLOCK_ACTOR = Actor(ref="system:clock", hands=frozenset({Hand.CLOCK}))


@dataclass(frozen=True, kw_only=True)
class Typed:
    """一次保存：页面打开时的修订号，改了的栏（路径到值），改了的情形回答。"""

    based_on: int
    changes: Mapping[str, Any] = field(repr=False)
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MaterialLine:
    """办件里的一份材料：``round`` 是第几轮交来的（0 为申请时，1 为第一次补正……）；``digest`` 为空即没有文件。"""

    key: str
    name: str
    source: str = ""
    state: str = ""
    digest: str = ""
    file_name: str = ""
    kind: str = ""
    size: int = 0
    defect: str = ""
    round: int = 0
    handed_in_at: datetime | None = None

    @property
    def is_received(self) -> bool:
        """交了没有：有来源就是交了（需要补正的除外）。"""
        return bool(self.source) and not self.is_defective

    @property
    def is_defective(self) -> bool:
        """需要补正。"""
        return self.state == MaterialState.DEFECTIVE

    @property
    def awaits_register(self) -> bool:
        """等着向有关部门的数据核验：不用申请人交，可谁也还没有见到。"""
        return self.source == MaterialSource.SHARED and self.state == MaterialState.HANDED_IN

    @property
    def source_zh(self) -> str:
        """怎么交的。"""
        return MaterialSource.of(self.source).zh if self.source else "未交"

    @property
    def state_zh(self) -> str:
        """现在怎样。"""
        if self.awaits_register:
            return "待核验"
        return MaterialState.of(self.state).zh if self.state else "未交"


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """办件事实：规则据以判断的全部东西，不含个人信息；``round`` 是已经补正过几次。

    ``listed``: whether the item may be accepted under the licence list of the day (true of whatever is no licence).
    """

    case_no: str
    item_code: str
    item_name: str
    version_id: int
    applicant: str
    department_code: str
    region: str
    channel: str
    state: CaseState
    on_the_spot: bool
    received_on: date
    accept_by: date
    accept_days: int
    promised: Period
    statutory: Period
    has_result: bool = True
    round: int = 0
    accepted_on: date | None = None
    due_on: date | None = None
    statutory_due_on: date | None = None
    supplement_by: date | None = None
    reviewed_by: str = ""
    listed: bool = True
    required: frozenset[str] = frozenset()
    materials: tuple[MaterialLine, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """材料代号到名称。"""
        return {m.key: m.name for m in self.materials}

    @property
    def received(self) -> frozenset[str]:
        """交了的。"""
        return frozenset(m.key for m in self.materials if m.is_received)

    @property
    def missing(self) -> frozenset[str]:
        """还差的：应交未交的，和交了但需要补正的。"""
        defective = {m.key for m in self.materials if m.is_defective}
        return (self.required - self.received) | defective

    @property
    def askable(self) -> tuple[MaterialLine, ...]:
        """还可以要求补正的材料：第一次是清单内的全部，以后只有这一轮新交的 (domain.md 2.2 G1、G2)."""
        return tuple(m for m in self.materials if not self.round or m.round == self.round)
