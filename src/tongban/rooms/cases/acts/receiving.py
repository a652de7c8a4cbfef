"""收件：一份草稿成为一个办件，一次提交一个编号，再来一次给同样的答复 (the hot path: no row-by-row ORM here).

Everything that costs time — reading, checking, sealing — is done before the first lock. Then two statements: ``CLAIM``
takes the draft, the idempotency key and the numbers; ``STORE`` writes the case, its materials, its receipt and its event.
Who comes second waits on the draft's row, finds it taken, and is told what the first was told.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction

from tongban.foundation.plain import to_plain
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.cases.acts import numbering, papers
from tongban.rooms.cases.acts.switching import told_of_transfer
from tongban.rooms.cases.errors import DraftConflict, ItemTransferred, KeyReused, NoSuchDraft
from tongban.rooms.cases.events import CaseReceived
from tongban.rooms.cases.models import Case, Document, Draft, Submission
from tongban.rooms.cases.queries import drafts
from tongban.rooms.cases.queries.applying import Applied, applied, is_mandated
from tongban.rooms.cases.queries.sight import Citizen, filler
from tongban.rooms.cases.rules import letters
from tongban.rooms.cases.rules.clocks import acceptance_deadline, law_date
from tongban.rooms.cases.rules.handling import require_listed
from tongban.rooms.cases.words import CaseState, Channel, DocumentKind, MaterialLine, MaterialSource
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Material, ResultKind, Version
from tongban.rooms.journal import acts as journal
from tongban.rooms.journal import events as journal_events
from tongban.rooms.journal import queries as witnessed
from tongban.rooms.organisation.words import Officer

ATTEMPTS = 5
"""草稿在提交的一刹那又存了几次，就重读几次。"""

M = TypeVar("M", bound=models.Model)

# The counters are taken in the order of the array, the same for everybody, so that nobody waits in a ring.
CLAIM = """
    WITH mine AS (
        UPDATE cases_draft SET submitted_as = %s, values_sealed = '', touched = '{}'::jsonb
        WHERE uid = %s AND revision = %s AND submitted_as = '' RETURNING uid),
    claimed AS (
        INSERT INTO cases_submission (key, owner, draft_uid, case_uid, at)
        SELECT %s, %s, uid, %s, %s FROM mine ON CONFLICT DO NOTHING RETURNING key)
    INSERT INTO cases_counter (scope, n)
    SELECT wanted.scope, 1 FROM claimed, unnest(%s::text[]) WITH ORDINALITY AS wanted(scope, nth) ORDER BY wanted.nth
    ON CONFLICT (scope) DO UPDATE SET n = cases_counter.n + 1 RETURNING scope, n
"""
LISTED = "key, position, name, source, state, digest, file_name, kind, size"
# Whole rows travel as JSON: eleven parameters instead of eighty, which psycopg would count anew at every call.
STORE = f"""
    WITH received AS (
        INSERT INTO cases_case SELECT r.* FROM jsonb_populate_record(NULL::cases_case, %s::jsonb) AS r RETURNING uid),
    handed AS (
        INSERT INTO cases_material (case_id, {LISTED}, handed_in_at, defect, round, earlier)
        SELECT received.uid, m.key, m.position, m.name, m.source, m.state, m.digest, m.file_name, m.kind, m.size,
            CASE WHEN m.source <> '' THEN %s::timestamptz END, '', 0, '[]'::jsonb
        FROM received, jsonb_to_recordset(%s::jsonb) AS m(key text, position int, name text, source text, state text,
            digest text, file_name text, kind text, size bigint)),
    printed AS (
        INSERT INTO cases_document SELECT r.* FROM jsonb_populate_record(NULL::cases_document, %s::jsonb) AS r)
    {journal.WITNESS}
"""  # noqa: S608 - names of our own columns


@dataclass(frozen=True)
class _Prepared:
    """All that is known before a number is."""

    draft: Draft
    version: Version
    case: Case
    applied: Applied


def receive(
    *, draft_uid: str, key: str, by: Citizen | Officer, channel: Channel, at: datetime
) -> CaseReceived:
    """收件：核对草稿，给编号，成为办件，出收件凭证。同一提交号或同一草稿再来，答复与第一次相同。

    Law: 行政许可法 第二十九条、第三十二条.
    Refuses: NoSuchDraft, NoSuchItem, FormProblems, MaterialsMissing, NotOnLicenceList, KeyReused, DraftConflict.
    """
    for _ in range(ATTEMPTS):
        draft = drafts.read(uid=draft_uid, by=by)
        if draft.supplements:
            raise NoSuchDraft
        if draft.submitted_as:
            return _first_answer(draft, key)
        event = _stored(_prepared(draft, by=by, channel=channel, at=at), key=key, by=by, at=at)
        if event is not None:
            return event
        _refuse_reused(key, draft_uid)
    raise DraftConflict(fields="申请内容")


def _prepared(draft: Draft, *, by: Citizen | Officer, channel: Channel, at: datetime) -> _Prepared:
    version = drafts.version_for(draft)
    ready = applied(
        version=version,
        values=draft.values,
        answers=draft.answers,
        files=drafts.handed(draft),
        mandated=is_mandated(draft, version, at=at),
    )
    ready.refuse_unready()
    _refuse_unlisted(draft, version, at)
    case = _case(draft, version, ready, channel=channel, at=at)
    case.agent = draft.agent or (
        "" if isinstance(by, Officer) or filler(by) == draft.applicant else filler(by)
    )
    return _Prepared(draft, version, case, ready)


def _refuse_unlisted(draft: Draft, version: Version, at: datetime) -> None:
    """The licence list of the day (no statement: its edition came with the draft)."""
    edition = getattr(draft, "licence_edition", None)
    listed = catalogue.on_licence_list(version=version, on=law_date(at), edition_no=edition)
    require_listed(listed, item=version.name)


def _case(draft: Draft, version: Version, ready: Applied, *, channel: Channel, at: datetime) -> Case:
    workdays = calendar.workdays(region=version.region, edition_no=getattr(draft, "edition_no", None))
    received_on = law_date(at)
    deadline = acceptance_deadline(
        received_on=received_on, accept_days=version.accept_limit_days, workdays=workdays
    )
    case = Case(
        query_code=f"{secrets.randbelow(1_000_000):06d}",
        applicant=draft.applicant,
        applicant_masked=draft.applicant_masked,
        channel=channel,
        state=CaseState.SUBMITTED,
        received_at=at,
        received_on=received_on,
        accept_by=deadline.on,
        act_by=deadline.on,
        answers=ready.answers,
        required=list(ready.required),
        **_of_version(version),
    )
    case.seal_form(ready.form)
    case.seal_addressee(draft.addressee)
    return case


def _of_version(version: Version) -> dict[str, Any]:
    return {
        "item_code": version.code,
        "item_name": version.name,
        "version_id": version.id,
        "region": version.region,
        "department_code": version.department or version.department_code,
        "on_the_spot": version.on_the_spot,
        "has_result": any(result.kind is not ResultKind.NONE for result in version.results),
        "accept_days": version.accept_limit_days,
        "promised_amount": version.promised.amount,
        "promised_unit": version.promised.unit,
        "statutory_amount": version.statutory.amount,
        "statutory_unit": version.statutory.unit,
    }


def _stored(ready: _Prepared, *, key: str, by: Citizen | Officer, at: datetime) -> CaseReceived | None:
    """None, too, when the item was transferred meanwhile: the next look finds the organ that took it over."""
    try:
        with told_of_transfer():
            return _store(ready, key=key, by=by, at=at)
    except ItemTransferred:
        return None


def _store(ready: _Prepared, *, key: str, by: Citizen | Officer, at: datetime) -> CaseReceived | None:
    """The two statements; None when another submission of the draft, or another save, came first."""
    with transaction.atomic(durable=True):
        numbers = _claim(ready, key=key, owner=filler(by), at=at)
        if not numbers:
            transaction.set_rollback(True)
            return None
        document = _numbered(ready, numbers, at=at)
        event = _event(ready.case, by=filler(by), at=at)
        with connection.cursor() as cursor:
            cursor.execute(STORE, _store_values(ready, document, event))
        transaction.on_commit(journal.wake)
    return event


def _claim(ready: _Prepared, *, key: str, owner: str, at: datetime) -> list[int]:
    scopes, uid = _scopes(ready.version, at), ready.case.uid
    values: list[Any] = [uid, ready.draft.uid, ready.draft.revision, key, owner, uid, at, scopes]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        taken = dict(cursor.fetchall())
    return [int(taken[scope]) for scope in scopes] if taken else []


def _scopes(version: Version, at: datetime) -> list[str]:
    on, receipt = law_date(at), DocumentKind.RECEIPT
    return [
        numbering.item_scope(item_code=version.code, on=on),
        numbering.region_scope(region=version.region, on=on),
        numbering.document_scope(organ=version.organ_short, kind=receipt, year=on.year),
    ]


def _numbered(ready: _Prepared, numbers: list[int], *, at: datetime) -> Document:
    case, on, receipt = ready.case, law_date(at), DocumentKind.RECEIPT
    case.case_no = numbering.case_no(item_code=case.item_code, on=on, n=numbers[0])
    case.short_no = numbering.short_no(region=case.region, on=on, n=numbers[1])
    number = numbering.document_number(
        organ=ready.version.organ_short, kind=receipt, year=on.year, n=numbers[2]
    )
    handed = [(m.name, how) for m, how in _handed(ready)]
    return papers.written(
        case,
        receipt,
        number=number,
        at=at,
        write=lambda head: letters.Body(
            letters.receipt(received_at=at, materials=handed, accept_by=case.accept_by, head=head),
            letters.material_table(handed),
        ),
    )


def _handed(ready: _Prepared) -> list[tuple[MaterialLine, str]]:
    listed = {material.key: material for material in ready.version.materials}
    return [(m, how_handed(m, listed[m.key])) for m in ready.applied.materials if m.is_received]


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


def _store_values(ready: _Prepared, document: Document, event: CaseReceived) -> list[Any]:
    lines = [_listed(line, n) for n, line in enumerate(ready.applied.materials)]
    return [_row(ready.case), event.at, _json(lines), _row(document), *journal.row(event)]


def _row(instance: models.Model) -> str:
    """The instance as one JSON object, column by column: PostgreSQL reads it back by the table's own types."""
    fields = instance._meta.concrete_fields
    return _json({str(field.column): to_plain(getattr(instance, field.attname)) for field in fields})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _listed(line: MaterialLine, position: int) -> dict[str, object]:
    names = ("key", "name", "source", "state", "digest", "file_name", "kind", "size")
    return {"position": position} | {name: getattr(line, name) for name in names}


def _refuse_reused(key: str, draft_uid: str) -> None:
    if Submission.objects.filter(key=key).exclude(draft_uid=draft_uid).exists():
        raise KeyReused


def _first_answer(draft: Draft, key: str) -> CaseReceived:
    """What the first submission was told: its own event, word for word."""
    _refuse_reused(key, draft.uid)
    case_no = Case.objects.values_list("case_no", flat=True).get(pk=draft.submitted_as)
    first = witnessed.stream(name=f"case:{case_no}")[0]
    at = first.at.astimezone(SHANGHAI)
    event = journal_events.revive(kind=first.kind, at=at, by=first.by, payload=first.payload or {})
    assert isinstance(event, CaseReceived)  # noqa: S101 - a case's first event is its receipt
    return event
