"""给楼上和各门的事实：准予了什么、以前交过什么材料、一份文书是真是假、一份材料的文件在哪里。"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.cases.errors import NoSuchCase, NoSuchDocument, NoSuchMaterial
from tongban.rooms.cases.events import CaseGranted
from tongban.rooms.cases.models import Case, Document, Material
from tongban.rooms.cases.queries.pages import DocumentLine
from tongban.rooms.cases.queries.sight import Citizen, hands_of
from tongban.rooms.cases.words import CaseState, DocumentKind, MaterialLine
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation.words import Officer
from tongban.rooms.people.words import Acting, Applicant

DECIDED_FOR = frozenset({CaseState.GRANTED, CaseState.ISSUED, CaseState.SERVED, CaseState.CLOSED})


@dataclass(frozen=True, kw_only=True)
class GrantedFacts:
    """准予的事实，供制证：表单明文和情形选择在内，``repr`` 不含表单。"""

    case_no: str
    short_no: str
    item_code: str
    item_name: str
    version_id: int
    region: str
    department_code: str
    applicant: str
    applicant_masked: str
    agent: str
    accepted_on: date | None
    decided_on: date
    decided_by: str
    decision_number: str
    conditions: str
    answers: dict[str, Any]
    form: dict[str, Any] = field(repr=False)


def granted_facts(*, case_no: str) -> GrantedFacts:
    """准予了的办件的事实；``conditions`` 是决定里附的条件 (three statements). Refuses: NoSuchCase when it was not granted."""
    row = Case.objects.filter(case_no=case_no, state__in=DECIDED_FOR).first()
    decision = _decision(row) if row else None
    if row is None or decision is None or row.decided_on is None:
        raise NoSuchCase
    same = (
        "case_no", "short_no", "item_code", "item_name", "version_id", "region", "department_code", "applicant",
        "applicant_masked", "agent", "accepted_on", "decided_by", "answers", "form",
    )  # fmt: skip
    return GrantedFacts(
        decided_on=row.decided_on,
        decision_number=decision,
        conditions=_conditions(case_no),
        **{name: getattr(row, name) for name in same},
    )


def _conditions(case_no: str) -> str:
    """决定里附的条件；内容已依法抹去的为空。"""
    granted = [e for e in journal.stream(name=f"case:{case_no}") if e.kind == CaseGranted.kind]
    return str((granted[-1].payload or {}).get("conditions", "")) if granted else ""


def _decision(row: Case) -> str | None:
    found = Document.objects.filter(case=row, kind=DocumentKind.GRANT)
    return found.values_list("number", flat=True).first()


@dataclass(frozen=True, kw_only=True)
class EarlierMaterial:
    """以前交过的一份材料，可以再用。"""

    material_id: int
    name: str
    file_name: str
    kind: str
    size: int
    handed_in_at: datetime
    item_name: str
    case_no: str


def materials_handed_in(*, applicant: str, name: str, limit: int = 5) -> list[EarlierMaterial]:
    """这个申请人以前交过的同名材料，最近的在前，同一文件只列一次 (one statement)."""
    rows = (
        Material.objects.filter(case__applicant=applicant, name=name, handed_in_at__isnull=False)
        .exclude(digest="")
        .select_related("case")
        .only(
            "name", "file_name", "kind", "size", "digest", "handed_in_at", "case__item_name", "case__case_no"
        )
        .order_by("-handed_in_at")[: limit * 4]
    )
    newest: dict[str, EarlierMaterial] = {}
    for row in rows:
        newest.setdefault(row.digest, _earlier(row))
    return list(newest.values())[:limit]


def _earlier(row: Material) -> EarlierMaterial:
    assert row.handed_in_at is not None  # noqa: S101 - the query asked for it
    return EarlierMaterial(
        material_id=row.pk,
        name=row.name,
        file_name=row.file_name,
        kind=row.kind,
        size=row.size,
        handed_in_at=row.handed_in_at.astimezone(SHANGHAI),
        item_name=row.case.item_name,
        case_no=row.case.case_no,
    )


@dataclass(frozen=True, kw_only=True)
class Genuine:
    """一份真的文书：哪个机关、什么文书、文号、日期、给谁（遮名）。"""

    organ: str
    title: str
    number: str
    issued_at: datetime
    item_name: str
    addressee_masked: str


def document_by_code(*, code: str) -> Genuine:
    """凭核验码查文书真假；大小写、横线、易混的字母不论 (one statement). Refuses: NoSuchDocument."""
    row = Document.objects.select_related("case").filter(code=spelt(code)).first()
    if row is None:
        raise NoSuchDocument
    version = catalogue.version(version_id=row.case.version_id)
    return Genuine(
        organ=version.organ_name,
        title=DocumentKind.of(row.kind).titled(licensing=version.is_licence),
        number=row.number,
        issued_at=row.issued_at.astimezone(SHANGHAI),
        item_name=row.case.item_name,
        addressee_masked=row.case.applicant_masked,
    )


def spelt(code: str) -> str:
    """核验码的标准写法：四位一段，O 当 0，I、L 当 1 (Crockford)."""
    kept = "".join(c for c in code.upper() if c.isalnum())[:32]
    kept = kept.translate(str.maketrans("OIL", "011"))
    return "-".join(kept[n : n + 4] for n in range(0, len(kept), 4))


def document_of(*, case_no: str, uid: str, by: Officer | Citizen | Sequence[str]) -> DocumentLine:
    """这份文书归不归他看：归则给出键和文号，供 ``acts.document_pdf``；``by`` 也可以是现在能代表的申请人引用 (one statement).

    Refuses: NoSuchDocument.
    """
    row = Document.objects.select_related("case").filter(pk=uid, case__case_no=case_no).first()
    if row is None or not _may_see(by, row.case):
        raise NoSuchDocument
    kind = DocumentKind.of(row.kind)
    return DocumentLine(
        uid=row.pk,
        kind=kind,
        title=kind.titled(licensing=catalogue.version(version_id=row.case.version_id).is_licence),
        number=row.number,
        code=row.code,
        issued_at=row.issued_at.astimezone(SHANGHAI),
    )


def _may_see(by: Officer | Citizen | Sequence[str], case: Case) -> bool:
    if isinstance(by, Officer | Acting | Applicant):
        return bool(hands_of(by, case).hands)
    return case.applicant in by


def material_file(*, case_no: str, key: str, by: Officer | Citizen | Sequence[str]) -> MaterialLine:
    """办件里一份材料的文件；没有文件的、管不到的，与不存在一样 (one statement). Refuses: NoSuchMaterial."""
    row = Material.objects.select_related("case").filter(case__case_no=case_no, key=key).first()
    if row is None or not row.digest or not _may_see(by, row.case):
        raise NoSuchMaterial
    return row.line()


DECIDED_IN = """
    SELECT item_code, count(*) FROM cases_case
    WHERE item_code = ANY(%s) AND decided_at >= %s AND decided_at < %s AND state <> 'declined'
    GROUP BY item_code ORDER BY item_code
"""


def decided_in(*, items: Sequence[str], since: date, until: date) -> dict[str, int]:
    """某段时间（首尾两日都在内）里这些办理项各决定了几件，准予和不予都算 (one statement)."""
    first = datetime.combine(since, time.min, tzinfo=SHANGHAI)
    after = datetime.combine(until + timedelta(days=1), time.min, tzinfo=SHANGHAI)
    with connection.cursor() as cursor:
        cursor.execute(DECIDED_IN, [list(items), first, after])
        return dict(cursor.fetchall())
