"""办事人室的后台工作：删除个人信息之后，抹去其事件的内容 (erase the payloads of an erased person's events)."""

from datetime import datetime

from tongban.foundation.schedule import every
from tongban.rooms.journal import acts as journal
from tongban.rooms.journal import queries
from tongban.rooms.journal.events import KINDS
from tongban.rooms.journal.words import Erasure
from tongban.rooms.people.models import Person
from tongban.rooms.people.words import Party

BY = "system:people"
GROUND = "个人信息保护法第四十七条"


@every(seconds=60)
def erase_event_payloads(*, at: datetime) -> int:
    """抹去已删除的人的事件内容，返回抹了几件；中途断电，下一次接着抹。"""
    waiting = Person.objects.filter(erased_at__isnull=False, events_erased_at__isnull=True)
    return sum(_erase_events_of(person, at=at) for person in waiting.order_by("erased_at"))


def _erase_events_of(person: Person, *, at: datetime) -> int:
    trail = queries.stream(name=str(Party.person(person.pk)))
    personal = [e for e in trail if e.payload is not None and KINDS[e.kind].erasure is Erasure.ON_DUTY]
    for event in personal:
        journal.erase(event_id=event.id, ground=GROUND, by=BY, at=at)
    Person.objects.filter(pk=person.pk).update(events_erased_at=at)
    return len(personal)
