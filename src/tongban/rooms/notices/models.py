"""通知室的表：消息、每个渠道的发送、谁选了哪些渠道、谁在代办 (no column holds a number, an address or a name)."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
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

# One statement for all: each message, unless its event has told its holder before, and the deliveries of what is new.
WRITE = """
    WITH fresh AS (
        INSERT INTO notices_message (uid, holder, case_no, kind, subject, body, link, event_key, at)
        SELECT uid, holder, case_no, kind, subject, body, link, event_key, at
        FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::timestamptz[]) WITH ORDINALITY
            AS m (uid, holder, case_no, kind, subject, body, link, event_key, at, nth) ORDER BY nth
        ON CONFLICT (event_key, holder) DO NOTHING RETURNING id, uid)
    INSERT INTO notices_delivery (uid, message_id, channel, state, attempts, next_try_at, reference, why)
    SELECT d.uid, fresh.id, d.channel, d.state, 0, d.next_try_at, '', ''
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
        AS d (uid, message_uid, channel, state, next_try_at) JOIN fresh ON fresh.uid = d.message_uid
"""

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
RECORD_SENT = """
    UPDATE notices_delivery d SET state = %s, sent_at = %s, reference = s.reference, why = ''
    FROM unnest(%s::text[], %s::text[]) AS s (uid, reference) WHERE d.uid = s.uid
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
        rows = cls.objects.filter(case_no__in=list(found)).order_by("id").values_list("case_no", "agent")
        for case_no, agent in rows:
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
        chosen = dict(cls.objects.filter(pk__in=list(holders)).values_list("holder", "channels"))
        return {
            h: frozenset(map(Channel.of, chosen[h])) if h in chosen else DEFAULT_CHANNELS for h in holders
        }

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

    def facts(self) -> list[Any]:
        """消息各列，键除外。"""
        told = self.told
        words = [str(told.kind), told.subject, told.body, told.link]
        return [self.to, self.case_no, *words, self.event_key, self.at]


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
        messages: list[list[Any]] = [[new_uid(), *letter.facts()] for letter in letters]
        deliveries = [
            [new_uid(), message[0], str(channel), _starts_as(channel), letter.soonest]
            for message, letter in zip(messages, letters, strict=True)
            for channel in letter.channels
        ]
        columns = [*zip(*messages, strict=True), *zip(*deliveries, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in columns])

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
    def still_waiting(cls, uids: Collection[str]) -> frozenset[str]:
        """锁住这些发送里还要发的，都按键先后锁 (one statement)."""
        rows = cls.objects.select_for_update().filter(uid__in=list(uids)).order_by("uid")
        return frozenset(row.uid for row in rows if row.is_waiting)

    @classmethod
    def record_sent(cls, references: Mapping[str, str], *, at: datetime) -> None:
        """记下：发出去了；键到网关回执编号 (one statement)."""
        values: list[Any] = [str(DeliveryState.SENT), at, list(references), list(references.values())]
        with connection.cursor() as cursor:
            cursor.execute(RECORD_SENT, values)

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
