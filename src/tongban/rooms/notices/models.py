"""通知室的表：消息、每个渠道的发送、谁选了哪些渠道、谁在代办 (no column holds a number, an address or a name)."""

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q

from tongban.rooms.notices import events
from tongban.rooms.notices.errors import NoSuchDelivery, NoSuchMessage
from tongban.rooms.notices.words import (
    DEFAULT_CHANNELS,
    WAITING,
    Channel,
    DeliveryFacts,
    DeliveryState,
    MessageKind,
    Told,
)

# One statement for all: each message, unless its event has told its holder before, and the deliveries of what is new. What is
# said travels as two JSON texts: psycopg looks at every element of an array, and at nothing within a text.
WRITE = """
    WITH fresh AS (
        INSERT INTO notices_message (uid, holder, case_no, kind, subject, body, link, event_key, at)
        SELECT uid, holder, case_no, kind, subject, body, link, event_key, at
        FROM json_to_recordset(%s::json) AS m (nth int, uid text, holder text, case_no text, kind text, subject text,
            body text, link text, event_key text, at timestamptz) ORDER BY nth
        ON CONFLICT (event_key, holder) DO NOTHING RETURNING id, uid)
    INSERT INTO notices_delivery (uid, message_id, channel, state, attempts, next_try_at, reference, why)
    SELECT d.uid, fresh.id, d.channel, d.state, 0, d.next_try_at, '', ''
    FROM json_to_recordset(%s::json) AS d (uid text, message_uid text, channel text, state text, next_try_at timestamptz)
        JOIN fresh ON fresh.uid = d.message_uid
"""

# However many are asked for, the text is the same: a list written out would be planned anew for every length.
AGENTS = "SELECT case_no, agent FROM notices_caseagent WHERE case_no = ANY(%s) ORDER BY id"
CHOSEN = "SELECT holder, channels::text FROM notices_preference WHERE holder = ANY(%s)"

# Who takes deliveries leaves them untouched by others until the lease is over, without holding a lock meanwhile.
CLAIM = """
    UPDATE notices_delivery d SET attempts = d.attempts + 1, next_try_at = %s
    FROM notices_message m
    WHERE m.id = d.message_id AND d.uid IN (
        SELECT uid FROM notices_delivery
        WHERE channel = %s AND state IN ('pending', 'failed') AND next_try_at <= %s
        ORDER BY next_try_at LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING d.uid, m.uid, d.channel, d.attempts, m.holder, m.subject, m.body, m.link
"""
# Locked in one order, the same for everybody, so that nobody waits in a ring; what somebody else has written down stays so. The
# state is looked at afterwards: asked with the keys, the planner would go through all that wait.
RECORD_SENT = """
    WITH told AS (SELECT * FROM json_each_text(%s::json) AS t (uid, reference)),
    locked AS (
        SELECT d.uid, d.state FROM notices_delivery d WHERE d.uid = ANY(ARRAY(SELECT uid FROM told))
        ORDER BY d.uid FOR UPDATE)
    UPDATE notices_delivery d SET state = 'sent', sent_at = %s, reference = told.reference, why = ''
    FROM locked JOIN told USING (uid) WHERE d.uid = locked.uid AND locked.state IN ('pending', 'failed')
    RETURNING d.uid
"""


def new_uid() -> str:
    """随机键：32 个十六进制字符 (128 bits)."""
    return secrets.token_hex(16)


class CaseAgent(models.Model):
    """代办人：某个办件里替申请人经过手的人；委托解除后不再通知他。"""

    case_no = models.CharField("办件编号", max_length=60)
    agent = models.CharField("代办人", max_length=40)

    class Meta:
        verbose_name = "办件的代办人"
        verbose_name_plural = "办件的代办人"
        constraints = [models.UniqueConstraint(fields=["case_no", "agent"], name="notices_caseagent_once")]

    @classmethod
    def remember(cls, acted: Iterable[tuple[str, str]]) -> None:
        """记住代办人（办件编号，代办人）；记过的不动 (one statement, none for nobody)."""
        rows = [CaseAgent(case_no=case_no, agent=agent) for case_no, agent in acted]
        CaseAgent.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def known(cls, case_nos: Collection[str]) -> dict[str, list[str]]:
        """这些办件各有哪些代办人，先来的在前 (one statement)."""
        found: dict[str, list[str]] = {case_no: [] for case_no in case_nos}
        with connection.cursor() as cursor:
            cursor.execute(AGENTS, [list(found)])
            for case_no, agent in cursor.fetchall():
                found[case_no].append(agent)
        return found


class Preference(models.Model):
    """渠道偏好：一个人（或单位）一行，没有行的照默认。"""

    holder = models.CharField("收信人", max_length=40, primary_key=True)
    channels = models.JSONField("渠道")
    chosen_at = models.DateTimeField("选择时间")

    class Meta:
        verbose_name = "渠道偏好"
        verbose_name_plural = "渠道偏好"

    @classmethod
    def of(cls, holder: str) -> frozenset[Channel]:
        """选了哪些渠道；没选过的照默认。"""
        return cls.of_several([holder])[holder]

    @classmethod
    def of_several(cls, holders: Collection[str]) -> dict[str, frozenset[Channel]]:
        """这些人各选了哪些渠道 (one statement)."""
        with connection.cursor() as cursor:
            cursor.execute(CHOSEN, [list(holders)])
            chosen = {
                holder: frozenset(map(Channel.of, json.loads(said))) for holder, said in cursor.fetchall()
            }
        return {h: chosen.get(h, DEFAULT_CHANNELS) for h in holders}

    @classmethod
    def record(cls, event: events.ChannelsChosen) -> None:
        """记下：选了哪些渠道。"""
        kept = {"channels": [str(c) for c in event.channels], "chosen_at": event.at}
        cls.objects.update_or_create(holder=event.holder, defaults=kept)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """要写给一个人的一条：说什么、关于哪个办件的哪件事、从哪些渠道、最早什么时候发。"""

    told: Told
    to: str
    case_no: str
    event_key: str
    at: datetime
    channels: Sequence[Channel]
    soonest: datetime

    def as_json(self, nth: int, uid: str) -> dict[str, object]:
        """消息一行，列名到值。"""
        told, at = self.told, self.at.isoformat()
        words = {"kind": str(told.kind), "subject": told.subject, "body": told.body, "link": told.link}
        where = {"holder": self.to, "case_no": self.case_no, "event_key": self.event_key}
        return {"nth": nth, "uid": uid, **where, **words, "at": at}

    def deliveries(self, message_uid: str) -> Iterator[dict[str, object]]:
        """各渠道的发送各一行。"""
        soonest = self.soonest.isoformat()
        for channel in self.channels:
            said = {"channel": str(channel), "state": _starts_as(channel), "next_try_at": soonest}
            yield {"uid": new_uid(), "message_uid": message_uid, **said}


class Message(models.Model):
    """消息：一件事告诉一个人，一条；正文写下就不改。"""

    id = models.BigAutoField(primary_key=True)
    uid = models.CharField("键", max_length=32, unique=True, default=new_uid)
    holder = models.CharField("收信人", max_length=40)
    case_no = models.CharField("办件编号", max_length=60)
    kind = models.CharField("种类", max_length=24, choices=MessageKind.choices())
    subject = models.CharField("标题", max_length=60)
    body = models.CharField("正文", max_length=600)
    link = models.CharField("去哪里看", max_length=120)
    event_key = models.CharField("哪件事", max_length=140)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        constraints = [
            models.UniqueConstraint(fields=["event_key", "holder"], name="notices_message_once"),
            models.CheckConstraint(
                condition=Q(kind__in=MessageKind.slugs()), name="notices_message_kind_word"
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="notices_message_inbox"),
            models.Index(fields=["holder"], condition=Q(read_at=None), name="notices_message_unread"),
        ]

    @classmethod
    def write(cls, letters: Sequence[Letter]) -> None:
        """写几条消息和它们的各次发送；同一件事对同一人说过的不再说 (one statement, none for nothing)."""
        if not letters:
            return
        named = [(new_uid(), letter) for letter in letters]
        messages = [letter.as_json(nth, uid) for nth, (uid, letter) in enumerate(named)]
        deliveries = [row for uid, letter in named for row in letter.deliveries(uid)]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [_json(messages), _json(deliveries)])

    @classmethod
    def locked(cls, uid: str, *, holder: str) -> Self:
        """锁住发给某人的一条消息。 Refuses: NoSuchMessage."""
        found = cls.objects.select_for_update().filter(uid=uid, holder=holder).first()
        if found is None:
            raise NoSuchMessage
        return found

    def record_read(self, event: events.MessageRead) -> None:
        """记下：看过了。"""
        self.read_at = event.at
        self.save(update_fields=["read_at"])

    @classmethod
    def forget(cls, holder: str) -> None:
        """抹去：一个人的全部消息、偏好和代办记录。 Law: 个人信息保护法 第四十七条."""
        Delivery.objects.filter(message__holder=holder).delete()
        cls.objects.filter(holder=holder).delete()
        Preference.objects.filter(holder=holder).delete()
        CaseAgent.objects.filter(agent=holder).delete()


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _starts_as(channel: Channel) -> str:
    # A message in the inbox has arrived once it is written; the others have to be carried.
    return str(DeliveryState.DELIVERED if channel is Channel.IN_APP else DeliveryState.PENDING)


class Claimed:
    """领走的一次发送：发给谁、发什么；号码和邮箱到发的时候才去问。"""

    def __init__(self, row: Sequence[Any]) -> None:
        uid, message_uid, channel, attempts, self.holder, self.subject, self.body, self.link = row
        self.facts = DeliveryFacts(
            uid=uid, message_uid=message_uid, channel=Channel.of(channel), attempts=attempts
        )


class Delivery(models.Model):
    """发送：一条消息从一个渠道走一次；``uid`` 是给网关的幂等键。"""

    uid = models.CharField("键", max_length=32, primary_key=True, default=new_uid)
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="deliveries", verbose_name="消息", db_index=False
    )
    channel = models.CharField("渠道", max_length=8, choices=Channel.choices())
    state = models.CharField("状态", max_length=10, choices=DeliveryState.choices())
    attempts = models.IntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次发送时间")
    reference = models.CharField("网关回执编号", max_length=120, blank=True)
    why = models.CharField("没发成的原因", max_length=40, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    delivered_at = models.DateTimeField("送达时间", null=True)

    class Meta:
        verbose_name = "发送"
        verbose_name_plural = "发送"
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="notices_delivery_once"),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.slugs()) & Q(state__in=DeliveryState.slugs()),
                name="notices_delivery_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_try_at"],
                condition=Q(state__in=[str(s) for s in WAITING]),
                name="notices_delivery_due",
            ),
            models.Index(
                fields=["channel", "reference"], condition=~Q(reference=""), name="notices_delivery_reference"
            ),
        ]

    @classmethod
    def claim(cls, channel: Channel, *, at: datetime, until: datetime, most: int = 1) -> list[Claimed]:
        """领走几条到点的：到 ``until`` 之前别人不会再领 (one statement, committed by itself)."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [until, str(channel), at, most])
            return [Claimed(row) for row in cursor.fetchall()]

    @classmethod
    def release(cls, uids: Collection[str], *, at: datetime) -> None:
        """放回：领了还没有去发的，不算试过 (one statement)."""
        waiting = cls.objects.filter(uid__in=list(uids), state__in=[str(s) for s in WAITING])
        waiting.update(attempts=models.F("attempts") - 1, next_try_at=at)

    @classmethod
    def record_sent(cls, references: Mapping[str, str], *, at: datetime) -> frozenset[str]:
        """记下：发出去了；键到网关回执编号。返回由此记下的，别人已经记过的不在其中 (one statement)."""
        with connection.cursor() as cursor:
            cursor.execute(RECORD_SENT, [_json(references), at])
            return frozenset(uid for (uid,) in cursor.fetchall())

    @classmethod
    def locked(cls, **which: str) -> Self:
        """锁住一次发送。 Refuses: NoSuchDelivery."""
        found = cls.objects.select_for_update(of=("self",)).select_related("message").filter(**which).first()
        if found is None:
            raise NoSuchDelivery
        return found

    def record_delivered(self, event: events.MessageDelivered) -> None:
        """记下：送到了。"""
        self.state, self.delivered_at = DeliveryState.DELIVERED, event.at
        self.save(update_fields=["state", "delivered_at"])

    def record_failed(self, *, why: str, again_at: datetime) -> None:
        """记下：没发成，什么时候再发。"""
        self.state, self.why, self.next_try_at = DeliveryState.FAILED, why, again_at
        self.save(update_fields=["state", "why", "next_try_at"])

    def record_given_up(self, event: events.MessageGivenUp) -> None:
        """记下：不再发了。"""
        self.state, self.why = DeliveryState.GIVEN_UP, event.why
        self.save(update_fields=["state", "why"])

    @property
    def is_waiting(self) -> bool:
        """还要发。"""
        return self.state in WAITING
