"""送信人办的事：发出去了、没发成、不发了、对方收到了。"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.notices.events import MessageDelivered, MessageGivenUp, MessageSent
from tongban.rooms.notices.models import Delivery
from tongban.rooms.notices.rules import sending
from tongban.rooms.notices.words import Channel, DeliveryFacts, DeliveryState


def record_sent(*, sent: Mapping[DeliveryFacts, str], by: str, at: datetime) -> list[MessageSent]:
    """发出去了，几条一起记（发送到网关回执编号）；别人已经记下的不再记 (two statements)."""
    references = {delivery.uid: reference for delivery, reference in sent.items()}
    with transaction.atomic(durable=True):
        recorded = Delivery.record_sent(references, at=at)
        events = [
            sending.sent(delivery, reference=reference, by=by, at=at)
            for delivery, reference in sent.items()
            if delivery.uid in recorded
        ]
        journal.witness_all(events)
    return events


def record_failed(*, delivery: DeliveryFacts, why: str, again_at: datetime) -> None:
    """没发成，过一会再发：只记在发送自己的行里，办件的档案不因网关坏了而变长。 Refuses: NoSuchDelivery."""
    with transaction.atomic(durable=True):
        row = Delivery.locked(uid=delivery.uid)
        if row.is_waiting:
            row.record_failed(why=why, again_at=again_at)


def record_given_up(*, delivery: DeliveryFacts, why: str, by: str, at: datetime) -> MessageGivenUp | None:
    """不再发了。 Refuses: NoSuchDelivery."""
    event = sending.give_up(delivery, why=why, by=by, at=at)
    with transaction.atomic(durable=True):
        row = Delivery.locked(uid=delivery.uid)
        if not row.is_waiting:
            return None
        row.record_given_up(event)
        journal.witness(event)
    return event


def confirm_delivered(*, channel: Channel, reference: str, by: str, at: datetime) -> MessageDelivered | None:
    """网关回报对方收到了；报过的不再记 (None)。 Refuses: NoSuchDelivery."""
    if not reference:
        return None
    with transaction.atomic(durable=True):
        row = Delivery.locked(channel=str(channel), reference=reference)
        if row.state != DeliveryState.SENT:
            return None
        event = MessageDelivered(
            message_uid=row.message.uid, channel=channel, reference=reference, by=by, at=at
        )
        row.record_delivered(event)
        journal.witness(event)
    return event
