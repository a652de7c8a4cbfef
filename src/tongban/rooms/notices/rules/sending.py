"""什么时候发：从哪些渠道、几点发、没发成隔多久再发、什么时候放弃 (when to send, when to try again, when to stop)."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.notices.events import ChannelsChosen, MessageGivenUp, MessageSent
from tongban.rooms.notices.words import Channel, DeliveryFacts

MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
LEASE = timedelta(minutes=2)
"""领走一条去发的时限：比网关最长的等待长得多；过了还没有下文，就是领走的人倒下了，再发一次（同一个幂等键）。"""

QUIET_FROM, QUIET_TO = time(22), time(8)


def channels(*, chosen: Collection[Channel], phone_known: bool, mail_known: bool) -> tuple[Channel, ...]:
    """从哪些渠道发：站内信必有；短信和邮件要本人愿意，也要知道往哪里发。"""
    known = {Channel.IN_APP: True, Channel.SMS: phone_known, Channel.EMAIL: mail_known}
    return tuple(c for c in Channel if known[c] and (c in chosen or c is Channel.IN_APP))


def first_try(*, at: datetime, by: str) -> datetime:
    """头一次什么时候发：人办的事马上发；系统夜里办的，等到早上八点 (nobody is woken by a timer)."""
    local = at.astimezone(SHANGHAI)
    if not by.startswith("system:") or QUIET_TO <= local.time() < QUIET_FROM:
        return at
    morning = local.replace(hour=QUIET_TO.hour, minute=0, second=0, microsecond=0)
    return morning if local.time() < QUIET_TO else morning + timedelta(days=1)


def next_try(*, attempts: int, at: datetime, chance: float) -> datetime | None:
    """下一次什么时候发；None 是不再发了。``attempts`` 是已试的次数，``chance`` 是 0 到 1 的随机数。

     Waits double from 30 s to two hours, each times 0.5 to 1.5, so that what failed together does not come back together
    .
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    doubled: int = 2 ** (attempts - 1)
    return at + min(FIRST_WAIT * doubled, LONGEST_WAIT) * (0.5 + chance)


def sent(delivery: DeliveryFacts, *, reference: str, by: str, at: datetime) -> MessageSent:
    """发出去了。"""
    return MessageSent(
        message_uid=delivery.message_uid,
        channel=delivery.channel,
        reference=reference,
        attempts=delivery.attempts,
        by=by,
        at=at,
    )


def give_up(delivery: DeliveryFacts, *, why: str, by: str, at: datetime) -> MessageGivenUp:
    """放弃。"""
    return MessageGivenUp(
        message_uid=delivery.message_uid,
        channel=delivery.channel,
        why=why,
        attempts=delivery.attempts,
        by=by,
        at=at,
    )


def choose(holder: str, *, wanted: Collection[Channel], by: str, at: datetime) -> ChannelsChosen:
    """选渠道：站内信不能不要，因为补正的期限要靠它告知。"""
    kept = tuple(c for c in Channel if c in wanted or c is Channel.IN_APP)
    return ChannelsChosen(holder=holder, channels=kept, by=by, at=at)
