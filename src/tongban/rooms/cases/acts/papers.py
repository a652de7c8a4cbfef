"""文书：在办理的事务里取号存下内容；要看时排成签名的 PDF (numbered within the act, typeset and signed when asked for)."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tongban.foundation import documents
from tongban.foundation.crypto.tokens import random_token
from tongban.foundation.documents.qr import qr_svg
from tongban.foundation.documents.typesetting import house_typesetter
from tongban.foundation.files.kind import Admission, FileKind
from tongban.foundation.files.quota import Quota
from tongban.foundation.files.store import FileStore
from tongban.foundation.rows import fresh_row
from tongban.rooms.cases import models
from tongban.rooms.cases.acts import numbering
from tongban.rooms.cases.errors import NoSuchDocument
from tongban.rooms.cases.rules import letters
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import DocumentKind
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import ResultKind, Version

LETTERHEAD = Path(documents.__file__).parent / "templates" / "letterhead.typ"
SEAL_KIND = "行政审批专用章"
NO_PHONE = "12345"
Write = Callable[[letters.Heading], letters.Body]
_OUR_OWN = Quota(used=0, limit=1 << 40)


def heading(case: models.Case) -> letters.Heading:
    """抬头：机关、受送达人、事项、编号、联系方式、收费和救济途径。"""
    return letters.Heading(
        addressee=case.addressee,
        item_name=case.item_name,
        item_code=case.item_code,
        case_no=case.case_no,
        short_no=case.short_no,
        query_code=case.query_code,
        **_said_by(catalogue.version(version_id=case.version_id)),
    )


@lru_cache(maxsize=4096)
def _said_by(version: Version) -> dict[str, Any]:
    """What the version says, which never changes."""
    return {
        "organ": version.organ_name,
        "seal_kind": SEAL_KIND,
        "phone": version.place.consult_phone or NO_PHONE,
        "complain_phone": version.place.complain_phone or NO_PHONE,
        "review_organ": version.remedies.review_organ,
        "review_at": version.remedies.review_at,
        "court": version.remedies.court,
        "fee": _fee(version),
        "result": _result(version),
        "basis": "、".join(f"《{law.law}》{law.article}" for law in version.laws[:1]),
        "licensing": version.is_licence,
        "on_the_spot": version.on_the_spot,
    }


def _fee(version: Version) -> str:
    if not version.fees:
        return "办理本事项不收费。"
    return "收费：" + "；".join(f"{fee.name}，{fee.standard}" for fee in version.fees) + "。"


def _result(version: Version) -> str:
    """What the decision gives: each certificate with how long it is valid."""
    named = [result for result in version.results if result.kind is not ResultKind.NONE]
    return "；".join(
        f"{r.name}" + (f"（有效期{r.years}年）" if r.years else f"（有效期：{r.until}）" if r.until else "")
        for r in named
    )


def new_code() -> str:
    """核验码：随机 80 位，分四段，人能照着输 (Crockford's alphabet without I L O U)."""
    drawn = random_token(10)
    return "-".join(drawn[n : n + 4] for n in range(0, 16, 4))


def issue(case: models.Case, kind: DocumentKind, *, at: datetime, write: Write) -> models.Document:
    """制作文书：取文号、封存内容，与办理同一事务 (two statements)."""
    version = catalogue.version(version_id=case.version_id)
    year = law_date(at).year
    with connection.cursor() as cursor:
        scope = numbering.document_scope(organ=version.organ_short, kind=kind, year=year)
        n = numbering.take(cursor, scope)
    number = numbering.document_number(organ=version.organ_short, kind=kind, year=year, n=n)
    document = written(case, kind, number=number, at=at, write=write)
    document.save(force_insert=True)
    return document


def written(
    case: models.Case,
    kind: DocumentKind,
    *,
    number: str,
    at: datetime,
    write: Write,
) -> models.Document:
    """写好的文书，内容已封存，还没有存下。"""
    head = heading(case)
    facts = letters.letter(kind, head=head, number=number, at=at, body=write(head))
    document = fresh_row(
        models.Document, case_id=case.uid, kind=kind, number=number, code=new_code(), issued_at=at
    )
    document.facts_sealed = models.seal_json("cases_document", document.uid, "facts", facts)
    return document


def what_is_served(case: models.Case, *, licensing: bool) -> str:
    """送达的是什么：决定书，和有证的证。"""
    kinds = {DocumentKind.GRANT, DocumentKind.DENIAL}
    numbers = case.documents.filter(kind__in=kinds).values_list("kind", "number")
    return (
        "、".join(
            f"{DocumentKind.of(kind).titled(licensing=licensing)}（{number}）" for kind, number in numbers
        )
        or "办理结果"
    )


def document_pdf(*, uid: str) -> bytes:
    """文书的 PDF：第一次要时排版并签名，以后取存下的那一份；谁能看由 ``queries.document_of`` 把关。

    Refuses: NoSuchDocument, GlyphsMissing, FontsMissing.
    """
    document = models.Document.objects.select_related("case").filter(pk=uid).first()
    if document is None:
        raise NoSuchDocument
    store = FileStore(Path(settings.FILES_DIR), admission=Admission(kinds=frozenset({FileKind.PDF})))
    if document.digest:
        with store.open(document.digest) as kept:
            return kept.read()
    pdf = _typeset(document)
    stored = store.put(pdf, name=f"{document.number}.pdf", owner=document.case.applicant, quota=_OUR_OWN)
    models.Document.objects.filter(pk=uid, digest="").update(digest=stored.digest)
    return pdf


def _typeset(document: models.Document) -> bytes:
    # Loaded with the first signature, not with the house: it is large.
    from tongban.foundation.documents.signing import sign_pdf

    address = f"{settings.SITE_ADDRESS}/d/{document.code}"
    facts = document.facts | {"qr": qr_svg(address), "code": document.code}
    pdf = house_typesetter().typeset(LETTERHEAD, facts, at=document.issued_at)
    return sign_pdf(pdf, reason=str(facts["title"]), location=str(facts["organ"]), at=document.issued_at)
