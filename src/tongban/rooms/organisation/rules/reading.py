"""读机构文件：把区划、部门、大厅、窗口、人员的表变成一整套机构的事实 (the tables of the content files, as facts).

The files are written in the words people use (政府部门, 专业, 在编); here they become this room's words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, TypeVar

from tongban.foundation.identifiers import RegionLevel
from tongban.foundation.word import Word
from tongban.rooms.organisation.errors import ContentUnreadable
from tongban.rooms.organisation.words import (
    Appointment,
    DepartmentFacts,
    DepartmentKind,
    Employment,
    HallFacts,
    OfficeFacts,
    OfficerFacts,
    Organisation,
    PostFacts,
    RegionFacts,
    Role,
    WindowFacts,
    WindowKind,
    ZoneFacts,
)

Row = Mapping[str, Any]
Tables = Mapping[str, Row]
T = TypeVar("T")
W = TypeVar("W", bound=Word)

_SESSION = re.compile(r"(\d\d):(\d\d)\s*[—–-]\s*(\d\d):(\d\d)")
_LEVELS = {"市": RegionLevel.CITY, "区": RegionLevel.COUNTY, "县": RegionLevel.COUNTY}
_KINDS = {"党委": DepartmentKind.PARTY, "垂直管理": DepartmentKind.VERTICAL, "群团": DepartmentKind.MASS}
_ROLES = {"maker": Role.ISSUER}
# Roles whose holders serve or watch every department of the district, unless the file narrows them with `scope`.
_WIDE = frozenset(set(Role) - {Role.INTAKE, Role.REVIEWER, Role.DECIDER, Role.ISSUER, Role.ENFORCER})


def organisation_of(tables: Tables, *, county: str) -> Organisation:
    """一整套机构：``tables`` 以文件名（regions、departments、halls、windows、officers）为键；``county`` 是区县 12 位代码。

    Refuses: ContentUnreadable.
    """
    return Organisation(
        regions=_read("regions", lambda: _regions(tables["regions"])),
        departments=_read("departments", lambda: _departments(tables["departments"], county)),
        offices=_read("departments", lambda: _offices(tables["departments"])),
        halls=_read("halls", lambda: _halls(tables["halls"])),
        windows=_read("windows", lambda: _windows(tables["windows"])),
        posts=_read("officers", lambda: _posts(tables["officers"], county)),
        officers=_read("officers", lambda: _officers(tables["officers"])),
        appointments=_read("officers", lambda: _appointments(tables["officers"])),
    )


def _read(file: str, reading: Callable[[], Iterable[T]]) -> tuple[T, ...]:
    try:
        return tuple(reading())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContentUnreadable(file=file, why=f"{type(error).__name__}: {error}"[:120]) from None


def _word(words: type[W], printed: str, also: Mapping[str, W]) -> W:
    by_name: dict[str, W] = (
        {word.zh: word for word in words} | {str(word): word for word in words} | dict(also)
    )
    return by_name[printed]


def _regions(table: Row) -> Iterator[RegionFacts]:
    since = date.fromisoformat(str(table["valid_from"]))
    rows = sorted(
        table["regions"], key=lambda row: str(row["code"])
    )  # a parent's code sorts before its children's
    return (RegionFacts(code=r["code"], name=r["name"], unit=r["kind"], valid_from=since) for r in rows)


def _departments(table: Row, county: str) -> Iterator[DepartmentFacts]:
    since = date.fromisoformat(str(table.get("valid_from", "2024-01-01")))
    told = (
        "uscc",
        "system_code",
        "duty",
        "consult_phone",
        "complain_phone",
        "review_organ",
        "court",
        "parent",
    )
    for row in table["departments"]:
        yield DepartmentFacts(
            code=row["key"],
            name=row["name"],
            document_word=row["short"],
            kind=_word(DepartmentKind, row["kind"], _KINDS),
            level=_LEVELS[row["level"]],
            region=row.get("region", county),
            valid_from=since,
            **{name: str(row.get(name) or "") for name in told},
        )


def _offices(table: Row) -> Iterator[OfficeFacts]:
    for row in table["departments"]:
        yield from (OfficeFacts(department=row["key"], name=name) for name in row.get("offices", ()))


def _halls(table: Row) -> Iterator[HallFacts]:
    for row in table["halls"]:
        yield HallFacts(
            code=row["key"],
            name=row["name"],
            region=row["region"],
            address=row["address"],
            open_hours=row["open_hours"],
            sessions=_sessions(row["open_hours"]),
            phone=row.get("phone", ""),
            zones=tuple(ZoneFacts(z["key"], z["name"], z.get("floor", "")) for z in row.get("zones", ())),
        )


def _sessions(open_hours: str) -> tuple[tuple[time, time], ...]:
    """The clock times of working days: what stands before the first semicolon."""
    written = _SESSION.findall(open_hours.partition("；")[0])
    return tuple((time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in written)


def _windows(table: Row) -> Iterator[WindowFacts]:
    for row in table["window_groups"]:
        for number in row["windows"]:
            yield WindowFacts(
                hall=row.get("hall", table["hall"]),
                number=number,
                name=row["name"],
                kind=_word(WindowKind, row["type"], {}),
                department=row["department"],
                zone=row.get("zone", ""),
                group=row["key"],
            )


def _held(table: Row) -> Iterator[tuple[Row, Role, str]]:
    """Each officer's row with each of his roles and the code of the post that gives it."""
    for row in table["officers"]:
        for slug in row["roles"]:
            role = _word(Role, slug, _ROLES)
            place = f".{row['zone']}" if row.get("zone") else ""
            yield row, role, f"{row['department']}.{role.value}{place}"


def _posts(table: Row, county: str) -> Iterator[PostFacts]:
    named: dict[str, PostFacts] = {}
    for row, role, code in _held(table):
        # Whoever sits in a zone of the hall receives for every department behind it (前台综合受理).
        wide = role in _WIDE or "zone" in row
        named.setdefault(
            code,
            PostFacts(
                code=code,
                name=row["post"],
                role=role,
                department=row["department"],
                office=row.get("office", ""),
                scope_region=row.get("region", county),
                scope_departments=None if wide else tuple(row.get("scope", ())),
            ),
        )
    return iter(named.values())


def _officers(table: Row) -> Iterator[OfficerFacts]:
    for row in table["officers"]:
        yield OfficerFacts(
            staff_no=row["staff_no"],
            name=row["name"],
            login=row.get("login", row["staff_no"]),
            department=row["department"],
            employment=_word(Employment, row.get("staff_type", "在编"), {}),
        )


def _appointments(table: Row) -> Iterator[Appointment]:
    return (Appointment(staff_no=row["staff_no"], post=code) for row, _, code in _held(table))
