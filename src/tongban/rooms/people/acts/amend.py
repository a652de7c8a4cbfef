"""更换手机号与更正个人信息 (change the phone; correct what is wrong)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.people.errors import IdentifierTaken
from tongban.rooms.people.events import PersonCorrected, PhoneChanged
from tongban.rooms.people.models import Person
from tongban.rooms.people.rules import identity, mandates, standing
from tongban.rooms.people.words import Corrections, IdType


def change_phone(*, person_id: int, phone: str, by: str, at: datetime) -> PhoneChanged:
    """更换手机号：新号码由门口先用短信验过。 Refuses: IdentifiersInvalid, NoSuchPerson, NotTheirs."""
    number = identity.checked_phone(phone)
    with transaction.atomic(durable=True):
        person = Person.locked(person_id)
        event = standing.change_phone(person.facts(), by=by, at=at)
        person.record_phone_changed(number)
        journal.witness(event)
    return event


def correct(*, person_id: int, corrections: Corrections, by: str, at: datetime) -> PersonCorrected:
    """更正：住址本人可改；证件号和已核验的姓名由工作人员核对原件后改。

    Law: 个人信息保护法 第四十六条.
    Refuses: NoSuchPerson, IdentifiersInvalid, NotTheirs, CounterOnly, IdentifierTaken.
    """
    try:
        with transaction.atomic(durable=True):
            person = Person.locked(person_id)
            checked = identity.checked_corrections(
                corrections, id_type=IdType.of(person.id_type), on=mandates.law_date(at)
            )
            event = standing.correct(person.facts(), checked, by=by, at=at)
            person.record_corrected(checked)
            journal.witness(event)
    except IntegrityError as error:  # the only constraint a correction can hit
        raise IdentifierTaken from error
    return event
