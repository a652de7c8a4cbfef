"""单位登记与法定代表人变更 (register a legal person; change its legal representative)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.people.errors import LegalPersonTaken
from tongban.rooms.people.events import LegalPersonRegistered, LegalRepresentativeChanged
from tongban.rooms.people.models import LegalPerson, Person
from tongban.rooms.people.rules import identity, standing
from tongban.rooms.people.words import LegalPersonFacts


def register_legal_person(*, facts: LegalPersonFacts, by: str, at: datetime) -> LegalPersonRegistered:
    """单位登记：由工作人员核对执照，或由系统据登记机关的数据登记。

    Refuses: CounterOnly, IdentifiersInvalid, LegalPersonTaken, NoSuchPerson (the legal representative).
    """
    standing.require_staff(by)
    checked = identity.checked_legal_person(facts)
    try:
        with transaction.atomic(durable=True):
            return enrol(checked, by=by, at=at)
    except IntegrityError as error:
        raise LegalPersonTaken(uscc=checked.uscc) from error


def change_legal_representative(
    *, legal_person_id: int, person_id: int, by: str, at: datetime
) -> LegalRepresentativeChanged:
    """法定代表人变更：新任自下一次请求起能办，前任不能。

    Law: 民法典 第六十四条. Refuses: CounterOnly, NoSuchLegalPerson, NoSuchPerson.
    """
    standing.require_staff(by)
    with transaction.atomic(durable=True):
        firm = LegalPerson.locked(legal_person_id)
        event = LegalRepresentativeChanged(
            legal_person_id=firm.pk,
            before_id=firm.legal_representative_id,
            after_id=Person.locked(person_id).pk,
            by=by,
            at=at,
        )
        firm.record_representative(event)
        journal.witness(event)
    return event


def enrol(checked: LegalPersonFacts, *, by: str, at: datetime) -> LegalPersonRegistered:
    """入册并留痕 (within the caller's transaction). Refuses: NoSuchPerson."""
    if checked.legal_representative_id is not None:
        Person.locked(checked.legal_representative_id)
    firm = LegalPerson.enrol(checked, at=at)
    event = LegalPersonRegistered(
        legal_person_id=firm.pk,
        holder_kind=checked.kind or identity.holder_kind(checked.uscc),
        name=firm.name,
        uscc=firm.uscc,
        by=by,
        at=at,
    )
    journal.witness(event)
    return event
