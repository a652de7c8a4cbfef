"""机构的规则：谁可以设机构、任免人员，代码怎么核对，三员为什么不能兼任 (pure: facts in, an event or a refusal out)."""

from collections.abc import Iterable
from datetime import date, datetime

from tongban.foundation.identifiers import parse_region_code, parse_uscc
from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.organisation.errors import (
    AdministratorsExclusive,
    AlreadyHolds,
    DoesNotHold,
    NotForYourself,
    NotYourOffice,
    OfficerIsDisabled,
    OfficerIsEnabled,
    RegionCodeWrong,
    TooDeep,
    UsccWrong,
)
from tongban.rooms.organisation.events import (
    DepartmentEstablished,
    HallOpened,
    OfficeEstablished,
    OfficerAppointed,
    OfficerDisabled,
    OfficerEnabled,
    OfficerRegistered,
    OfficerRelieved,
    PostCreated,
    RegionEstablished,
    RegionReplaced,
    WindowOpened,
)
from tongban.rooms.organisation.words import (
    ADMINISTRATORS,
    BUSINESS_DUTY,
    Actor,
    DepartmentFacts,
    HallFacts,
    OfficeFacts,
    OfficerFacts,
    OfficerRecord,
    PostFacts,
    RegionFacts,
    Role,
    WindowFacts,
)


def authorised(by: Actor, role: Role, *, region: str) -> None:
    """职权：须有这个角色，且管得到这个区划。 Refuses: NotYourOffice."""
    if not by.may(role, region=region):
        raise NotYourOffice(zh=role.zh)


def parent_of(region: str) -> str | None:
    """上级区划的代码；省级没有上级。

    Refuses: RegionCodeWrong.
    """
    code = parse_region_code(region)
    if code.problems or len(region) != 12 or code.value != region:
        why = code.problems[0].says if code.problems else "须为12位"
        raise RegionCodeWrong(why=why)
    return code.parent.twelve if code.parent else None


def level_of(region: str) -> str:
    """区划的级别代号，由 12 位代码末尾的零决定。 Source: GB/T 2260-2007 and the 12-digit statistical form."""
    return str(parse_region_code(region).level or "")


def establish_region(facts: RegionFacts, *, by: Actor, at: datetime) -> RegionEstablished:
    """设立区划。 Refuses: RegionCodeWrong, NotYourOffice."""
    parent = parent_of(facts.code)
    authorised(by, Role.SYSTEM_ADMIN, region=parent or facts.code)
    return RegionEstablished(
        region=facts.code, name=facts.name, level=level_of(facts.code), by=by.actor, at=at
    )


def replace_region(region: str, *, successor: str, on: date, by: Actor, at: datetime) -> RegionReplaced:
    """区划变更：原代码停用，由后继代码承接；管后继的岗位从此也管得到原代码下的旧档。 Refuses: NotYourOffice, RegionCodeWrong."""
    authorised(by, Role.SYSTEM_ADMIN, region=parent_of(region) or region)
    if successor == region:
        raise RegionCodeWrong(why="后继不能是它自己")
    return RegionReplaced(region=region, successor=successor, on=on, by=by.actor, at=at)


def establish_department(
    facts: DepartmentFacts, *, parent_is_top: bool, by: Actor, at: datetime
) -> DepartmentEstablished:
    """设立部门：有统一社会信用代码的须校验通过，下属单位之下不再设单位。 Refuses: NotYourOffice, UsccWrong, TooDeep.

    The region inside the code is that of registration and is never compared with the department's own.
    """
    authorised(by, Role.SYSTEM_ADMIN, region=facts.region)
    if facts.uscc and (problems := parse_uscc(facts.uscc).problems):
        raise UsccWrong(why=problems[0].says)
    if not parent_is_top:
        raise TooDeep
    return DepartmentEstablished(
        department=facts.code,
        name=facts.name,
        department_kind=facts.kind,
        level=facts.level,
        region=facts.region,
        uscc=facts.uscc,
        by=by.actor,
        at=at,
    )


def establish_office(facts: OfficeFacts, *, region: str, by: Actor, at: datetime) -> OfficeEstablished:
    """设立科室；``region`` 是其部门的区划。 Refuses: NotYourOffice."""
    authorised(by, Role.SYSTEM_ADMIN, region=region)
    return OfficeEstablished(department=facts.department, name=facts.name, by=by.actor, at=at)


def open_hall(facts: HallFacts, *, by: Actor, at: datetime) -> HallOpened:
    """启用大厅和它的分区。 Refuses: NotYourOffice."""
    authorised(by, Role.SYSTEM_ADMIN, region=facts.region)
    zones = tuple(zone.letter for zone in facts.zones)
    return HallOpened(hall=facts.code, name=facts.name, region=facts.region, zones=zones, by=by.actor, at=at)


def open_window(facts: WindowFacts, *, region: str, by: Actor, at: datetime) -> WindowOpened:
    """设立窗口；``region`` 是大厅的区划。 Refuses: NotYourOffice."""
    authorised(by, Role.SYSTEM_ADMIN, region=region)
    return WindowOpened(
        hall=facts.hall,
        number=facts.number,
        name=facts.name,
        window_kind=facts.kind,
        department=facts.department,
        zone=facts.zone,
        by=by.actor,
        at=at,
    )


def create_post(facts: PostFacts, *, by: Actor, at: datetime) -> PostCreated:
    """设置岗位：角色和数据范围由安全管理员定，范围不得超出他自己的。 Refuses: NotYourOffice, RegionCodeWrong."""
    parent_of(facts.scope_region)
    authorised(by, Role.SECURITY_ADMIN, region=facts.scope_region)
    return PostCreated(
        post=facts.code,
        name=facts.name,
        role=facts.role,
        department=facts.department,
        office=facts.office,
        scope_region=facts.scope_region,
        scope_departments=facts.scope_departments,
        by=by.actor,
        at=at,
    )


def duty_of(role: Role) -> str:
    """职责类别：三员各是一类，其余都是业务；一个人只能有一类。"""
    return role.value if role in ADMINISTRATORS else BUSINESS_DUTY


def exclusive(roles: Iterable[Role]) -> bool:
    """三员互斥：这些角色能不能由一个人担任。 Law: GB/T 22239-2019 §8 (三权分立)."""
    return len({duty_of(role) for role in roles}) <= 1


def register_officer(
    facts: OfficerFacts, *, officer_id: int, region: str, by: Actor, at: datetime
) -> OfficerRegistered:
    """登记工作人员并开立账号；``region`` 是其部门的区划。 Refuses: NotYourOffice."""
    authorised(by, Role.SYSTEM_ADMIN, region=region)
    return OfficerRegistered(
        officer=officer_id,
        staff_no=facts.staff_no,
        name=facts.name,
        department=facts.department,
        by=by.actor,
        at=at,
    )


def _law_date(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _another(by: Actor, officer: OfficerRecord) -> None:
    if by.actor == f"officer:{officer.id}":
        raise NotForYourself


def appoint(officer: OfficerRecord, post: PostFacts, *, by: Actor, at: datetime) -> OfficerAppointed:
    """任职：由安全管理员任命他人，即时生效；账号须启用，三员不得与任何其他角色并存。

    Refuses: NotYourOffice, NotForYourself, OfficerIsDisabled, AlreadyHolds, AdministratorsExclusive.
    """
    authorised(by, Role.SECURITY_ADMIN, region=post.scope_region)
    _another(by, officer)
    if not officer.enabled:
        raise OfficerIsDisabled
    if post.code in officer.posts:
        raise AlreadyHolds
    if not exclusive([*officer.posts.values(), post.role]):
        raise AdministratorsExclusive
    return OfficerAppointed(
        officer=officer.id, post=post.code, role=post.role, held_from=_law_date(at), by=by.actor, at=at
    )


def relieve(
    officer: OfficerRecord, post: PostFacts, *, reason: str, by: Actor, at: datetime
) -> OfficerRelieved:
    """免职：即时生效。 Refuses: NotYourOffice, NotForYourself, DoesNotHold."""
    authorised(by, Role.SECURITY_ADMIN, region=post.scope_region)
    _another(by, officer)
    if post.code not in officer.posts:
        raise DoesNotHold
    return OfficerRelieved(
        officer=officer.id,
        post=post.code,
        role=post.role,
        held_to=_law_date(at),
        reason=reason,
        by=by.actor,
        at=at,
    )


def disable_officer(officer: OfficerRecord, *, reason: str, by: Actor, at: datetime) -> OfficerDisabled:
    """停用：账号同时停用，其会话在下一次请求失效。 Refuses: NotYourOffice, NotForYourself, OfficerIsDisabled."""
    authorised(by, Role.SYSTEM_ADMIN, region=officer.region)
    _another(by, officer)
    if not officer.enabled:
        raise OfficerIsDisabled
    return OfficerDisabled(officer=officer.id, reason=reason, by=by.actor, at=at)


def enable_officer(officer: OfficerRecord, *, reason: str, by: Actor, at: datetime) -> OfficerEnabled:
    """启用：账号一并恢复，岗位仍是原来的。 Refuses: NotYourOffice, NotForYourself, OfficerIsEnabled."""
    authorised(by, Role.SYSTEM_ADMIN, region=officer.region)
    _another(by, officer)
    if officer.enabled:
        raise OfficerIsEnabled
    return OfficerEnabled(officer=officer.id, reason=reason, by=by.actor, at=at)
