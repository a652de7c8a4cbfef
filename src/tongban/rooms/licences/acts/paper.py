"""证照的 PDF：排版、签名、存放 (typeset, signed, stored before any row names it)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tongban.foundation.documents.qr import qr_svg
from tongban.foundation.documents.signing import sign_pdf
from tongban.foundation.documents.typesetting import LICENCE, house_typesetter
from tongban.foundation.files import FileKind, FileStore, Quota
from tongban.foundation.files.kind import Admission
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.licences.models import Licence
from tongban.rooms.licences.rules.filling import zh
from tongban.rooms.licences.words import Line

SEAL_KIND = "行政审批专用章"
_OURS = Quota(used=0, limit=1 << 40)  # what the house itself makes counts against nobody
_ONLY_PDF = Admission(kinds=frozenset({FileKind.PDF}))
# These the layout prints in places of its own: number, issuer and date.
_ELSEWHERE = frozenset({"case.result_no", "organ.name", "case.decided_on"})


def address_of(token: str) -> str:
    """核验网址：二维码里写的就是它。"""
    return f"{settings.SITE_ADDRESS}/v/{token}"


def facts_of(licence: Licence, face: Sequence[Line], *, token: str) -> dict[str, object]:
    """版面所需的事实：证名、编号、照面、落款、印章、二维码和核验码。"""
    result = catalogue.version(version_id=licence.version_id).results[licence.place]
    lines = zip(result.template, face, strict=True)
    return {
        "title": licence.name,
        "number": licence.number,
        "fields": [[label, text] for line, (label, text) in lines if line.source not in _ELSEWHERE],
        "issued_by": licence.issuer,
        "issued_on": zh(licence.issued_on),
        "seal": {"organ": licence.issuer, "kind": SEAL_KIND},
        "qr": qr_svg(address_of(token)),
        "code": "-".join(token[n : n + 4] for n in range(0, len(token), 4)),
        "note": f"电子证照标识　{licence.identifier}" if licence.identifier else "",
    }


def signed(facts: Mapping[str, object], *, licence: Licence, why: str, at: datetime) -> bytes:
    """排成 PDF 并签名 (about 50 ms). Refuses: GlyphsMissing, FontsMissing."""
    pdf = house_typesetter().typeset(LICENCE, facts, at=at)
    return sign_pdf(pdf, reason=why, location=licence.issuer, at=at)


def keep(pdf: bytes, *, licence: Licence) -> str:
    """落稳文件，返回摘要。 Refuses: StorageFull."""
    store = FileStore(Path(settings.FILES_DIR), admission=_ONLY_PDF)
    return store.put(pdf, name=f"{licence.name}.pdf", owner=licence.holder, quota=_OURS).digest
