"""机构室的词语与事实：角色、机构种类、窗口种类，以及楼上各室拿到的工作人员 (roles and the frozen officer)."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Protocol

from tongban.foundation.identifiers import RegionCode, RegionLevel
from tongban.foundation.word import Word


class Role(Word):
    """角色：岗位带来的权，人随岗得。"""

    INTAKE = "intake", "受理"
    REVIEWER = "reviewer", "审查"
    DECIDER = "decider", "决定"
    ISSUER = "issuer", "制证"
    GUIDE = "guide", "导服"
    HALL_MANAGER = "hall_manager", "大厅值班长"
    SUPERVISOR = "supervisor", "电子监察"
    DIRECTOR = "director", "中心主任"
    LEADER = "leader", "区领导"
    CATALOGUE_ADMIN = "catalogue_admin", "事项管理员"
    DATA_OFFICER = "data_officer", "首席数据官"
    ENTERPRISE_OFFICER = "enterprise_officer", "助企专员"
    ENFORCER = "enforcer", "监管执法"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""三员：互不兼任，也不兼办业务 (GB/T 22239-2019 §8 三权分立)."""

BUSINESS_DUTY = "business"
"""职责类别：不是三员的一律为业务。"""


class DepartmentKind(Word):
    """机构性质：实施主体不限于政府部门。"""

    GOVERNMENT = "government", "政府部门"
    PARTY = "party", "党委机构"
    BRANCH = "branch", "派出机关"
    VERTICAL = "vertical", "垂直管理机构"
    MASS = "mass", "群团组织"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "企业"


class WindowKind(Word):
    """窗口种类 (domain 4.1)."""

    COMPREHENSIVE = "comprehensive", "综合受理"
    SPECIAL = "special", "专业"
    ISSUING = "issuing", "出件"
    HELP = "help", "帮办"
    UNSOLVED = "unsolved", "办不成事"
    CROSS_REGION = "cross_region", "跨域通办"
    POLICY = "policy", "惠企政策"
    BUNDLE = "bundle", "一件事"
    ELDER = "elder", "老年绿色"


class Employment(Word):
    """用工形式：人随编走只及在编人员。"""

    ESTABLISHED = "established", "在编"
    CONTRACT = "contract", "聘用"
    SECONDED = "seconded", "借调"


class Actor(Protocol):
    """经手人：事件里的落款，和他有没有某项权。"""

    @property
    def actor(self) -> str:
        """落款，如 ``officer:12``。"""

    def may(self, role: Role, *, region: str | None = None, department: str | None = None) -> bool:
        """有没有这项权。"""


@dataclass(frozen=True, slots=True)
class Grant:
    """一个岗位给的权：角色，和它管到的区划（连同下级）与部门。

    ``regions`` 12-digit codes: the post's own and those that became part of it; ``departments`` codes, ``None`` means all.
    """

    role: Role
    regions: tuple[str, ...]
    departments: frozenset[str] | None

    def covers(self, *, region: str | None = None, department: str | None = None) -> bool:
        """管不管得到：区划在其下，部门在其列；不问的一项不论。"""
        asked = RegionCode(region) if region is not None else None
        inside = asked is None or any(asked.within(RegionCode(code)) for code in self.regions)
        return inside and (department is None or self.departments is None or department in self.departments)


@dataclass(frozen=True, slots=True)
class Officer:
    """工作人员：此刻在任的人和他的全部权，是规则里 ``by`` 的那个值。"""

    id: int
    staff_no: str
    name: str
    department: str
    region: str
    scope: tuple[Grant, ...]

    @property
    def actor(self) -> str:
        """落款，写进事件的经手人。"""
        return f"officer:{self.id}"

    @property
    def roles(self) -> frozenset[Role]:
        """担任的全部角色。"""
        return frozenset(grant.role for grant in self.scope)

    def may(self, role: Role, *, region: str | None = None, department: str | None = None) -> bool:
        """有没有这项权：某一个岗位给的角色，其范围管得到这个区划（连同下级）和部门。"""
        return any(
            grant.role is role and grant.covers(region=region, department=department) for grant in self.scope
        )


@dataclass(frozen=True, slots=True)
class Installation:
    """安装程序：还没有任何管理员时，由它建起第一批机构和三员；只在命令行里出现。"""

    actor: str = "system:install"

    def may(self, role: Role, *, region: str | None = None, department: str | None = None) -> bool:
        """建机构、任三员都可以；业务一概不可以。"""
        return role in ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """区划：12 位代码、名称、称谓（区、街道、村……）和起用日。"""

    code: str
    name: str
    unit: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """部门：代号（本系统内不变）、名称、机关代字、性质、级别、统一社会信用代码和救济途径。"""

    code: str
    name: str
    document_word: str
    kind: DepartmentKind
    level: RegionLevel
    region: str
    valid_from: date
    uscc: str = ""
    parent: str = ""
    system_code: str = ""
    duty: str = ""
    consult_phone: str = ""
    complain_phone: str = ""
    review_organ: str = ""
    court: str = ""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """科室：属于哪个部门、叫什么。"""

    department: str
    name: str


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """分区：字母（也是票号首字母）、名称、位置。"""

    letter: str
    name: str
    floor: str = ""


@dataclass(frozen=True, slots=True)
class HallFacts:
    """大厅：代号、名称、所在区划、地址、开放时间（文字与工作日钟点）和分区。"""

    code: str
    name: str
    region: str
    address: str
    open_hours: str
    sessions: tuple[tuple[time, time], ...] = ()
    phone: str = ""
    zones: tuple[ZoneFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """窗口：在哪个大厅几号、哪个分区、归哪个部门、什么种类；``group`` 是事项清单里的窗口组代号。"""

    hall: str
    number: str
    name: str
    kind: WindowKind
    department: str
    zone: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class PostFacts:
    """岗位：角色、部门（或其科室）和数据范围；``scope_departments`` 为 None 指范围区划内全部部门。"""

    code: str
    name: str
    role: Role
    department: str
    scope_region: str
    scope_departments: tuple[str, ...] | None = ()
    office: str = ""


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """工作人员的登记内容：工号、姓名、登录名、部门、用工形式。"""

    staff_no: str
    name: str
    login: str
    department: str
    employment: Employment = Employment.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Appointment:
    """任职：谁（工号）任哪个岗位。"""

    staff_no: str
    post: str


@dataclass(frozen=True, slots=True)
class OfficerRecord:
    """在册的工作人员：连同停用与否和现任的岗位 ``{岗位代号: 角色}``，供规则判断。"""

    id: int
    staff_no: str
    name: str
    department: str
    region: str
    enabled: bool
    posts: dict[str, Role] = field(hash=False)


@dataclass(frozen=True, slots=True)
class EarlierMove:
    """补记的一次划转：谁（工号）哪天随哪个文件从哪个部门来。"""

    staff_no: str
    left: str
    on: date
    ground: str


@dataclass(frozen=True, slots=True)
class Moved:
    """随事项划转了的一个人：姓名、用工形式、从哪个部门到哪个部门、哪天。"""

    staff_no: str
    name: str
    employment: Employment
    from_department: str
    to_department: str
    on: date


@dataclass(frozen=True, slots=True)
class Organisation:
    """一整套机构，供一次装入。"""

    regions: tuple[RegionFacts, ...] = ()
    departments: tuple[DepartmentFacts, ...] = ()
    offices: tuple[OfficeFacts, ...] = ()
    halls: tuple[HallFacts, ...] = ()
    windows: tuple[WindowFacts, ...] = ()
    posts: tuple[PostFacts, ...] = ()
    officers: tuple[OfficerFacts, ...] = ()
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True)
class HallCounts:
    """一个区县的大厅的数：有窗口的单位、窗口。"""

    units: int
    windows: int
