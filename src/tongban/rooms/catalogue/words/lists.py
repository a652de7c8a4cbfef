"""公布的清单：容缺、通办、高频、负面、责任、一件事、中介服务；一份清单是一份文件，公布后不再改动（纯值）。"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.codes import Need, TaskType


class ListKind(Word):
    """清单的种类；累加的各份同时有效，其余的新的一份代替旧的。"""

    TOLERANCE = "tolerance", "容缺受理事项清单"
    AGREEMENT = "agreement", "跨域通办协议"
    HIGH_FREQUENCY = "high_frequency", "高频通办事项清单"
    NEGATIVE = "negative", "不进驻大厅事项负面清单"
    DUTY = "duty", "承办审批事项责任清单"
    BUNDLE = "bundle", "一件事一次办事项清单"
    INTERMEDIARY = "intermediary", "法定行政审批中介服务清单"

    @property
    def adds_up(self) -> bool:
        """各批、各份同时有效。"""
        return self in (ListKind.TOLERANCE, ListKind.AGREEMENT)


class CrossMode(Word):
    """跨域通办的模式 (国办发〔2020〕35号)."""

    ONLINE = "online", "全程网办"
    RECEIVE_HERE = "receive_here_decide_there", "异地代收代办"
    TOGETHER = "together", "多地联办"


class Subject(Word):
    """一件事为谁办。"""

    ENTERPRISE = "enterprise", "企业"
    PERSON = "person", "个人"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """一份清单的文件头：哪个区划、第几批（份、版）、标题、文号、谁印发、何日公布、何日生效。"""

    region: str
    kind: ListKind
    number: int
    title: str
    document_no: str
    issued_by: tuple[str, ...]
    published_on: date
    effective_on: date

    @property
    def county(self) -> str:
        """区县六位代码，写在网址里。"""
        return self.region[:6]


@dataclass(frozen=True, slots=True)
class Unsound:
    """清单的一处不合规定：怎么不对，在哪一行（``(("items", 3),)``，文件头为空）、哪一列。"""

    says: str
    steps: tuple[tuple[str, int], ...] = ()
    name: str = ""

    def __str__(self) -> str:
        """给人看的一句话。"""
        return self.says


@dataclass(frozen=True, slots=True)
class SeenMaterial:
    """清单规则看一份材料：代号、名称、必要性、容缺补正期限（工作日）。"""

    key: str
    name: str
    need: Need
    tolerant_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenItem:
    """清单规则看一个在用事项：``key`` 是基本编码（没有的用业务办理项编码），``competent`` 是主管（划转前承办）部门。"""

    key: str
    code: str
    name: str
    organ: str
    department: str
    competent: str
    task_type: TaskType
    on_the_spot: bool
    promised_days: int
    materials: tuple[SeenMaterial, ...] = ()

    @property
    def system(self) -> str:
        """系统编码：基本编码第五、六位；没有基本编码的为空 (domain 1.3)."""
        return self.key[4:6] if len(self.key) == 12 else ""


@dataclass(frozen=True)
class Seen:
    """一天的在用事项，按基本编码和业务办理项编码都找得到。"""

    items: tuple[SeenItem, ...]
    _by: Mapping[str, SeenItem] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = {item.code: item for item in self.items} | {item.key: item for item in self.items}
        object.__setattr__(self, "_by", named)

    def get(self, written: str) -> SeenItem | None:
        """清单上写的编码是哪个事项；没有的为 None。"""
        return self._by.get(written)


@dataclass(frozen=True, slots=True)
class TolerantMaterial:
    """可以后补的一份材料和补正期限（工作日）；0 表示按材料自己的期限。"""

    key: str
    days: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class ToleranceEntry:
    """容缺清单的一行：哪个事项、哪些材料可以后补。"""

    item: str
    materials: tuple[TolerantMaterial, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerms:
    """一份协议：对方区县和它所在的市、签订日、有效期到哪天。"""

    partner: str
    partner_name: str
    city: str
    city_name: str
    signed_on: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """协议的一行：我方的事项、对方的编码（空即同一基本编码）、通办模式。"""

    item: str
    mode: CrossMode
    their_code: str = ""


@dataclass(frozen=True, slots=True)
class IntermediaryEntry:
    """中介服务清单的一行：什么服务、哪个部门的审批要它、依据哪一条。"""

    name: str
    department: str
    basis: str


@dataclass(frozen=True, slots=True)
class NegativeEntry:
    """负面清单的一行：什么事项、谁的、为什么不进大厅、到哪里办；目录之外的事务没有 ``item``。"""

    name: str
    department: str
    reason: str
    handled_at: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """责任清单的一行：哪个事项归哪个科室。"""

    item: str
    office: str


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """一件事：名称、为谁、牵头部门、由哪些事项组成。"""

    key: str
    name: str
    subject: Subject
    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """一份清单在目录页上的样子；``lines`` 是行数，``in_force`` 是这一天有没有效。"""

    head: ListHead
    lines: int
    in_force: bool

    @property
    def ended(self) -> bool:
        """已经生效过、如今被新的一份代替或者到期。"""
        return not self.in_force


@dataclass(frozen=True, slots=True)
class Column:
    """印出来的一列：表头和占的宽度（份额）。"""

    name: str
    share: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedList:
    """印出来的清单：文件头、前言、列、行（``codes`` 与行一一对应，有事项的可以点到事项）、页末说明。"""

    head: ListHead
    preamble: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """市内一个区县的通办覆盖：有没有有效的协议，还有哪些高频事项没有覆盖到。"""

    county: str
    name: str
    agreements: int
    missing: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """有有效的协议，高频事项都在里面。"""
        return self.agreements > 0 and not self.missing
