"""待制的证：哪些办件的证一时制不出来，为什么 (for the doctor and for the job that tries again)."""

from dataclasses import dataclass
from datetime import datetime

from tongban.rooms.licences import models


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """一张待制的证。"""

    case_no: str
    why: str
    since: datetime


def waiting() -> list[Waiting]:
    """全部待制的证，先来的在前。"""
    rows = models.Held.objects.order_by("since", "id")
    return [Waiting(case_no=row.case_no, why=row.why, since=row.since) for row in rows]


def alarm() -> tuple[bool, str]:
    """体检：有没有制不出来的证；有就说明头几件的原因。"""
    held = waiting()
    told = "；".join(f"{each.case_no}：{each.why}" for each in held[:3])
    return not held, f"有{len(held)}张证照待制：{told}" if held else "证照都已制发"
