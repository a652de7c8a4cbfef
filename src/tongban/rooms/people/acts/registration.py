"""登记与实名核验 (register, at home or at the counter; verify).

Whoever registers online learns nothing about who is already known: a new and a known identity number take the same
path and get the same answer, the account only *claims* to be that person, and nothing opens before the claim is
verified. What was typed for somebody already known is not kept.
"""

from datetime import datetime

from django.db import transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.people.errors import AlreadyClaimed, NoSuchClaim
from tongban.rooms.people.events import (
    PersonRegistered,
    PersonVerified,
    RegistrationReceived,
    RegistrationRepeated,
)
from tongban.rooms.people.models import Claim, Person
from tongban.rooms.people.rules import identity, mandates, standing
from tongban.rooms.people.words import Registration, VerificationMeans


def register(*, registration: Registration, account_id: int, by: str, at: datetime) -> RegistrationReceived:
    """注册：账号自称是某人，待核验；证件是否已在册，答复都一样。

    Refuses: IdentifiersInvalid (every problem at once), AlreadyClaimed (about the account itself, never about the person).
    """
    checked = identity.checked_registration(registration, on=mandates.law_date(at))
    with transaction.atomic(durable=True):
        person_id = enrol(checked, by=by, at=at)
        _, fresh = Claim.objects.get_or_create(
            account_id=account_id, defaults={"person_id": person_id, "claimed_at": at}
        )
        if not fresh:
            raise AlreadyClaimed
        event = RegistrationReceived(account_id=account_id, by=by, at=at)
        journal.witness(event)
    return event


def register_at_counter(*, registration: Registration, by: str, at: datetime) -> int:
    """窗口登记：替来窗口的人登记，返回编号；已在册的返回原编号，资料不动。

    Refuses: CounterOnly, IdentifiersInvalid.
    """
    standing.require_staff(by)
    checked = identity.checked_registration(registration, on=mandates.law_date(at))
    with transaction.atomic(durable=True):
        return enrol(checked, by=by, at=at)


def verify(
    *, person_id: int, means: VerificationMeans, account_id: int | None, by: str, at: datetime
) -> PersonVerified:
    """实名核验：确认是本人；给出账号的，须是以此人登记过的账号，一并连上。

    Law: 网络安全法 第二十四条. Refuses: NoSuchPerson, CounterOnly, AccountTaken, NoSuchClaim.
    """
    with transaction.atomic(durable=True):
        person = Person.locked(person_id)
        event = standing.verify(person.facts(), means=means, account_id=account_id, by=by, at=at)
        if account_id is not None and not Claim.objects.filter(account_id=account_id, person=person).exists():
            raise NoSuchClaim
        person.record_verified(event)
        journal.witness(event)
    return event


def enrol(checked: Registration, *, by: str, at: datetime) -> int:
    """入册并留痕：新人记登记，旧人记再次登记 (within the caller's transaction)."""
    person_id, fresh = Person.enrol(checked, at=at)
    if fresh:
        journal.witness(
            PersonRegistered(person_id=person_id, name=checked.name, id_type=checked.id_type, by=by, at=at)
        )
    else:
        journal.witness(RegistrationRepeated(person_id=person_id, by=by, at=at))
    return person_id
