"""办事人室的后台工作：抹去已删除的人的事件内容；轮换密钥之后重封 (erase payloads; seal anew after a key rotation)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from tongban.foundation.schedule import every
from tongban.rooms.journal import acts as journal
from tongban.rooms.journal import queries
from tongban.rooms.journal.events import KINDS
from tongban.rooms.journal.words import Erasure
from tongban.rooms.people.models import LegalPerson, Person
from tongban.rooms.people.words import Party

BY = "system:people"
GROUND = "个人信息保护法第四十七条"
PAGE = 500


@every(seconds=60)
def erase_event_payloads(*, at: datetime) -> int:
    """抹去已删除的人的事件内容，返回抹了几件；中途断电，下一次接着抹。"""
    waiting = Person.objects.filter(erased_at__isnull=False, events_erased_at__isnull=True)
    return sum(_erase_events_of(person, at=at) for person in waiting.order_by("erased_at"))


def reseal() -> int:
    """重封：密钥轮换之后把旧密钥封的全部换成现用的，返回换了几行；一行一个事务，随时可停，再跑接着换。

    Once it returns 0 the old keys may be destroyed (foundation.crypto.keyring).
    """
    return sum(_resealed(model, pk) for model in (Person, LegalPerson) for pk in _all_of(model))


def _resealed(model: type[Person] | type[LegalPerson], pk: int) -> bool:
    with transaction.atomic(durable=True):
        row = model.objects.select_for_update().filter(pk=pk).first()
        return row is not None and row.resealed()


def _all_of(model: type[Person] | type[LegalPerson]) -> Iterator[int]:
    """Every primary key, a page at a time by key."""
    last = 0
    while page := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PAGE]):
        yield from page
        last = page[-1]


def _erase_events_of(person: Person, *, at: datetime) -> int:
    trail = queries.stream(name=str(Party.person(person.pk)))
    personal = [e for e in trail if e.payload is not None and KINDS[e.kind].erasure is Erasure.ON_DUTY]
    for event in personal:
        journal.erase(event_id=event.id, ground=GROUND, by=BY, at=at)
    Person.objects.filter(pk=person.pk).update(events_erased_at=at)
    return len(personal)
