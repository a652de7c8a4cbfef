"""事项版本：一个事项在某一次发布时的全部要素（纯值，发布后不再改动）。"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tongban.rooms.calendar.words import TimeUnit, in_workdays
from tongban.rooms.catalogue.words.codes import (
    FieldKind,
    HandleType,
    ItemState,
    MaterialSource,
    Need,
    OnlineLevel,
    ProjectType,
    ResultKind,
    ServiceTarget,
    TaskType,
)

SAYS_GENERATED = re.compile("系统生成|自动生成")
"""填报须知里说这份材料由系统依表单生成的写法；有表格名称的才真的不用交，检查规则 TB620 管着。"""


@dataclass(frozen=True, slots=True)
class Period:
    """期限：数目和单位；0 表示法律没有规定，或者当场办结。"""

    amount: int
    unit: TimeUnit = TimeUnit.WORKDAY

    @property
    def workdays(self) -> Fraction:
        """折算工作日，只用于比较长短 (source: domain 1.8)."""
        return in_workdays(self.amount, self.unit)

    @property
    def zh(self) -> str:
        """印出来的期限。"""
        return f"{self.amount}个{self.unit.zh}" if self.amount else "当场办结"


@dataclass(frozen=True, slots=True)
class Law:
    """设定依据的一条。"""

    law: str
    article: str
    says: str
    doc_no: str = ""
    organ: str = ""
    in_force: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """申请材料：一份清单上公布的材料及其受理标准。"""

    key: str
    name: str
    need: Need
    source: MaterialSource
    order: int
    base: bool
    accept_stand: tuple[str, ...] = ()
    fill_explain: str = ""
    basis: str = ""
    issuing_org: str = ""
    share_api: str = ""
    form_name: str = ""
    original_num: int = 0
    copy_num: int = 0
    paper: bool = True
    electronic: bool = True
    tolerant_days: int = 0
    tolerant_effect: str = ""

    @property
    def made_by_system(self) -> bool:
        """由系统依表单生成，申请人不必另行上传。"""
        return bool(self.form_name) and bool(SAYS_GENERATED.search(self.fill_explain))

    @property
    def shared(self) -> bool:
        """可以共享核验，核验成功免提交。"""
        return bool(self.share_api)

    @property
    def by_mandate(self) -> bool:
        """平台上登记的委托可以代替它：清单上这样写明的授权委托书。"""
        return self.form_name == "授权委托书" and "委托免提交" in self.fill_explain


@dataclass(frozen=True, slots=True)
class Option:
    """一个选项；情形的选项会增减材料 (``adds``, ``removes`` are material keys)；``ends`` 不空即不必办，说去向。"""

    key: str
    label: str
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    says: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """情形问题：``many`` 为真可以多选。"""

    key: str
    ask: str
    many: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """显示条件：``name`` 栏（或情形问题）的值在 ``literals`` 之中；``negated`` 为真则不在其中。"""

    name: str
    literals: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """表单的一栏；``repeat`` 的 ``fields`` 是每一组的栏目，``minimum``/``maximum`` 是组数，日期的是到办理那天满几年。"""

    name: str
    label: str
    kind: FieldKind
    required: bool = False
    prefill: str = ""
    max_len: int = 0
    hint: str = ""
    unit: str = ""
    basis: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    options: tuple[Option, ...] = ()
    show_when: Condition | None = None
    fields: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """表单的一节。"""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """办理流程的一环；``post`` 为岗位 (applicant, intake, reviewer, decider, maker)，``department`` 空的由实施主体办。"""

    name: str
    days: int
    post: str
    says: str
    unit: TimeUnit = TimeUnit.WORKDAY
    special: bool = False
    department: str = ""

    @property
    def workdays(self) -> Fraction:
        """折算工作日；特别程序不计入办理期限 (行政许可法 第四十五条)."""
        return Fraction(0) if self.special else in_workdays(self.days, self.unit)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """结果样本的一行；``source`` 如 ``form.x``、``case.y``、``organ.name``、``answer.z``，加引号的是定文。"""

    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Result:
    """审批结果：证照、批文等及其样本；``years`` 为 0 时看表单的 ``years_field`` 栏，再看 ``until``。"""

    name: str
    kind: ResultKind
    template: tuple[ResultLine, ...]
    cert_type_code: str = ""
    years: int = 0
    years_field: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """收费项目；``counted`` 是算法（见 ``rules.fees``），没有写的由窗口核定。"""

    name: str
    standard: str
    basis: str
    reduced: bool = False
    reduced_says: str = ""
    counted: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Faq:
    """常见问题。"""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Place:
    """办理地点、时间和电话。"""

    address: str = ""
    hours: str = ""
    hall: str = ""
    window_group: str = ""
    consult_phone: str = ""
    complain_phone: str = ""
    in_towns: bool = False
    lower_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedies:
    """救济：复议机关和期限（日）、管辖法院和起诉期限（月）。"""

    review_organ: str = "本级人民政府"
    review_days: int = 60
    court: str = "有管辖权的人民法院"
    suit_months: int = 6
    review_address: str = ""
    review_phone: str = ""

    @property
    def review_at(self) -> str:
        """复议机关在哪里、电话多少；没有写的为空。"""
        return "，".join(
            filter(None, (self.review_address, self.review_phone and f"电话{self.review_phone}"))
        )


@dataclass(frozen=True, eq=False)
class Version:
    """事项版本：办这件事要知道的一切。以同一性比较（一个版本在进程里只有一份，编好的校验器挂在它名下）。

    ``statutory_days``/``promised_days`` 是折算后的工作日整数；原数和单位在 ``statutory``/``promised``。
    """

    id: int
    number: int
    code: str
    name: str
    region: str
    department: str
    department_code: str
    organ_name: str
    organ_short: str
    task_type: TaskType
    state: ItemState
    project_type: ProjectType
    targets: tuple[ServiceTarget, ...]
    handle_types: tuple[HandleType, ...]
    statutory: Period
    promised: Period
    accept_limit_days: int
    visits: int
    online: bool
    level: OnlineLevel
    materials: tuple[Material, ...]
    situations: tuple[Question, ...]
    form: tuple[Section, ...]
    steps: tuple[Step, ...]
    results: tuple[Result, ...]
    place: Place
    remedies: Remedies
    guide_incomplete: bool = False
    statutory_says: str = ""
    promised_says: str = ""
    visits_say: str = ""
    plain_words: str = ""
    aliases: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    person_themes: tuple[str, ...] = ()
    enterprise_themes: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    conditions: tuple[str, ...] = ()
    faq: tuple[Faq, ...] = ()
    fees: tuple[Fee, ...] = ()
    fee_basis: str = ""
    pledge: bool = False
    tolerant: bool = False
    undertaken_by: str = ""
    main_item: str = ""
    set_level: str = ""
    licence_no: str = ""
    quantity_limit: str = ""
    by_post: bool = False
    bookable: bool = False
    at_terminals: bool = False
    planned_effective: date | None = None
    planned_cancel: date | None = None
    example: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def is_licence(self) -> bool:
        """行政许可事项。"""
        return self.task_type is TaskType.LICENCE

    @property
    def on_the_spot(self) -> bool:
        """即办件：当场受理、当场办结。"""
        return self.project_type is ProjectType.ON_THE_SPOT

    @property
    def statutory_days(self) -> int:
        """法定时限折算的工作日（向下取整）；0 表示法律没有规定。"""
        return int(self.statutory.workdays)

    @property
    def promised_days(self) -> int:
        """承诺时限折算的工作日（向下取整）；0 表示当场办结。"""
        return int(self.promised.workdays)

    @property
    def for_person(self) -> bool:
        """个人可办。"""
        return ServiceTarget.PERSON in self.targets

    @property
    def for_enterprise(self) -> bool:
        """企业和其他组织可办。"""
        return any(target is not ServiceTarget.PERSON for target in self.targets)

    @property
    def has_fee(self) -> bool:
        """收费。"""
        return bool(self.fees)

    @property
    def fields(self) -> tuple[Field, ...]:
        """全部栏目，按表单顺序，不分节。"""
        return tuple(each for section in self.form for each in section.fields)


@dataclass(frozen=True, eq=False)
class BareForm:
    """只有表单的一张表：不是事项，却用事项表单的栏目（设计器自己的小表）。"""

    form: tuple[Section, ...]
    situations: tuple[Question, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """全部栏目，按表单顺序，不分节。"""
        return tuple(each for section in self.form for each in section.fields)
