"""通知的后台工作：把到点的短信和邮件发出去 (claim, commit, send, write it down; never a lock held while a gateway is asked).

What is claimed cannot be claimed again until its lease is over. A worker that dies between sending and writing it down
leaves the delivery claimed; after the lease it is sent again under the same idempotency key, which the gateway knows.
The number or address is asked for at that moment, with a purpose that the person can read later, and kept nowhere.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from tongban.foundation import messaging
from tongban.foundation.accounts.models import Account
from tongban.foundation.crypto.errors import SealBroken
from tongban.foundation.identifiers import parse_mobile_phone
from tongban.foundation.schedule import every
from tongban.rooms.notices import acts
from tongban.rooms.notices.models import Claimed, Delivery
from tongban.rooms.notices.rules import sending
from tongban.rooms.notices.words import Channel
from tongban.rooms.people import acts as people
from tongban.rooms.people import queries as people_queries
from tongban.rooms.people.errors import NoSuchLegalPerson, NoSuchPerson
from tongban.rooms.people.words import PartyKind, PersonField

logger = logging.getLogger("tongban.notices")
BY = "system:notices"
PURPOSE = "向本人发送办件短信"
RUN_SECONDS = 10.0  # the timetable has other work; what is left is due again in two seconds


@every(seconds=2)
def send_due(*, at: datetime) -> int:
    """发送到点的：短信和邮件各发各的，一个渠道坏了不耽误另一个；返回发出几条。"""
    gateways = {Channel.SMS: messaging.sms_gateway(), Channel.EMAIL: messaging.mail_gateway()}
    return sum(_send_all(channel, gateway, at=at) for channel, gateway in gateways.items())


def _send_all(channel: Channel, gateway: messaging.Circuit, *, at: datetime) -> int:
    began, sent = time.monotonic(), 0
    while not gateway.resting:
        passed = time.monotonic() - began
        if passed > RUN_SECONDS:
            break
        moment = at + timedelta(seconds=passed)
        claimed = Delivery.claim(channel, at=moment, until=moment + sending.LEASE)
        if claimed is None:
            break
        sent += _send(claimed, gateway, at=moment)
    return sent


def _send(claimed: Claimed, gateway: messaging.Circuit, *, at: datetime) -> bool:
    delivery = claimed.facts
    to = _address(claimed, at=at)
    if not to:
        acts.record_given_up(delivery=delivery, why="no_address", by=BY, at=at)
        return False
    try:
        receipt = gateway.send(_outgoing(claimed, to=to, at=at))
    except messaging.GatewayFailed as failed:
        _record_failure(claimed, failed, at=at)
        return False
    acts.record_sent(delivery=delivery, reference=receipt.reference, by=BY, at=at)
    return True


def _record_failure(claimed: Claimed, failed: messaging.GatewayFailed, *, at: datetime) -> None:
    delivery = claimed.facts
    logger.warning("delivery_failed", extra={"delivery": delivery.uid, "why": failed.code})
    again_at = sending.next_try(attempts=delivery.attempts, at=at, chance=random.random())  # noqa: S311
    if failed.final or again_at is None:
        acts.record_given_up(delivery=delivery, why=failed.code, by=BY, at=at)
    else:
        acts.record_failed(delivery=delivery, why=failed.code, again_at=again_at)


def _outgoing(claimed: Claimed, *, to: str, at: datetime) -> messaging.Outgoing:
    by_mail = claimed.facts.channel is Channel.EMAIL
    text = f"{claimed.body}\n\n{settings.SITE_ADDRESS}{claimed.link}\n" if by_mail else claimed.body
    return messaging.Outgoing(key=claimed.facts.uid, to=to, subject=claimed.subject, text=text, at=at)


def _address(claimed: Claimed, *, at: datetime) -> str:
    """The number or address of this moment; empty when there is none (any more)."""
    kind, _, number = claimed.holder.rpartition(":")
    try:
        return _ADDRESSES[kind, claimed.facts.channel](int(number), at)
    except (NoSuchPerson, NoSuchLegalPerson):
        return ""
    except SealBroken:
        logger.warning("address_unreadable", extra={"delivery": claimed.facts.uid})
        return ""


def _person_phone(person_id: int, at: datetime) -> str:
    return people.disclose(person_id=person_id, field=PersonField.PHONE, purpose=PURPOSE, by=BY, at=at)


def _person_mail(person_id: int, at: datetime) -> str:
    account_id = people_queries.person(person_id=person_id).account_id
    found = Account.objects.filter(pk=account_id or 0, is_active=True).values_list("email", flat=True).first()
    return found or ""


def _firm_phone(legal_person_id: int, at: datetime) -> str:
    facts = people_queries.prefill_facts(legal_person_id=legal_person_id)
    phone = parse_mobile_phone(facts["enterprise.phone"])
    return phone.value if phone.valid else ""


def _firm_mail(legal_person_id: int, at: datetime) -> str:
    return ""


_ADDRESSES: Mapping[tuple[str, Channel], Callable[[int, datetime], str]] = {
    (PartyKind.PERSON, Channel.SMS): _person_phone,
    (PartyKind.PERSON, Channel.EMAIL): _person_mail,
    (PartyKind.LEGAL_PERSON, Channel.SMS): _firm_phone,
    (PartyKind.LEGAL_PERSON, Channel.EMAIL): _firm_mail,
}
