"""办件页：一个办件的全部——材料、文书、经过、此刻能办什么 (one SQL statement)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from tongban.foundation.clock import SHANGHAI
from tongban.foundation.rows import columns, row_of
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases.errors import NoSuchCase
from tongban.rooms.cases.events import CaseReviewed
from tongban.rooms.cases.models import Case
from tongban.rooms.cases.queries.masked import masked_form
from tongban.rooms.cases.queries.sight import hands_of
from tongban.rooms.cases.rules import handling
from tongban.rooms.cases.rules.clocks import days_used
from tongban.rooms.cases.words import MOVES, Act, CaseFacts, CaseState, DocumentKind, Hand, MaterialLine
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal.events import KINDS
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Officer

NAME = organisation.NAME_OF_ACTOR.format(actor="e.actor")
MATERIALS = """(SELECT coalesce(json_agg(json_build_object('id', m.id, 'key', m.key, 'name', m.name, 'source', m.source,
    'state', m.state, 'digest', m.digest, 'file_name', m.file_name, 'kind', m.kind, 'size', m.size, 'defect', m.defect,
    'round', m.round, 'handed_in_at', m.handed_in_at) ORDER BY m.position), '[]')::text
    FROM cases_material m WHERE m.case_id = c.uid) AS materials_told"""
DOCUMENTS = """(SELECT coalesce(json_agg(json_build_object('uid', d.uid, 'kind', d.kind, 'number', d.number,
    'code', d.code, 'issued_at', d.issued_at) ORDER BY d.issued_at, d.number), '[]')::text
    FROM cases_document d WHERE d.case_id = c.uid) AS documents_told"""
HISTORY = f"""(SELECT coalesce(json_agg(json_build_object('kind', e.kind, 'at', e.at, 'by', e.actor,
    'payload', e.payload, 'who', {NAME}) ORDER BY e.stream_no), '[]')::text
    FROM journal_event e WHERE e.stream = 'case:' || c.case_no) AS history_told"""  # noqa: S608 - a constant of the organisation's
_FIELDS = columns(Case)
_JSON = ("answers", "required")
CASE = ", ".join(f"c.{name}" for name in _FIELDS)
# S608: what is inserted are the constants above.
PAGE = f"""
    SELECT {CASE}, {MATERIALS}, {DOCUMENTS}, {HISTORY}, ({calendar.EDITION}) AS edition_no,
        EXISTS (SELECT FROM cases_opening o
            WHERE o.case_id = c.uid AND o.officer = %s AND o.opened_on = %s) AS opened_today
    FROM cases_case c WHERE c.case_no = %s
"""  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """办件里的一份文书。"""

    uid: str
    kind: DocumentKind
    title: str
    number: str
    code: str
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """经过里的一件事，只给工作人员看：谁办的、写了什么；``payload`` 为空表示内容已依法抹去。"""

    kind: str
    zh: str
    at: datetime
    by: str
    who: str
    payload: dict[str, Any]

    @property
    def note(self) -> str:
        """写下的话：意见、理由、条件、补正要求。"""
        said = [self.payload.get(name, "") for name in ("opinion", "reason", "conditions", "purpose")]
        return "；".join([*filter(None, said), *self.payload.get("defects", {}).values()])


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """办件页：``allowed`` 是此刻此人能办的动作，``days_left`` 离下一步期限的工作日数（负为超期，None 为没有期限）。

    ``form`` and ``addressee`` are clear only when the page came from ``acts.open_case``; until then they are empty.
    """

    uid: str
    facts: CaseFacts
    short_no: str
    query_code: str = field(repr=False)
    item_name: str
    applicant_masked: str
    agent: str
    channel: str
    received_at: datetime
    deemed: bool
    provisional: bool
    favourable: bool | None
    decided_by: str
    decided_at: datetime | None
    issue_by: date | None
    act_by: date | None
    closed_at: datetime | None
    days_left: int | None
    days_used: int
    answers: dict[str, Any]
    materials: tuple[MaterialLine, ...]
    documents: tuple[DocumentLine, ...]
    history: tuple[HistoryLine, ...]
    hands: frozenset[Hand]
    allowed: tuple[Act, ...]
    opened_today: bool
    form: dict[str, Any] = field(default_factory=dict, repr=False)
    addressee: str = field(default="", repr=False)
    _row: Case = field(repr=False)

    def clear_form(self) -> dict[str, Any]:
        """申请表明文，只给 ``acts.open_case`` 用。"""
        return self._row.form

    def clear_addressee(self) -> str:
        """受送达人明文，只给 ``acts.open_case`` 用。"""
        return self._row.addressee

    @property
    def case_no(self) -> str:
        """办件编号。"""
        return self.facts.case_no

    @property
    def version_id(self) -> int:
        """事项版本。"""
        return self.facts.version_id

    @property
    def state(self) -> CaseState:
        """状态。"""
        return self.facts.state

    @property
    def required(self) -> frozenset[str]:
        """应交材料的代号。"""
        return self.facts.required

    @property
    def opinion(self) -> str:
        """最近一次审查意见。"""
        reviews = [line.payload for line in self.history if line.kind == CaseReviewed.kind]
        return str(reviews[-1].get("opinion", "")) if reviews else ""

    @property
    def masked_form(self) -> dict[str, Any]:
        """遮住的申请表，看它不必留痕。"""
        return masked_form(catalogue.version(version_id=self.version_id), self._row.form)

    @property
    def defects(self) -> tuple[MaterialLine, ...]:
        """现在需要补正的材料。"""
        return tuple(m for m in self.materials if m.is_defective)


_SAME = (
    "uid", "short_no", "query_code", "item_name", "applicant_masked", "agent", "channel", "received_at", "deemed",
    "provisional", "favourable", "decided_by", "decided_at", "issue_by", "act_by", "closed_at", "answers",
)  # fmt: skip


def case_page(*, case_no: str, officer: Officer, on: date) -> CasePage:
    """办件页，个人信息不在其中；管不到的办件与不存在一样 (one statement). Refuses: NoSuchCase."""
    told = ("materials_told", "documents_told", "history_told", "edition_no", "opened_today")
    row = read_case(PAGE, [officer.actor, on, case_no], told=told)
    actor = hands_of(officer, row)
    if not actor.hands:
        raise NoSuchCase
    materials = material_lines(row)
    facts = row.facts(materials)
    workdays = calendar.workdays(region=row.region, edition_no=_told(row, "edition_no"))
    return CasePage(
        facts=facts,
        days_left=workdays.between(on, row.act_by) if row.act_by else None,
        days_used=days_used(case=facts, on=on, workdays=workdays),
        materials=materials,
        documents=document_lines(row),
        history=history_lines(row),
        hands=actor.hands,
        allowed=tuple(act for act in MOVES if handling.may(act, facts, actor)),
        opened_today=_told(row, "opened_today"),
        _row=row,
        **{name: getattr(row, name) for name in _SAME},
    )


def read_case(sql: str, values: Sequence[Any], *, told: Sequence[str]) -> Case:
    """读一个办件的行（``CASE`` 各列）和 ``told`` 各项 (one statement, no model compiled). Refuses: NoSuchCase."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchone()
    if found is None:
        raise NoSuchCase
    known = dict(zip(_FIELDS, found, strict=False))
    known |= {name: json.loads(known[name]) for name in _JSON}
    row = row_of(Case, tuple(known.values()))
    for name, each in zip(told, found[len(_FIELDS) :], strict=True):
        setattr(row, name, each)
    return row


def _told(row: Case, name: str) -> Any:
    return getattr(row, name)


def material_lines(row: Case) -> tuple[MaterialLine, ...]:
    """读到的材料。"""
    found = json.loads(_told(row, "materials_told"))
    return tuple(
        MaterialLine(**{**one, "handed_in_at": moment(one["handed_in_at"])})
        for one in ({k: v for k, v in each.items() if k != "id"} for each in found)
    )


def document_lines(row: Case) -> tuple[DocumentLine, ...]:
    """读到的文书。"""
    licensing = catalogue.version(version_id=row.version_id).is_licence
    found = ((DocumentKind.of(one["kind"]), one) for one in json.loads(_told(row, "documents_told")))
    return tuple(
        DocumentLine(
            **{
                **one,
                "kind": kind,
                "title": kind.titled(licensing=licensing),
                "issued_at": moment(one["issued_at"]),
            }
        )
        for kind, one in found
    )


def history_lines(row: Case) -> tuple[HistoryLine, ...]:
    """读到的经过，先后为序。"""
    return tuple(
        HistoryLine(
            kind=one["kind"],
            zh=KINDS[one["kind"]].zh,
            at=datetime.fromisoformat(one["at"]).astimezone(SHANGHAI),
            by=one["by"],
            who=one["who"] or _who(one["by"]),
            payload=one["payload"] or {},
        )
        for one in json.loads(_told(row, "history_told"))
    )


def _who(actor: str) -> str:
    return Hand.CLOCK.zh if actor.startswith("system:") else Hand.APPLICANT.zh


def moment(text: str | None) -> datetime | None:
    """JSON 里的时刻，北京时间。"""
    return datetime.fromisoformat(text).astimezone(SHANGHAI) if text else None
