"""草稿的查询：一份正在写的草稿、它某一次改动之后的内容。"""

from datetime import datetime
from typing import Any

from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchVersion
from tongban.rooms.catalogue.rules import life
from tongban.rooms.catalogue.words import Draft, LifeAct, Writing
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Actor


def draft(*, version_uid: str, by: Actor, at: datetime) -> Draft:
    """一份草稿：内容、能不能退回、此刻还有谁在写；不归他管的与没有一样。 Refuses: NoSuchVersion."""
    version = _version(version_uid)
    facts = version.facts()
    if not life.may_manage(by, region=facts.region, department=facts.department):
        raise NoSuchVersion
    here = models.DraftStep.of(version)
    return Draft(
        uid=facts.uid,
        item_code=facts.item_code,
        name=facts.name,
        stage=facts.stage,
        revision=facts.revision,
        content=version.content,
        may_save=life.may(LifeAct.SAVE, facts, by),
        can_undo=bool(here and models.DraftStep.at(version, here.back_to)),
        can_redo=bool(here and models.DraftStep.at(version, here.forward_to)),
        others=_others(version, by=by, at=at),
    )


def content_at(*, version_uid: str, revision: int) -> dict[str, Any] | None:
    """草稿某一次改动之后的内容；太早的不留了，为空。 Refuses: NoSuchVersion."""
    step = models.DraftStep.at(_version(version_uid), revision)
    content: dict[str, Any] | None = step.content if step else None
    return content


def _version(uid: str) -> models.ItemVersion:
    return models.ItemVersion.found(uid)


def _others(version: models.ItemVersion, *, by: Actor, at: datetime) -> tuple[Writing, ...]:
    writers = models.Writer.others(version, than=by.actor, at=at)
    names = organisation.names_of(actors=[one.actor for one in writers])
    return tuple(
        Writing(name=names.get(one.actor, one.actor), seen_at=one.seen_at.astimezone(SHANGHAI))
        for one in writers
    )
