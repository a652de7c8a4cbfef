"""机构的查询：登录的是哪位工作人员、有什么权；区划的上下级、部门、窗口、岗位。"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from django.db import connection

from tongban.foundation.identifiers import RegionLevel, parse_region_code
from tongban.foundation.written import read_yaml
from tongban.rooms.organisation import models
from tongban.rooms.organisation.errors import ContentUnreadable
from tongban.rooms.organisation.rules import reading
from tongban.rooms.organisation.words import (
    DepartmentFacts,
    Employment,
    Grant,
    HallCounts,
    HallFacts,
    Moved,
    Officer,
    OfficerFacts,
    Organisation,
    Role,
    WindowFacts,
)

# One statement a request: the officer, his posts in force, each with the regions and departments it reaches.
# A post reaches its region and whatever became part of it; a department is reached together with its subordinates.
OFFICER_OF = """
    SELECT o.id, o.staff_no, o.name, d.code, d.region_id, ARRAY(
        SELECT jsonb_build_object(
            'role', p.role,
            'regions', ARRAY(
                WITH RECURSIVE reached (code) AS (
                    SELECT p.scope_region_id
                    UNION SELECT r.code FROM organisation_region r JOIN reached ON r.successor_id = reached.code)
                SELECT code FROM reached ORDER BY code),
            'departments', CASE WHEN NOT p.all_departments THEN ARRAY(
                SELECT DISTINCT s.code FROM organisation_post_scope_departments x
                JOIN organisation_department s ON s.id = x.department_id OR s.parent_id = x.department_id
                WHERE x.post_id = p.id) END)::text
        FROM organisation_holding h JOIN organisation_post p ON p.id = h.post_id
        WHERE h.officer_id = o.id AND h.held_to IS NULL ORDER BY p.code)
    FROM organisation_officer o
    JOIN accounts_account a ON a.id = o.account_id
    JOIN organisation_department d ON d.id = o.department_id
    WHERE o.account_id = %s AND o.enabled AND a.is_active
"""


# For whoever reads the account ``a`` in a statement of his own: whether it is an officer's who is in office.
STAFF_TOLD = (
    "EXISTS (SELECT FROM organisation_officer o WHERE o.account_id = a.id AND o.enabled AND a.is_active)"
)
# For a room above that tells in a statement of its own who did something: the name behind ``officer:12``, or null.
NAME_OF_ACTOR = """(SELECT named.name FROM organisation_officer named
    WHERE named.id = nullif(split_part({actor}, 'officer:', 2), '')::bigint)"""


def officer_of(*, account_id: int) -> Officer | None:
    """登录的是哪位工作人员；不是工作人员、已停用的，一律没有 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(OFFICER_OF, [account_id])
        found = cursor.fetchone()
    if found is None:
        return None
    number, staff_no, name, department, region, grants = found
    scope = tuple(_grant(grant) for grant in grants)
    return Officer(number, staff_no, name, department, region, scope)


def names_of(*, actors: Iterable[str]) -> dict[str, str]:
    """这些落款（``officer:12``）是谁：``{落款: 姓名}``；不是工作人员的不在其中 (one statement)."""
    numbers = [a.removeprefix("officer:") for a in actors if a.startswith("officer:")]
    found = models.Officer.objects.filter(pk__in=[n for n in numbers if n.isdigit()])
    return {f"officer:{number}": name for number, name in found.values_list("pk", "name")}


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """任过的一个岗位：哪个单位、叫什么、从哪天到哪天（没有免职的为空）。"""

    unit: str
    post: str
    held_from: date
    held_to: date | None

    def on(self, day: date) -> bool:
        """那一天在任（任职日、免职日都算）。"""
        return self.held_from <= day and (self.held_to is None or day <= self.held_to)


def offices_of(*, actors: Iterable[str]) -> dict[str, tuple[OfficeHeld, ...]]:
    """这些落款（``officer:12``）任过的岗位，不说姓名；不是工作人员的不在其中 (one statement)."""
    numbers = [n for a in actors if a.startswith("officer:") and (n := a.removeprefix("officer:")).isdigit()]
    rows = models.Holding.objects.filter(officer_id__in=numbers).select_related("post__department")
    found: dict[str, tuple[OfficeHeld, ...]] = {}
    for row in rows.order_by("held_from", "post__code"):
        held = OfficeHeld(row.post.department.name, row.post.name, row.held_from, row.held_to)
        found[f"officer:{row.officer_id}"] = (*found.get(f"officer:{row.officer_id}", ()), held)
    return found


def _grant(text: str) -> Grant:
    found = json.loads(text)
    departments = found["departments"]
    return Grant(
        role=Role.of(found["role"]),
        regions=tuple(found["regions"]),
        departments=None if departments is None else frozenset(departments),
    )


@dataclass(frozen=True)
class RegionView:
    """区划：代码、名称、称谓、级别、上级、起止和后继。"""

    code: str
    name: str
    unit: str
    level: RegionLevel
    parent: str
    valid_from: date
    valid_to: date | None
    successor: str


def region(*, code: str) -> RegionView:
    """一个区划。 Refuses: NoSuchRegion."""
    return _view(models.Region.known(code))


def region_subtree(*, code: str) -> list[RegionView]:
    """一个区划和它的全部下级，按代码先后；停用的也在内，看 ``valid_to`` (one statement, by prefix)."""
    parsed = parse_region_code(code)
    rows = models.Region.objects.filter(code__startswith=code.rstrip("0")).order_by("code")
    return [_view(row) for row in rows if parse_region_code(row.code).within(parsed)]


def _view(row: models.Region) -> RegionView:
    parent = parse_region_code(row.code).parent
    return RegionView(
        code=row.code,
        name=row.name,
        unit=row.unit,
        level=RegionLevel.of(row.level),
        parent=parent.twelve if parent else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor=row.successor_id or "",
    )


def department(*, code: str) -> DepartmentFacts:
    """一个部门。 Refuses: NoSuchDepartment."""
    return models.Department.known(code).facts()


def departments(*, region: str) -> list[DepartmentFacts]:
    """区划里现有的部门，按代号 (one statement)."""
    rows = models.Department.objects.select_related("parent").filter(region_id=region, valid_to__isnull=True)
    return [row.facts() for row in rows.order_by("id")]


def halls(*, region: str) -> list[HallFacts]:
    """一个区划的大厅，按代号 (one statement; without their zones)."""
    rows = models.Hall.objects.filter(region__code=region).order_by("code")
    return [
        HallFacts(
            code=row.code,
            name=row.name,
            region=region,
            address=row.address,
            open_hours=row.open_hours,
            phone=row.phone,
        )
        for row in rows
    ]


def windows(*, hall: str) -> list[WindowFacts]:
    """大厅的窗口，按窗口号 (one statement)."""
    rows = models.Window.objects.select_related("hall", "department", "zone").filter(hall__code=hall)
    return [row.facts() for row in rows.order_by("number")]


def window_groups(*, region: str) -> frozenset[str]:
    """一个区县各大厅的窗口组 (one statement)."""
    rows = models.Window.objects.filter(hall__region__code__startswith=region[:6]).exclude(group="")
    return frozenset(rows.values_list("group", flat=True).distinct())


HALL_COUNTS = """
    SELECT count(DISTINCT w.department_id), count(*) FROM organisation_window w
    JOIN organisation_hall h ON h.id = w.hall_id WHERE left(h.region_id, 6) = left(%s, 6)
"""


def hall_counts(*, region: str) -> HallCounts:
    """区县各大厅里有窗口的单位数和窗口数；一个窗口只归一个单位 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(HALL_COUNTS, [region])
        return HallCounts(*cursor.fetchone())


@dataclass(frozen=True)
class HeldPost:
    """任过的岗位；``held_to`` 为空即现任。"""

    post: str
    name: str
    role: Role
    held_from: date
    held_to: date | None


def posts_of(*, staff_no: str) -> list[HeldPost]:
    """一位工作人员历任和现任的岗位，先后为序 (one statement)."""
    rows = models.Holding.objects.select_related("post").filter(officer__staff_no=staff_no)
    return [
        HeldPost(
            post=row.post.code,
            name=row.post.name,
            role=Role.of(row.post.role),
            held_from=row.held_from,
            held_to=row.held_to,
        )
        for row in rows.order_by("held_from", "id")
    ]


def moved(*, ground: str) -> list[Moved]:
    """随某个文件划转的人，按原部门和工号 (one statement)."""
    rows = models.Relocation.objects.select_related("officer", "from_department", "to_department")
    return [
        Moved(
            staff_no=row.officer.staff_no,
            name=row.officer.name,
            employment=Employment.of(row.officer.employment),
            from_department=row.from_department.code,
            to_department=row.to_department.code,
            on=row.on,
        )
        for row in rows.filter(ground=ground).order_by("from_department__id", "officer__staff_no")
    ]


def established_in(*, department: str) -> list[OfficerFacts]:
    """一个部门在编、在任的工作人员，按工号：划转名单从这里选 (one statement)."""
    rows = models.Officer.objects.select_related("department").filter(
        department__code=department, employment=Employment.ESTABLISHED, enabled=True
    )
    return [
        OfficerFacts(staff_no=row.staff_no, name=row.name, login="", department=row.department.code)
        for row in rows.order_by("staff_no")
    ]


CONTENT = ("regions", "departments", "halls", "windows", "officers")


def organisation_files(*, folder: Path, county: str) -> Organisation:
    """读一套机构文件（YAML）供装入；``county`` 是区县 12 位代码。 Refuses: ContentUnreadable."""
    tables = {}
    for name in CONTENT:
        path = folder / f"{name}.yml"
        try:
            tables[name] = read_yaml(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise ContentUnreadable(file=path.name, why=type(error).__name__) from None
    return reading.organisation_of(tables, county=county)
