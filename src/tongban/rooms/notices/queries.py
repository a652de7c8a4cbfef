"""通知的查询：收信箱、一条消息、未读几条、还有多少没发 (each is one statement; who asks is the holder himself)."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.rooms.notices import models
from tongban.rooms.notices.errors import NoSuchMessage
from tongban.rooms.notices.rules import telling
from tongban.rooms.notices.words import Channel, DeliveryState, MessageKind

INBOX = """
    SELECT id, uid, case_no, kind, subject, body, link, at, read_at FROM notices_message
    WHERE holder = %s AND id < %s ORDER BY id DESC LIMIT %s
"""
ONE = """
    SELECT m.id, m.uid, m.case_no, m.kind, m.subject, m.body, m.link, m.at, m.read_at, (
        SELECT json_agg(json_build_object('channel', d.channel, 'state', d.state) ORDER BY d.channel)::text
        FROM notices_delivery d WHERE d.message_id = m.id)
    FROM notices_message m WHERE m.uid = %s AND m.holder = %s
"""
UNREAD = "SELECT count(*) FROM notices_message WHERE holder = %s AND read_at IS NULL"
BACKLOG = """
    SELECT channel, count(*), min(next_try_at) FROM notices_delivery
    WHERE state IN ('pending', 'failed') GROUP BY channel ORDER BY channel
"""
_NEWEST = (1 << 63) - 1


@dataclass(frozen=True, kw_only=True)
class InboxMessage:
    """收信箱里的一条。"""

    uid: str
    case_no: str
    kind: MessageKind
    subject: str
    body: str
    link: str
    at: datetime
    read_at: datetime | None
    deliveries: tuple[tuple[Channel, DeliveryState], ...] = ()

    @property
    def is_unread(self) -> bool:
        """未读。"""
        return self.read_at is None


@dataclass(frozen=True)
class Inbox:
    """收信箱的一页，新的在前；``after`` 交给下一页，空为没有了。"""

    messages: tuple[InboxMessage, ...]
    after: str


def inbox(*, holder: str, after: str = "", limit: int = 20) -> Inbox:
    """收信箱：某人（或单位，如 ``legal_person:3``）的消息，一页一页往前翻 (one statement, by key)."""
    before = int(after) if after.isdecimal() and len(after) < 19 else _NEWEST
    with connection.cursor() as cursor:
        cursor.execute(INBOX, [holder, before, limit + 1])
        rows = cursor.fetchall()
    shown = rows[:limit]
    return Inbox(tuple(map(_message, shown)), after=str(shown[-1][0]) if len(rows) > limit else "")


def message(*, uid: str, holder: str) -> InboxMessage:
    """一条消息和它从各渠道发到了哪一步 (one statement). Refuses: NoSuchMessage, also when it is somebody else's."""
    with connection.cursor() as cursor:
        cursor.execute(ONE, [uid, holder])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchMessage
    return _message(row)


def in_full(message: InboxMessage, *, item_name: str) -> InboxMessage:
    """打开的一条：事项写全名。"""
    return replace(message, body=telling.in_full(message.body, item_name=item_name))


def unread(*, holder: str) -> int:
    """未读几条 (one statement, over the unread only)."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [holder])
        return int(cursor.fetchone()[0])


def channels_of(*, holder: str) -> frozenset[Channel]:
    """愿意从哪些渠道收通知 (one statement)."""
    return models.Preference.of(holder)


@dataclass(frozen=True)
class Backlog:
    """一个渠道还没发的：几条、最早的该在什么时候发。"""

    channel: Channel
    waiting: int
    oldest: datetime


def backlog() -> list[Backlog]:
    """各渠道还有多少没发，供体检 (one statement, over the waiting only)."""
    with connection.cursor() as cursor:
        cursor.execute(BACKLOG)
        return [
            Backlog(Channel.of(channel), waiting, oldest) for channel, waiting, oldest in cursor.fetchall()
        ]


def _message(row: Any) -> InboxMessage:
    _, uid, case_no, kind, subject, body, link, at, read_at, *deliveries = row
    sent = json.loads(deliveries[0] or "[]") if deliveries else []
    return InboxMessage(
        uid=uid,
        case_no=case_no,
        kind=MessageKind.of(kind),
        subject=subject,
        body=body,
        link=link,
        at=at,
        read_at=read_at,
        deliveries=tuple((Channel.of(d["channel"]), DeliveryState.of(d["state"])) for d in sent),
    )
