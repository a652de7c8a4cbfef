"""同意与撤回同意 (give and withdraw consent, one purpose at a time)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.people.errors import ConsentStanding, NoSuchConsent
from tongban.rooms.people.events import ConsentGiven, ConsentWithdrawn
from tongban.rooms.people.models import Consent, Person
from tongban.rooms.people.rules import standing
from tongban.rooms.people.words import ConsentPurpose


def give_consent(
    *, person_id: int, purpose: ConsentPurpose, resource: str, by: str, at: datetime
) -> ConsentGiven:
    """同意：``resource`` 为数据资源代码，空串为此目的的全部。

    Law: 个人信息保护法 第十四条. Refuses: NotTheirs, NoSuchPerson, ConsentStanding.
    """
    standing.require_self_or_staff(person_id, by=by)
    event = ConsentGiven(person_id=person_id, purpose=purpose, resource=resource, by=by, at=at)
    try:
        with transaction.atomic(durable=True):
            person = Person.locked(person_id)
            Consent.objects.create(
                person=person, purpose=purpose, resource=resource, given_at=at, given_by=by
            )
            journal.witness(event)
    except IntegrityError as error:  # one standing consent a purpose and resource
        raise ConsentStanding from error
    return event


def withdraw_consent(
    *, person_id: int, purpose: ConsentPurpose, resource: str, by: str, at: datetime
) -> ConsentWithdrawn:
    """撤回同意：不影响此前已做的处理。

    Law: 个人信息保护法 第十五条. Refuses: NotTheirs, NoSuchConsent.
    """
    standing.require_self_or_staff(person_id, by=by)
    event = ConsentWithdrawn(person_id=person_id, purpose=purpose, resource=resource, by=by, at=at)
    with transaction.atomic(durable=True):
        given = Consent.objects.filter(
            person_id=person_id, purpose=purpose, resource=resource, withdrawn_at__isnull=True
        )
        if not given.update(withdrawn_at=at):
            raise NoSuchConsent
        journal.witness(event)
    return event
