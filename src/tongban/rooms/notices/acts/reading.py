"""收信人办的事：看消息、选渠道。"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.notices.events import ChannelsChosen, MessageRead
from tongban.rooms.notices.models import Message, Preference
from tongban.rooms.notices.rules import sending
from tongban.rooms.notices.words import Channel


def mark_read(*, uid: str, holder: str, by: str, at: datetime) -> MessageRead | None:
    """看过了：第一次打开才留痕，再看什么也不做 (None)；``by`` 是打开的人，如替单位看信的代办人。

    Refuses: NoSuchMessage, also when it is somebody else's.
    """
    with transaction.atomic(durable=True):
        message = Message.locked(uid, holder=holder)
        if message.read_at is not None:
            return None
        event = MessageRead(message_uid=uid, case_no=message.case_no, by=by, at=at)
        message.record_read(event)
        journal.witness(event)
    return event


def choose_channels(*, holder: str, channels: Collection[Channel], by: str, at: datetime) -> ChannelsChosen:
    """选择从哪些渠道收通知；站内信总是有的。"""
    event = sending.choose(holder, wanted=channels, by=by, at=at)
    with transaction.atomic(durable=True):
        Preference.record(event)
        journal.witness(event)
    return event
