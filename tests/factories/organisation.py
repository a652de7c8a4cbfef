"""机构测试用的样品：X区的一角，三员和几个岗位。"""

from datetime import date, datetime, time
from pathlib import Path

from tongban import rooms
from tongban.foundation.clock import SHANGHAI
from tongban.foundation.identifiers import RegionLevel
from tongban.rooms.organisation import acts, queries
from tongban.rooms.organisation.words import (
    Appointment,
    DepartmentFacts,
    DepartmentKind,
    Grant,
    HallFacts,
    Installation,
    Officer,
    OfficerFacts,
    Organisation,
    PostFacts,
    RegionFacts,
    Role,
    ZoneFacts,
)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
SINCE = date(2024, 1, 1)
PROVINCE, CITY, COUNTY, TOWN = "990000000000", "990100000000", "990102000000", "990102001000"
NEIGHBOUR = "990122000000"
INSTALLER = Installation()
ADMINISTRATOR_POSTS = {
    Role.SYSTEM_ADMIN: "approval.system_admin",
    Role.SECURITY_ADMIN: "approval.security_admin",
    Role.AUDIT_ADMIN: "approval.audit_admin",
}


def region(code: str, name: str = "某地", unit: str = "区") -> RegionFacts:
    return RegionFacts(code=code, name=name, unit=unit, valid_from=SINCE)


def department(code: str, **changed: object) -> DepartmentFacts:
    facts = {
        "code": code,
        "name": f"X区{code}局",
        "document_word": "X行",
        "kind": DepartmentKind.GOVERNMENT,
        "level": RegionLevel.COUNTY,
        "region": COUNTY,
        "valid_from": SINCE,
    }
    return DepartmentFacts(**{**facts, **changed})  # type: ignore[arg-type]


def hall(code: str = "main") -> HallFacts:
    return HallFacts(
        code=code,
        name="X区政务服务中心",
        region=TOWN,
        address="文庙街1号",
        open_hours="工作日 09:00—12:00、13:30—17:00",
        sessions=((time(9), time(12)), (time(13, 30), time(17))),
        zones=(ZoneFacts("A", "商事登记"),),
    )


def post(code: str, role: Role, *, scope: tuple[str, ...] | None = (), at: str = COUNTY) -> PostFacts:
    return PostFacts(
        code=code,
        name=role.zh,
        role=role,
        department=code.split(".")[0],
        scope_region=at,
        scope_departments=scope,
    )


def person(staff_no: str, name: str = "某某", of: str = "approval") -> OfficerFacts:
    return OfficerFacts(staff_no=staff_no, name=name, login=staff_no, department=of)


def corner() -> Organisation:
    """X区的一角：两个部门、一个下属单位、一个大厅、三员和业务岗位；工号 1 系统、2 安全、3 审计、4 受理、5 无岗。"""
    held = dict(zip("123", ADMINISTRATOR_POSTS.values(), strict=True)) | {"4": "approval.intake"}
    return Organisation(
        regions=tuple(region(code) for code in (PROVINCE, CITY, COUNTY, NEIGHBOUR, TOWN)),
        departments=(
            department("approval"),
            department("market"),
            department("market_team", parent="market", kind=DepartmentKind.INSTITUTION),
        ),
        halls=(hall(),),
        posts=(
            *(post(code, role, scope=None) for role, code in ADMINISTRATOR_POSTS.items()),
            post("approval.intake", Role.INTAKE),
            post("approval.reviewer", Role.REVIEWER, scope=("market",)),
            post("market.decider", Role.DECIDER),
        ),
        officers=tuple(person(number, name) for number, name in zip("12345", "赵钱孙李周", strict=True)),
        appointments=tuple(Appointment(staff_no=number, post=code) for number, code in held.items()),
    )


def stand() -> None:
    """建起这一角。"""
    acts.load_organisation(facts=corner(), password=None, by=INSTALLER, at=AT)


def officer(staff_no: str) -> Officer:
    """此刻的工作人员，连同他的权。"""
    from tongban.rooms.organisation.models import Officer as Row

    found = queries.officer_of(account_id=Row.objects.get(staff_no=staff_no).account_id)
    assert found is not None
    return found


def holder(
    *roles: Role, at: str = COUNTY, departments: frozenset[str] | None = None, id: int = 99
) -> Officer:
    """纯值的工作人员，供规则测试。"""
    scope = tuple(Grant(role=role, regions=(at,), departments=departments) for role in roles)
    return Officer(id=id, staff_no=str(id), name="某某", department="approval", region=COUNTY, scope=scope)


def load_district() -> None:
    """The organisation of the demonstration district, whole, from the files that ship with the product."""
    folder = Path(rooms.__path__[0]) / "catalogue" / "content"
    facts = queries.organisation_files(folder=folder, county=COUNTY)
    acts.load_organisation(facts=facts, password=None, by=INSTALLER, at=AT)
