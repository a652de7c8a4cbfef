"""查看明文：每看一次，本人都查得到 (clear values; every reading is an event the person can see)."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from tongban.foundation.crypto.errors import SealBroken
from tongban.rooms.journal import acts as journal
from tongban.rooms.people import queries
from tongban.rooms.people.models import Person
from tongban.rooms.people.queries import ClearRecord
from tongban.rooms.people.rules import standing
from tongban.rooms.people.words import Acting, PartyKind, PersonField

OWN_LOOK = "本人查阅"


def disclose(
    *, person_id: int, fields: tuple[PersonField, ...], purpose: str, by: str, at: datetime
) -> dict[PersonField, str]:
    """查看几项明文，看了哪几项就留哪几项的痕。

    Law: 个人信息保护法 第六条、第五十一条. Refuses: NoSuchPerson, NotTheirs, PurposeMissing, SealBroken.
    """
    with transaction.atomic(durable=True):
        standing.require_self_or_staff(person_id, by=by)
        person = Person.locked(person_id)
        event = standing.see(person.pk, fields=fields, purpose=purpose, by=by, at=at)
        values = {field: person.clear(field) for field in fields}
        journal.witness(event)
    return values


def disclose_several(
    *, person_ids: Collection[int], field: PersonField, purpose: str, by: str, at: datetime
) -> dict[int, str]:
    """查看几个人的同一项明文，逐人留痕；没有这个人的、启不开的不在其中，也不留痕 (two statements).

    Law: 个人信息保护法 第六条、第五十一条. Refuses: NotTheirs, PurposeMissing.
    """
    seen, clear = [], {}
    with transaction.atomic(durable=True):
        for person in Person.several_locked(person_ids):
            standing.require_self_or_staff(person.pk, by=by)
            with suppress(SealBroken):
                clear[person.pk] = person.clear(field)
                seen.append(standing.see(person.pk, fields=(field,), purpose=purpose, by=by, at=at))
        journal.witness_all(seen)
    return clear


def view_own_record(*, person_id: int, by: str, at: datetime) -> ClearRecord:
    """本人查阅、复制自己的资料，留痕。

    Law: 个人信息保护法 第四十五条. Refuses: NoSuchPerson, NotTheirs, SealBroken.
    """
    with transaction.atomic(durable=True):
        standing.require_self_or_staff(person_id, by=by)
        person = Person.locked(person_id)
        event = standing.see(person.pk, fields=standing.ALL_FIELDS, purpose=OWN_LOOK, by=by, at=at)
        record = ClearRecord(**{str(field): person.clear(field) for field in standing.ALL_FIELDS})
        journal.witness(event)
    return record


def prefill(*, acting: Acting, purpose: str, by: str, at: datetime) -> dict[str, str]:
    """预填：代办人预填委托人的资料，委托人看得到；办自己的事不算查看。

    Refuses: PurposeMissing, NoSuchPerson, NoSuchLegalPerson.
    """
    party = acting.principal.party
    if party.kind is PartyKind.LEGAL_PERSON:
        return queries.prefill_facts(legal_person_id=party.id)
    with transaction.atomic(durable=True):
        if acting.agent != acting.principal:
            event = standing.see(party.id, fields=standing.ALL_FIELDS, purpose=purpose, by=by, at=at)
            journal.witness(event)
        return queries.prefill_facts(person_id=party.id)


def prefill_at_counter(
    *, person_id: int, legal_person_id: int | None = None, purpose: str, by: str, at: datetime
) -> dict[str, str]:
    """窗口预填：工作人员替窗口前的人填表，用到他的资料，留痕；键同 ``queries.prefill_facts``。

    Law: 个人信息保护法 第六条. Refuses: CounterOnly, PurposeMissing, NoSuchPerson, NoSuchLegalPerson.
    """
    standing.require_staff(by)
    with transaction.atomic(durable=True):
        event = standing.see(person_id, fields=standing.ALL_FIELDS, purpose=purpose, by=by, at=at)
        known = queries.prefill_facts(person_id=person_id, legal_person_id=legal_person_id)
        journal.witness(event)
    return known
