"""证照的 PDF：排版、签名、存放 (typeset, signed, stored before any row names it)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tongban.foundation.documents.typesetting import LICENCE, house_typesetter
from tongban.foundation.files import FileKind, FileStore, Quota
from tongban.foundation.files.kind import Admission
from tongban.rooms.licences.models import Licence
from tongban.rooms.licences.rules.layout import Printed, layout
from tongban.rooms.licences.words import Line

_OURS = Quota(used=0, limit=1 << 40)  # what the house itself makes counts against nobody
_ONLY_PDF = Admission(kinds=frozenset({FileKind.PDF}))


def address_of(token: str) -> str:
    """核验网址：二维码里写的就是它。"""
    return f"{settings.SITE_ADDRESS}/v/{token}"


def facts_of(licence: Licence, face: Sequence[Line], *, token: str) -> dict[str, object]:
    """版面所需的事实。"""
    printed = Printed(
        name=licence.name,
        number=licence.number,
        issuer=licence.issuer,
        issued_on=licence.issued_on,
        identifier=licence.identifier,
        token=token,
        address=address_of(token),
    )
    return layout(printed, face)


def signed(facts: Mapping[str, object], *, licence: Licence, why: str, at: datetime) -> bytes:
    """排成 PDF 并签名 (about 50 ms). Refuses: GlyphsMissing, FontsMissing."""
    # Loaded with the first signature, not with the house: it is large.
    from tongban.foundation.documents.signing import sign_pdf

    pdf = house_typesetter().typeset(LICENCE, facts, at=at)
    return sign_pdf(pdf, reason=why, location=licence.issuer, at=at)


def keep(pdf: bytes, *, licence: Licence) -> str:
    """落稳文件，返回摘要。 Refuses: StorageFull."""
    store = FileStore(Path(settings.FILES_DIR), admission=_ONLY_PDF)
    return store.put(pdf, name=f"{licence.name}.pdf", owner=licence.holder, quota=_OURS).digest
