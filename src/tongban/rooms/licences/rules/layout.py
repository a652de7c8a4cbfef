"""版面：一张证照印在纸上的各处写什么；制证、预览用的是同一个版面 (what the template of the paper is told)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongban.foundation.documents.qr import qr_svg
from tongban.rooms.licences.rules.filling import zh
from tongban.rooms.licences.words import Line

SEAL_KIND = "行政审批专用章"
_DATE_OF_ISSUE = frozenset({"发证日期", "签发日期"})


@dataclass(frozen=True, kw_only=True)
class Printed:
    """印出来的一张证：证名、编号、颁发机关、颁发日期、电子证照标识、核验码和二维码里的网址。"""

    name: str
    number: str
    issuer: str
    issued_on: date
    identifier: str
    token: str
    address: str


def layout(of: Printed, face: Sequence[Line]) -> dict[str, object]:
    """版面所需的事实：证名、编号、照面、落款、印章、二维码和核验码。"""
    return {
        "title": of.name,
        "number": of.number,
        "fields": [list(line) for line in face if not _printed_elsewhere(line, of)],
        "issued_by": of.issuer,
        "issued_on": zh(of.issued_on),
        "seal": {"organ": of.issuer, "kind": SEAL_KIND},
        "qr": qr_svg(of.address),
        "code": "-".join(of.token[n : n + 4] for n in range(0, len(of.token), 4)),
        "note": f"电子证照标识　{of.identifier}" if of.identifier else "",
    }


def _printed_elsewhere(line: Line, of: Printed) -> bool:
    """Number, issuer and date of issue have places of their own in the layout."""
    label, text = line
    return text in (of.number, of.issuer) or label in _DATE_OF_ISSUE
