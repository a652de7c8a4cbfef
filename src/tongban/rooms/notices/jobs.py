"""通知的后台工作：把到点的短信和邮件发出去 (claim, commit, send, write it down; never a lock held while a gateway is asked).

What is claimed cannot be claimed again until its lease is over. A worker that dies between sending and writing it down
leaves the delivery claimed; after the lease it is sent again under the same idempotency key, which the gateway knows.
The number or address is asked for at that moment, with a purpose that the person can read later, and kept nowhere.
"""

import logging
import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
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
TOGETHER = 200
"""一次领几条：一起领、一起问号码、一起记下；到时限还没有发的放回去，所以领得多也不会拿着不放。"""
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
        until = moment + sending.LEASE
        claimed = Delivery.claim(channel, at=moment, until=until, most=TOGETHER)
        if not claimed:
            break
        sent += _send(claimed, gateway, at=moment, ends=began + RUN_SECONDS)
    return sent


def _send(claimed: Sequence[Claimed], gateway: messaging.Circuit, *, at: datetime, ends: float) -> int:
    """One after the other; what there is no time or no gateway for any more is put back untried."""
    addresses, sent = _addresses(claimed, at=at), {}
    for n, one in enumerate(claimed):
        if gateway.resting or time.monotonic() > ends:
            Delivery.release([each.facts.uid for each in claimed[n:]], at=at)
            break
        if reference := _sent(one, gateway, to=addresses.get(one.holder, ""), at=at):
            sent[one.facts] = reference
    if sent:
        acts.record_sent(sent=sent, by=BY, at=at)
    return len(sent)


def _sent(claimed: Claimed, gateway: messaging.Circuit, *, to: str, at: datetime) -> str:
    """The gateway's reference; empty when it was not sent, which is then written down."""
    if not to:
        acts.record_given_up(delivery=claimed.facts, why="no_address", by=BY, at=at)
        return ""
    try:
        return gateway.send(_outgoing(claimed, to=to, at=at)).reference
    except messaging.GatewayFailed as failed:
        _record_failure(claimed, failed, at=at)
        return ""


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


def _addresses(claimed: Sequence[Claimed], *, at: datetime) -> dict[str, str]:
    """The number or address of this moment by holder; without who has none (any more)."""
    by_kind: dict[tuple[str, Channel], set[int]] = {}
    for one in claimed:
        kind, _, number = one.holder.rpartition(":")
        by_kind.setdefault((kind, one.facts.channel), set()).add(int(number))
    return {
        f"{kind}:{number}": to
        for (kind, channel), numbers in by_kind.items()
        for number, to in _ADDRESSES[kind, channel](numbers, at).items()
    }


def _person_phones(persons: Collection[int], at: datetime) -> dict[int, str]:
    asked = {"field": PersonField.PHONE, "purpose": PURPOSE, "by": BY, "at": at}
    return people.disclose_several(person_ids=persons, **asked)  # type: ignore[arg-type]


def _person_mails(persons: Collection[int], at: datetime) -> dict[int, str]:
    known = {number: _mail(number) for number in persons}
    return {number: to for number, to in known.items() if to}


def _mail(person_id: int) -> str:
    with suppress(NoSuchPerson):
        account_id = people_queries.person(person_id=person_id).account_id
        found = Account.objects.filter(pk=account_id or 0, is_active=True).values_list("email", flat=True)
        return found.first() or ""
    return ""


def _firm_phones(firms: Collection[int], at: datetime) -> dict[int, str]:
    known = {number: _firm_phone(number) for number in firms}
    return {number: to for number, to in known.items() if to}


def _firm_phone(legal_person_id: int) -> str:
    with suppress(NoSuchLegalPerson, SealBroken):
        facts = people_queries.prefill_facts(legal_person_id=legal_person_id)
        phone = parse_mobile_phone(facts["enterprise.phone"])
        return phone.value if phone.valid else ""
    return ""


def _firm_mails(firms: Collection[int], at: datetime) -> dict[int, str]:
    return {}


_ADDRESSES: Mapping[tuple[str, Channel], Callable[[Collection[int], datetime], dict[int, str]]] = {
    (PartyKind.PERSON, Channel.SMS): _person_phones,
    (PartyKind.PERSON, Channel.EMAIL): _person_mails,
    (PartyKind.LEGAL_PERSON, Channel.SMS): _firm_phones,
    (PartyKind.LEGAL_PERSON, Channel.EMAIL): _firm_mails,
}
