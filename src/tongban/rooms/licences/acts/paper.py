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
from tongban.rooms.licences.models import Licence
from tongban.rooms.licences.rules.filling import zh
from tongban.rooms.licences.words import Line

SEAL_KIND = "行政审批专用章"
_OURS = Quota(used=0, limit=1 << 40)  # what the house itself makes counts against nobody
_ONLY_PDF = Admission(kinds=frozenset({FileKind.PDF}))
_DATE_OF_ISSUE = frozenset({"发证日期", "签发日期"})


def address_of(token: str) -> str:
    """核验网址：二维码里写的就是它。"""
    return f"{settings.SITE_ADDRESS}/v/{token}"


def facts_of(licence: Licence, face: Sequence[Line], *, token: str) -> dict[str, object]:
    """版面所需的事实：证名、编号、照面、落款、印章、二维码和核验码。"""
    return {
        "title": licence.name,
        "number": licence.number,
        "fields": [list(line) for line in face if not _printed_elsewhere(line, licence)],
        "issued_by": licence.issuer,
        "issued_on": zh(licence.issued_on),
        "seal": {"organ": licence.issuer, "kind": SEAL_KIND},
        "qr": qr_svg(address_of(token)),
        "code": "-".join(token[n : n + 4] for n in range(0, len(token), 4)),
        "note": f"电子证照标识　{licence.identifier}" if licence.identifier else "",
    }


def _printed_elsewhere(line: Line, licence: Licence) -> bool:
    """Number, issuer and date of issue have places of their own in the layout."""
    label, text = line
    return text in (licence.number, licence.issuer) or label in _DATE_OF_ISSUE


def signed(facts: Mapping[str, object], *, licence: Licence, why: str, at: datetime) -> bytes:
    """排成 PDF 并签名 (about 50 ms). Refuses: GlyphsMissing, FontsMissing."""
    pdf = house_typesetter().typeset(LICENCE, facts, at=at)
    return sign_pdf(pdf, reason=why, location=licence.issuer, at=at)


def keep(pdf: bytes, *, licence: Licence) -> str:
    """落稳文件，返回摘要。 Refuses: StorageFull."""
    store = FileStore(Path(settings.FILES_DIR), admission=_ONLY_PDF)
    return store.put(pdf, name=f"{licence.name}.pdf", owner=licence.holder, quota=_OURS).digest
