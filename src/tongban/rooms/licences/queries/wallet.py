"""我的证照：列表、一张证的照面和副本、PDF、谁用过；别人的证与没有的证答复完全相同。"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from tongban.foundation.clock import law_date
from tongban.foundation.files import FileStore
from tongban.rooms.catalogue.words import ResultKind
from tongban.rooms.journal import queries as journal
from tongban.rooms.licences import models, words
from tongban.rooms.licences.errors import NoSuchLicence
from tongban.rooms.licences.rules import standing
from tongban.rooms.licences.words import LicenceStatus, Line, TrustGrade

# Asked by every page of a case, of which most have no licence yet: no model is compiled for nothing.
_SHOWN = tuple(f.attname for f in models.Licence._meta.concrete_fields if f.attname != "face_sealed")
OF_CASE = f"SELECT {', '.join(_SHOWN)} FROM licences_licence WHERE case_no = %s ORDER BY place"  # noqa: S608 - our own


@dataclass(frozen=True, kw_only=True)
class Card:
    """证照卡片；``why_not`` 为空即有效。"""

    uid: str
    kind: ResultKind
    name: str
    number: str
    issuer: str
    holder_masked: str
    issued_on: date
    valid_until: date | None
    valid_until_says: str
    status: LicenceStatus
    why_not: str

    @property
    def in_force(self) -> bool:
        """有效。"""
        return not self.why_not


@dataclass(frozen=True, kw_only=True)
class CopyCard:
    """加注副本：用途、制作时间、到期日。"""

    uid: str
    purpose: str
    made_at: datetime
    until: date


@dataclass(frozen=True, kw_only=True)
class LicencePage:
    """一张证：卡片、标识、照面明文、副本。"""

    card: Card
    identifier: str
    case_no: str
    copies: tuple[CopyCard, ...]
    face: tuple[Line, ...] = field(repr=False)
    trust: TrustGrade = TrustGrade.A


@dataclass(frozen=True, kw_only=True)
class Use:
    """一次使用：何时、什么事、谁；核验的写明凭什么和结论，副本写明用途。"""

    at: datetime
    zh: str
    by: str
    says: str


def wallet(*, holder: str, at: datetime) -> list[Card]:
    """我的证照：``holder`` 如 ``person:7``，新的在前 (one statement)."""
    rows = models.Licence.objects.filter(holder=holder).defer("face_sealed").order_by("-issued_at", "uid")
    return [_card(row, on=law_date(at)) for row in rows]


def of_case(*, case_no: str, at: datetime) -> list[Card]:
    """一个办件出了哪些证；谁能问由办件那一室把关 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(OF_CASE, [case_no])
        rows = [models.Licence.from_db("default", _SHOWN, row) for row in cursor.fetchall()]
    return [_card(row, on=law_date(at)) for row in rows]


def licence(*, uid: str, holder: str, at: datetime) -> LicencePage:
    """一张证，照面是明文，只给持证人 (two statements). Refuses: NoSuchLicence."""
    row = models.Licence.of_holder(uid, holder=holder)
    copies = row.copies.order_by("-made_at")
    return LicencePage(
        card=_card(row, on=law_date(at)),
        identifier=row.identifier,
        case_no=row.case_no,
        face=row.face,
        copies=tuple(
            CopyCard(uid=c.uid, purpose=c.purpose, made_at=c.made_at, until=c.until) for c in copies
        ),
    )


def licence_pdf(*, uid: str, holder: str) -> bytes:
    """证照的签名 PDF，只给持证人。 Refuses: NoSuchLicence, NoSuchFile."""
    return _kept(models.Licence.of_holder(uid, holder=holder).digest)


def copy_pdf(*, uid: str, holder: str) -> bytes:
    """加注副本的签名 PDF，只给持证人。 Refuses: NoSuchLicence, NoSuchFile."""
    found = models.Copy.objects.filter(uid=uid, licence__holder=holder).first()
    if found is None:
        raise NoSuchLicence
    return _kept(found.digest)


def uses(*, uid: str, holder: str) -> list[Use]:
    """谁用过这张证：制发、出示、核验、副本和状态变动，新的在前，只给持证人。 Refuses: NoSuchLicence."""
    models.Licence.of_holder(uid, holder=holder)
    return [_use(recorded) for recorded in reversed(journal.stream(name=f"licence:{uid}"))]


def is_referenced(*, digest: str) -> bool:
    """文件还有没有证照或副本提到它，供清扫文件时问。"""
    tables = (models.Licence, models.Copy)
    return any(table.objects.filter(digest=digest).exists() for table in tables)


def _kept(digest: str) -> bytes:
    with FileStore(Path(settings.FILES_DIR)).open(digest) as file:
        return file.read()


def _card(row: models.Licence, *, on: date) -> Card:
    return Card(
        uid=row.uid,
        kind=ResultKind.of(row.kind),
        name=row.name,
        number=row.number,
        issuer=row.issuer,
        holder_masked=row.holder_masked,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        valid_until_says=row.valid_until_says,
        status=LicenceStatus.of(row.status),
        why_not=standing.why_not(row.standing, on=on),
    )


def _use(recorded: journal.Recorded) -> Use:
    told = recorded.payload or {}
    says = ""
    if "through" in told:
        says = f"{words.Through.of(told['through']).zh}，{words.Finding.of(told['finding']).zh}"
    elif "purpose" in told:
        says = str(told["purpose"])
    return Use(at=recorded.at, zh=recorded.zh, by=recorded.by, says=says)
