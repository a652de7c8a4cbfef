"""跟踪：我的办件、我的一个办件、凭查询码查进度（不用登录，不露别人的信息、不露内部意见）。"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tongban.foundation.clock import SHANGHAI
from tongban.foundation.identifiers import parse_case_code
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases.errors import NoSuchCase
from tongban.rooms.cases.events import CaseClosed, CaseGranted
from tongban.rooms.cases.models import Case
from tongban.rooms.cases.queries.pages import (
    CASE,
    DOCUMENTS,
    HISTORY,
    MATERIALS,
    DocumentLine,
    HistoryLine,
    document_lines,
    history_lines,
    material_lines,
    read_case,
)
from tongban.rooms.cases.rules import handling, telling
from tongban.rooms.cases.words import MOVES, Act, Actor, CaseState, Hand, MaterialLine
from tongban.rooms.catalogue import queries as catalogue

# S608: what is inserted are constants.
FOLLOWED = f"""
    SELECT {CASE}, {MATERIALS}, {DOCUMENTS}, {HISTORY}, ({calendar.EDITION}) AS edition_no FROM cases_case c
"""  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class CaseListed:
    """我的办件里的一件。"""

    case_no: str
    short_no: str
    item_code: str
    item_name: str
    applicant: str
    applicant_masked: str
    state: CaseState
    received_at: datetime
    act_by: date | None
    due_on: date | None
    next_step: str

    @property
    def after(self) -> str:
        """下一页从这里往后的记号。"""
        return f"{self.received_at.isoformat()} {self.case_no}"


@dataclass(frozen=True, kw_only=True)
class Told:
    """经过里的一步，平常话。"""

    at: datetime
    zh: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """进度：谁拿着编号和查询码都看得到的那些。"""

    case_no: str
    short_no: str
    item_code: str
    item_name: str
    organ: str
    phone: str
    applicant_masked: str
    state: CaseState
    received_at: datetime
    due_on: date | None
    act_by: date | None
    days_left: int | None
    provisional: bool
    how_counted: str
    next_step: str
    steps: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class MyCase:
    """我的一个办件：进度之外，还有材料、文书、需要补正的内容和此刻能办的动作。

    ``is_granted`` and ``is_closed``: that has happened, whatever came later; before it there is no licence, no right to rate.
    """

    progress: Progress
    version_id: int
    query_code: str
    channel: str
    applicant: str
    agent: str
    is_granted: bool
    is_closed: bool
    supplement_by: date | None
    answers: dict[str, Any]
    materials: tuple[MaterialLine, ...]
    documents: tuple[DocumentLine, ...]
    allowed: tuple[Act, ...]

    @property
    def defects(self) -> tuple[MaterialLine, ...]:
        """需要补正的材料，各有说明。"""
        return tuple(m for m in self.materials if m.is_defective)


def my_cases(*, applicants: Sequence[str], after: str = "", limit: int = 50) -> list[CaseListed]:
    """这些申请人（自己和现在能代表的）的办件，新的在前；``after`` 是上一页最后一件的记号 (one statement)."""
    rows = Case.objects.filter(applicant__in=list(applicants)).defer("form_sealed", "addressee_sealed")
    moment, _, case_no = after.partition(" ")
    if case_no:
        at = _moment(moment)
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, case_no__lt=case_no))
    return [_listed(row) for row in rows.order_by("-received_at", "-case_no")[:limit]]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.max.replace(tzinfo=SHANGHAI)


def _listed(row: Case) -> CaseListed:
    same = (
        "case_no",
        "short_no",
        "item_code",
        "item_name",
        "applicant",
        "applicant_masked",
        "act_by",
        "due_on",
    )
    state = CaseState.of(row.state)
    return CaseListed(
        state=state,
        received_at=row.received_at.astimezone(SHANGHAI),
        next_step=telling.next_step(state),
        **{name: getattr(row, name) for name in same},
    )


def my_case(*, case_no: str, applicants: Sequence[str], on: date) -> MyCase:
    """我的一个办件：申请人是自己或现在能代表的；不是我的与不存在一样 (one statement). Refuses: NoSuchCase."""
    row = _one(f"{FOLLOWED} WHERE c.case_no = %s", case_no)
    if row.applicant not in applicants:
        raise NoSuchCase
    actor = Actor(ref=row.applicant, hands=frozenset({Hand.APPLICANT}))
    facts = row.facts(material_lines(row))
    history = history_lines(row)
    happened = {line.kind for line in history}
    same = ("version_id", "query_code", "channel", "applicant", "agent", "supplement_by", "answers")
    return MyCase(
        progress=_progress(row, history, on),
        is_granted=CaseGranted.kind in happened,
        is_closed=CaseClosed.kind in happened,
        materials=facts.materials,
        documents=document_lines(row),
        allowed=tuple(act for act in MOVES if handling.may(act, facts, actor)),
        **{name: getattr(row, name) for name in same},
    )


def progress(*, number: str, query_code: str, on: date) -> Progress:
    """凭编号（办件编号或查询编号）和查询码查进度；编号不对和查询码不对，答复相同 (one statement).

    Refuses: NoSuchCase. The door limits how often one number may be tried.
    """
    parsed = parse_case_code(number)
    short_no = parsed.value if parsed.valid else ""
    row = _one(f"{FOLLOWED} WHERE c.case_no = %s OR c.short_no = %s", number.strip()[:60], short_no)
    if not secrets.compare_digest(row.query_code.encode(), query_code.strip().encode()):
        raise NoSuchCase
    return _progress(row, history_lines(row), on)


def _one(sql: str, *values: str) -> Case:
    return read_case(sql, values, told=("materials_told", "documents_told", "history_told", "edition_no"))


def _progress(row: Case, history: Sequence[HistoryLine], on: date) -> Progress:
    version = catalogue.version(version_id=row.version_id)
    workdays = calendar.workdays(region=row.region, edition_no=getattr(row, "edition_no", None))
    state = CaseState.of(row.state)
    same = (
        "case_no",
        "short_no",
        "item_code",
        "item_name",
        "applicant_masked",
        "due_on",
        "act_by",
        "provisional",
    )
    return Progress(
        organ=version.organ_name,
        phone=version.place.consult_phone,
        state=state,
        received_at=row.received_at.astimezone(SHANGHAI),
        days_left=workdays.between(on, row.act_by) if row.act_by else None,
        how_counted=telling.how_counted(row.facts(()), provisional=row.provisional),
        next_step=telling.next_step(state),
        steps=_steps(history),
        **{name: getattr(row, name) for name in same},
    )


def _steps(history: Sequence[HistoryLine]) -> tuple[Told, ...]:
    kinds = [line.kind for line in history]
    told = (
        (line, telling.tell(line.kind, line.payload, later=kinds[n + 1 :])) for n, line in enumerate(history)
    )
    return tuple(Told(at=line.at, zh=line.zh, says=says) for line, says in told if says)
