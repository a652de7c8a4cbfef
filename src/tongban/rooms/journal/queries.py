"""留痕的查询：一份档案的全部事件、封存与传递的进度。"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.rooms.journal import events, models


@dataclass(frozen=True)
class Recorded:
    """记录在案的一件事；``payload`` 为 None 表示内容已依法抹去。"""

    id: int
    stream_no: int
    kind: str
    at: datetime
    by: str
    payload: dict[str, Any] | None

    @property
    def zh(self) -> str:
        """印出来的名称。"""
        return events.KINDS[self.kind].zh


def stream(*, name: str) -> list[Recorded]:
    """档案：按先后列出某一档案里的全部事件。"""
    rows = models.Event.objects.filter(stream=name).order_by("stream_no")
    return [
        Recorded(id=r.id, stream_no=r.stream_no, kind=r.kind, at=r.at, by=r.actor, payload=r.payload)
        for r in rows
    ]


@dataclass(frozen=True)
class Lag:
    """进度：尚未封存的事件数、各反应落后的位置数和失败情况。"""

    unsealed: int
    head: int
    behind: dict[str, int]
    failing: dict[str, str]


def lag() -> Lag:
    """封存与传递落后多少（供健康检查）；长度只与未封存部分有关。"""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH recent AS MATERIALIZED (
                SELECT id FROM journal_event
                WHERE xid >= coalesce((SELECT settled_xid FROM journal_sealer), '0'::xid8) ORDER BY xid)
            SELECT coalesce((SELECT next_index FROM journal_sealer), 0) - 1, (SELECT count(*) FROM recent e
                WHERE (SELECT x.index FROM journal_seal x WHERE x.event_id = e.id) IS NULL)
            """
        )
        head, unsealed = cursor.fetchone()
    cursors = list(models.Cursor.objects.all())
    return Lag(
        unsealed=unsealed,
        head=head,
        behind={c.reaction: head - c.heard for c in cursors if c.heard < head},
        failing={c.reaction: c.failed_why for c in cursors if c.failures},
    )
