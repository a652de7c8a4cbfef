"""入库：核对好的申请取号、成为办件、出收件凭证、留痕；同时来的几份在一个事务里一起存 (two statements, however many).

``CLAIM`` takes the drafts, the submission numbers and the numbers of the cases; ``STORE`` writes the cases, their materials,
their receipts and their events. The rows of the counters are what everybody waits for, until the disk has the commit; so
whoever comes meanwhile is stored together with the next (docs/adr/0007). Each is claimed or not for itself; when one makes
the whole fail, each is stored alone.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from tongban.foundation.gathering import Gathering
from tongban.foundation.lending import Lending
from tongban.foundation.plain import to_plain
from tongban.rooms.cases.acts import numbering, papers
from tongban.rooms.cases.events import CaseReceived
from tongban.rooms.cases.models import Case, Document, Draft
from tongban.rooms.cases.queries.applying import Applied
from tongban.rooms.cases.rules import letters
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import DocumentKind, MaterialLine, MaterialSource
from tongban.rooms.catalogue.words import Material, Version
from tongban.rooms.journal import acts as journal

MOST_TOGETHER = 16
PATIENCE = 0.03
"""先到的最多等路上的这么久（秒）；没有人在路上就不等。"""

# Drafts, keys and counters are each taken in one order, the same for everybody, so that nobody waits in a ring. The array
# makes the planner go by the drafts' keys: it takes a JSON list for a hundred rows and would read the whole table.
CLAIM = """
    WITH wanted AS (
        SELECT * FROM json_to_recordset(%s::json) AS w (draft_uid text, revision int, key text, owner text, case_uid text,
            at timestamptz, scopes text[])),
    mine AS (
        UPDATE cases_draft d SET submitted_as = w.case_uid, values_sealed = '', touched = '{}'::jsonb
        FROM wanted w WHERE d.uid = ANY(ARRAY(SELECT draft_uid FROM wanted)) AND d.uid = w.draft_uid
            AND d.revision = w.revision AND submitted_as = ''
        RETURNING w.key, w.owner, w.draft_uid, w.case_uid, w.at),
    claimed AS (
        INSERT INTO cases_submission (key, owner, draft_uid, case_uid, at)
        SELECT key, owner, draft_uid, case_uid, at FROM mine ORDER BY key ON CONFLICT DO NOTHING RETURNING case_uid),
    counted AS (
        INSERT INTO cases_counter (scope, n)
        SELECT s.scope, count(*) FROM claimed JOIN wanted USING (case_uid), unnest(wanted.scopes) AS s (scope)
        GROUP BY s.scope ORDER BY s.scope
        ON CONFLICT (scope) DO UPDATE SET n = cases_counter.n + excluded.n RETURNING scope, n)
    SELECT (SELECT count(*) FROM mine), ARRAY(SELECT case_uid::text FROM claimed),
        (SELECT json_object_agg(scope, n)::text FROM counted)
"""
LISTED = "case_id, key, position, name, source, state, digest, file_name, kind, size, handed_in_at"
# Whole rows travel as JSON: four parameters instead of eighty, which psycopg would count anew at every call.
STORE = f"""
    WITH received AS (
        INSERT INTO cases_case SELECT r.* FROM json_populate_recordset(NULL::cases_case, %s::json) AS r),
    handed AS (
        INSERT INTO cases_material ({LISTED}, defect, round, earlier)
        SELECT {LISTED}, '', 0, '[]'::jsonb
        FROM json_to_recordset(%s::json) AS m(case_id text, key text, position int, name text, source text, state text,
            digest text, file_name text, kind text, size bigint, handed_in_at timestamptz)),
    printed AS (
        INSERT INTO cases_document
        SELECT r.* FROM json_populate_recordset(NULL::cases_document, %s::json) AS r)
    {journal.WITNESS_ALL}
"""  # noqa: S608 - names of our own columns


class KeyTaken(Exception):
    """有一份的提交号别人用过：它的草稿不能就此算提交了，所以各存各的。"""


@dataclass(frozen=True)
class Prepared:
    """要存的一份：除编号外的一切。"""

    draft: Draft
    version: Version
    case: Case
    applied: Applied
    key: str
    owner: str
    at: datetime

    @property
    def scopes(self) -> tuple[str, str, str]:
        """办件编号、查询编号、收件凭证文号的计数范围。"""
        on, version = law_date(self.at), self.version
        return (
            numbering.item_scope(item_code=version.code, on=on),
            numbering.region_scope(region=version.region, on=on),
            numbering.document_scope(organ=version.organ_short, kind=DocumentKind.RECEIPT, year=on.year),
        )


def store(ready: Prepared) -> CaseReceived | None:
    """存一份，与同时来的一起；草稿已提交、刚又存过，或者提交号别人用过的，没有存 (None)."""
    return GATHERED.ask(ready)


def _stored(these: Sequence[Prepared]) -> list[CaseReceived | None]:
    """One transaction for all."""
    try:
        with LENDING.lent(), transaction.atomic(durable=True):
            numbers = _claim(sorted(these, key=lambda one: one.draft.uid))
            taken = [one for one in these if one.case.uid in numbers]
            events = {one.case.uid: _written(one, numbers[one.case.uid]) for one in taken}
            if taken:
                _write(taken, events)
                transaction.on_commit(journal.wake)
    except KeyTaken:
        if len(these) > 1:
            raise
        return [None]
    return [events[one.case.uid][1] if one.case.uid in events else None for one in these]


LENDING = Lending()
GATHERED: Gathering[Prepared, CaseReceived | None] = Gathering(_stored, most=MOST_TOGETHER, patience=PATIENCE)

Written = tuple[Document, CaseReceived]


def _claim(these: Sequence[Prepared]) -> dict[str, list[int]]:
    """The numbers of each that was claimed, by its case's key. Raises KeyTaken."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [_json([_wanted(one) for one in these])])
        mine, claimed, last = cursor.fetchone()
    if mine > len(claimed):
        raise KeyTaken
    return _numbers([one for one in these if one.case.uid in claimed], json.loads(last or "{}"))


def _numbers(claimed: Sequence[Prepared], last: dict[str, int]) -> dict[str, list[int]]:
    """The counters say the last number taken; counting back from it, each gets its own."""
    wanted = Counter(scope for one in claimed for scope in one.scopes)
    following = {scope: iter(range(n - wanted[scope] + 1, n + 1)) for scope, n in last.items()}
    return {one.case.uid: [next(following[scope]) for scope in one.scopes] for one in claimed}


def _wanted(one: Prepared) -> dict[str, object]:
    draft, case = one.draft, one.case
    keys = {"draft_uid": draft.uid, "revision": draft.revision, "key": one.key, "case_uid": case.uid}
    return {**keys, "owner": one.owner, "at": one.at.isoformat(), "scopes": one.scopes}


def _written(one: Prepared, numbers: Sequence[int]) -> Written:
    """The receipt and the event, now that the numbers are known."""
    case, on, receipt = one.case, law_date(one.at), DocumentKind.RECEIPT
    case.case_no = numbering.case_no(item_code=case.item_code, on=on, n=numbers[0])
    case.short_no = numbering.short_no(region=case.region, on=on, n=numbers[1])
    number = numbering.document_number(
        organ=one.version.organ_short, kind=receipt, year=on.year, n=numbers[2]
    )
    handed = [(m.name, how) for m, how in _handed(one)]
    asked = [m.name for m in one.applied.materials if m.awaits_register]
    document = papers.written(
        case,
        receipt,
        number=number,
        at=one.at,
        write=lambda head: letters.Body(
            letters.receipt(
                received_at=one.at, materials=handed, asked=asked, accept_by=case.accept_by, head=head
            ),
            letters.material_table(handed),
        ),
    )
    return document, _event(case, by=one.owner, at=one.at)


def _handed(one: Prepared) -> list[tuple[MaterialLine, str]]:
    listed = {material.key: material for material in one.version.materials}
    return [
        (m, how_handed(m, listed[m.key]))
        for m in one.applied.materials
        if m.is_received and not m.awaits_register
    ]


def how_handed(line: MaterialLine, material: Material) -> str:
    """怎么交的，几份：纸质写明原件和复印件份数 (domain.md 2.4 D02)."""
    if line.source != MaterialSource.PAPER:
        return f"{line.source_zh}，1份"
    counts = [("原件", material.original_num), ("复印件", material.copy_num)]
    told = "、".join(f"{what}{n}份" for what, n in counts if n)
    return f"纸质：{told or '1份'}"


def _event(case: Case, *, by: str, at: datetime) -> CaseReceived:
    return CaseReceived(
        case_no=case.case_no,
        item_code=case.item_code,
        version_id=case.version_id,
        applicant=case.applicant,
        department_code=case.department_code,
        short_no=case.short_no,
        channel=str(case.channel),
        accept_by=case.accept_by,
        by=by,
        at=at,
    )


def _write(taken: Sequence[Prepared], written: dict[str, Written]) -> None:
    papers_and_events = [written[one.case.uid] for one in taken]
    with connection.cursor() as cursor:
        cursor.execute(
            STORE,
            [
                _json([_row(one.case) for one in taken]),
                _json([line for one in taken for line in _lines(one)]),
                _json([_row(document) for document, _ in papers_and_events]),
                journal.told([event for _, event in papers_and_events]),
            ],
        )


def _row(instance: models.Model) -> dict[str, Any]:
    """The instance column by column: PostgreSQL reads it back by the table's own types."""
    kept = vars(instance)
    return {column: kept[attribute] for column, attribute in _fields_of(type(instance))}


@cache
def _fields_of(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    return tuple((str(field.column), field.attname) for field in model._meta.concrete_fields)


_json = json.JSONEncoder(ensure_ascii=False, default=to_plain).encode  # words are texts; dates are asked for


def _lines(one: Prepared) -> Iterator[dict[str, object]]:
    for position, line in enumerate(one.applied.materials):
        handed = one.at if line.source else None
        yield {**vars(line), "case_id": one.case.uid, "position": position, "handed_in_at": handed}
