"""证照室的查询：我的证照、一张证、办件出了哪些证、核验、谁用过、待制的证 (every question about one holder answers him only)."""

from tongban.rooms.licences.queries.sampling import specimen_pdf
from tongban.rooms.licences.queries.verdicts import Sight, sight_of_token, sight_of_uid, verdict
from tongban.rooms.licences.queries.waiting import Waiting, alarm, waiting
from tongban.rooms.licences.queries.wallet import (
    Card,
    CopyCard,
    LicencePage,
    Use,
    copy_pdf,
    is_referenced,
    licence,
    licence_pdf,
    of_case,
    uses,
    wallet,
)

__all__ = [
    "Card",
    "CopyCard",
    "LicencePage",
    "Sight",
    "Use",
    "Waiting",
    "alarm",
    "copy_pdf",
    "is_referenced",
    "licence",
    "licence_pdf",
    "of_case",
    "sight_of_token",
    "sight_of_uid",
    "specimen_pdf",
    "uses",
    "verdict",
    "waiting",
    "wallet",
]
