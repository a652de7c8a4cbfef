"""待办：一个工作人员此刻该办的，期限近的在前；下一件是哪件；各类各有几件 (one SQL statement each)."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from tongban.foundation.clock import SHANGHAI
from tongban.foundation.identifiers import parse_case_code
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases.models import Case
from tongban.rooms.cases.queries.sight import officer_hands
from tongban.rooms.cases.words import HAND_OF_ROLE, MOVES, Act, CaseState, Hand
from tongban.rooms.organisation.words import Grant, Officer

_REGION_ENDS = (2, 4, 6, 9, 12)
_WAITS_FOR_OTHERS = frozenset({Act.SUPPLEMENT, Act.RETURN_BACK, Act.CLOSE})
"""这些动作不算待办：等申请人补正的，和由系统按时办的。"""

# A case is on the list of whoever has a hand for its next act; whoever reviewed it does not find it to decide.
MINE = """
    c.act_by IS NOT NULL AND EXISTS (
        SELECT FROM jsonb_to_recordset(%s::jsonb) AS g(states text[], on_the_spot boolean, has_result boolean,
            regions text[], departments text[])
        WHERE c.state = ANY(g.states) AND (g.on_the_spot IS NULL OR g.on_the_spot = c.on_the_spot)
            AND (g.has_result IS NULL OR g.has_result = c.has_result)
            AND (g.departments IS NULL OR c.department_code = ANY(g.departments))
            AND EXISTS (SELECT FROM unnest(g.regions) AS r(prefix) WHERE starts_with(c.region, r.prefix)))
    AND NOT (c.state = 'reviewed' AND c.reviewed_by = %s AND NOT c.on_the_spot)
"""
# S608: what is inserted are constants.
LIST = f"""
    SELECT c.case_no, c.short_no, c.item_name, c.applicant_masked, c.state, c.channel, c.on_the_spot, c.received_at,
        c.act_by, c.round, c.deemed, c.region, ({calendar.EDITION})
    FROM cases_case c WHERE {MINE} AND (c.act_by, c.case_no) > (%s::date, %s) AND (%s = '' OR c.state = %s)
        AND (%s = '' OR c.item_name ILIKE %s)
    ORDER BY c.act_by, c.case_no LIMIT %s
"""  # noqa: S608
COUNTS = f"""
    SELECT c.state, count(*), count(*) FILTER (WHERE c.act_by < %s::date) FROM cases_case c WHERE {MINE} GROUP BY c.state
"""  # noqa: S608
_FIRST = (date.min, "")


@dataclass(frozen=True, kw_only=True)
class WorkLine:
    """待办的一件；``days_left`` 是离下一步期限的工作日数，0 为今天，负为已超期。"""

    case_no: str
    short_no: str
    item_name: str
    applicant_masked: str
    state: CaseState
    channel: str
    on_the_spot: bool
    received_at: datetime
    act_by: date
    days_left: int
    round: int
    deemed: bool

    @property
    def after(self) -> str:
        """下一页从这里往后的记号。"""
        return f"{self.act_by.isoformat()} {self.case_no}"


@dataclass(frozen=True, kw_only=True)
class WorkCount:
    """一类待办有几件，其中几件过了期限。"""

    state: CaseState
    waiting: int
    late: int


@dataclass(frozen=True, kw_only=True)
class WorkFilter:
    """只看哪些：一类状态、事项名称里的词；``after`` 是上一页最后一件的记号。"""

    state: CaseState | None = None
    text: str = ""
    after: str = ""


EVERYTHING = WorkFilter()


def worklist(*, officer: Officer, on: date, only: WorkFilter = EVERYTHING, limit: int = 50) -> list[WorkLine]:
    """待办：期限近的在前 (one statement)."""
    reach = _reach(officer)
    if not reach:
        return []
    kind, text = only.state.value if only.state else "", only.text.strip()[:100]
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(LIST, [_json(reach), officer.actor, *_mark(only.after), kind, kind, text, like, limit])
        rows = cursor.fetchall()
    return [_line(row, on) for row in rows]


def find_case(*, officer: Officer, number: str) -> str | None:
    """找办件：扫的或输的办件编号、查询编号，空格、横线、全角、小写都认；管不到的与没有一样 (one statement)."""
    written = "".join(unicodedata.normalize("NFKC", number).upper().split())[:60]
    parsed = parse_case_code(written)
    row = Case.objects.filter(Q(case_no=written) | Q(short_no=parsed.value)).first()
    return row.case_no if row and officer_hands(officer, row) else None


def next_for(*, officer: Officer, on: date, state: CaseState | None = None) -> str | None:
    """下一件：期限最近的那件的编号，没有待办则无 (one statement)."""
    found = worklist(officer=officer, on=on, only=WorkFilter(state=state), limit=1)
    return found[0].case_no if found else None


def work_counts(*, officer: Officer, on: date) -> list[WorkCount]:
    """各类待办有几件，按办理先后 (one statement over open cases only)."""
    reach = _reach(officer)
    if not reach:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [on, _json(reach), officer.actor])
        found = {state: (waiting, late) for state, waiting, late in cursor.fetchall()}
    return [
        WorkCount(state=state, waiting=found[state][0], late=found[state][1])
        for state in CaseState
        if state in found
    ]


def _reach(officer: Officer) -> list[dict[str, Any]]:
    """Which cases are this officer's to act on: states by kind of case, within each grant's regions and departments."""
    return [
        {
            **kind,
            "states": sorted(states),
            "regions": [_prefix(region) for region in grant.regions],
            "departments": None if grant.departments is None else sorted(grant.departments),
        }
        for grant, hand in _hands(officer)
        for kind, states in _states_of(hand)
    ]


def _hands(officer: Officer) -> list[tuple[Grant, Hand]]:
    return [(grant, HAND_OF_ROLE[grant.role]) for grant in officer.scope if grant.role in HAND_OF_ROLE]


def _states_of(hand: Hand) -> list[tuple[dict[str, bool], set[str]]]:
    kinds = [
        {"on_the_spot": spot, "has_result": result} for spot in (False, True) for result in (False, True)
    ]
    found = [(kind, _waiting(hand, **kind)) for kind in kinds]
    return [(kind, states) for kind, states in found if states]


def _waiting(hand: Hand, *, on_the_spot: bool, has_result: bool) -> set[str]:
    return {
        state.value
        for act, move in MOVES.items()
        if act not in _WAITS_FOR_OTHERS and hand in move.hands(on_the_spot=on_the_spot)
        for state in move.starts(on_the_spot=on_the_spot, has_result=has_result)
    }


def _prefix(region: str) -> str:
    """What the codes of a region and of everything in it begin with."""
    kept = len(region.rstrip("0"))
    return region[: next(end for end in _REGION_ENDS if end >= kept)]


def _json(reach: list[dict[str, Any]]) -> str:
    return json.dumps(reach)


def _mark(after: str) -> tuple[date, str]:
    """A mark that no page of ours made begins at the beginning."""
    day, _, case_no = after.partition(" ")
    try:
        return date.fromisoformat(day), case_no
    except ValueError:
        return _FIRST


def _line(row: tuple[Any, ...], on: date) -> WorkLine:
    workdays = calendar.workdays(region=row[11], edition_no=row[12])
    return WorkLine(
        case_no=row[0],
        short_no=row[1],
        item_name=row[2],
        applicant_masked=row[3],
        state=CaseState.of(row[4]),
        channel=row[5],
        on_the_spot=row[6],
        received_at=row[7].astimezone(SHANGHAI),
        act_by=row[8],
        days_left=workdays.between(on, row[8]),
        round=row[9],
        deemed=row[10],
    )
