"""退回与重做：草稿退回一步，或者把退回的一步重做；都是一次新的改动，谁也不会少看到一步。"""

from datetime import datetime
from operator import attrgetter

from django.db import transaction

from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.errors import NothingToRetrace
from tongban.rooms.catalogue.rules import life
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Actor


def undo_revision(*, version_uid: str, based_on: int, by: Actor, at: datetime) -> events.VersionSaved:
    """退回一步：草稿回到上一次改动之前的样子。

    Refuses: NoSuchVersion, NotYourItem, WrongStage, EditedMeanwhile, NothingToRetrace.
    """
    return _retrace(version_uid, "back_to", based_on=based_on, by=by, at=at)


def redo_revision(*, version_uid: str, based_on: int, by: Actor, at: datetime) -> events.VersionSaved:
    """重做一步：把刚退回的一步再做一遍。 Refuses as ``undo_revision``."""
    return _retrace(version_uid, "forward_to", based_on=based_on, by=by, at=at)


def _retrace(version_uid: str, way: str, *, based_on: int, by: Actor, at: datetime) -> events.VersionSaved:
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        here = models.DraftStep.of(version)
        there = models.DraftStep.at(version, attrgetter(way)(here)) if here else None
        facts = version.facts()
        who = organisation.names_of(actors=facts.editors[-1:])
        life.save(facts, content=version.content, based_on=based_on, by=by, who=who)
        if here is None or there is None:
            raise NothingToRetrace
        event = events.VersionSaved(
            item_code=facts.item_code,
            version_uid=facts.uid,
            revision=facts.revision + 1,
            elements=life.changed_elements(version.content, there.content),
            by=by.actor,
            at=at,
        )
        version.record_saved(there.content, by=by.actor, at=at)
        models.DraftStep.objects.create(
            version=version,
            revision=version.revision,
            content=there.content,
            back_to=there.back_to if way == "back_to" else here.revision,
            forward_to=here.revision if way == "back_to" else there.forward_to,
        )
        journal.witness(event)
    return event


def note_writer(*, version_uid: str, by: Actor, at: datetime) -> None:
    """记下谁在写，好让别的编制人知道；几分钟就忘，因此不留事件。 Refuses: NoSuchVersion."""
    with transaction.atomic(durable=True):
        models.Writer.note(models.ItemVersion.locked(version_uid), actor=by.actor, at=at)
