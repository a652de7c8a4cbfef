"""注销账号与删除个人信息 (close the login; erase the person).

Erasing empties the sealed columns at once. The payloads of the person's events follow within a minute
(``jobs.erase_event_payloads``), one journal act each: an act never calls an act.
"""

from datetime import datetime

from django.db import transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.people.events import AccountClosed, PersonErased
from tongban.rooms.people.models import Consent, Mandate, Person
from tongban.rooms.people.rules import standing
from tongban.rooms.people.words import ErasureGround


def close_account(*, person_id: int, by: str, at: datetime) -> AccountClosed:
    """注销账号：从此不能登录；办过的事依法保存，档案留着。 Refuses: NoSuchPerson, NotTheirs, NoAccount."""
    with transaction.atomic(durable=True):
        person = Person.locked(person_id)
        event = standing.close_account(person.facts(), by=by, at=at)
        person.record_account_closed()
        journal.witness(event)
    return event


def erase_person(*, person_id: int, ground: ErasureGround, by: str, at: datetime) -> PersonErased:
    """删除个人信息：姓名、证件号、手机号、住址清空，账号停用，委托解除，同意撤回；编号留着，事件照样可验。

    The caller has made sure that no case is open and no retention period runs: this room does not know cases.
    Law: 个人信息保护法 第四十七条. Refuses: NoSuchPerson, NotTheirs, StillRepresents.
    """
    with transaction.atomic(durable=True):
        person = Person.locked(person_id)
        represents = tuple(person.represents.order_by("id").values_list("name", flat=True))
        event = standing.erase(person.facts(), represents=represents, ground=ground, by=by, at=at)
        person.record_erased(event)
        Mandate.end_all_of(person, by=by, at=at)
        Consent.end_all_of(person, at=at)
        journal.witness(event)
    return event
