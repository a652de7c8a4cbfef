"""停与复：暂停、恢复、取消一个事项；到了日子由系统翻到新的一天。已经收件的都照旧办完。"""

import json
from datetime import date, datetime

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.rules import life
from tongban.rooms.catalogue.rules.entries import entry_of
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import ItemState, Stop
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor

AT_ONCE = 500
CLOCK_ACTOR = "system:clock"


def pause_item(*, item_code: str, stop: Stop, by: Actor, at: datetime) -> events.ItemPaused:
    """暂停办理：自 ``stop.since`` 起不收新的申请，写明原因。

    Refuses: NoSuchItem, NotYourItem, WrongStage, ReasonsMissing, EffectiveTooEarly.
    """
    today = law_date(at)
    with transaction.atomic(durable=True):
        models.Item.hold()
        item = models.Item.locked(item_code)
        event = life.pause(item.facts(), stop=stop, today=today, by=by, at=at)
        item.stop(ItemState.PAUSED, since=event.since, reason=event.reason, by=by.actor, at=at)
        models.stand([item_code], today=today)
        journal.witness(event)
    return event


def resume_item(*, item_code: str, by: Actor, at: datetime) -> events.ItemResumed:
    """恢复办理：今天起照常收件。 Refuses: NoSuchItem, NotYourItem, WrongStage."""
    today = law_date(at)
    with transaction.atomic(durable=True):
        models.Item.hold()
        item = models.Item.locked(item_code)
        event = life.resume(item.facts(), today=today, by=by, at=at)
        item.go_on(until=event.since, by=by.actor, at=at)
        models.stand([item_code], today=today)
        journal.witness(event)
    return event


def cancel_item(*, item_code: str, stop: Stop, by: Actor, at: datetime) -> events.ItemCancelled:
    """取消事项：自 ``stop.since`` 起不再办理，写明原因；取消了的不能恢复，只能另立新的事项。

    Refuses: NoSuchItem, NotYourItem, WrongStage, ReasonsMissing, EffectiveTooEarly.
    """
    today = law_date(at)
    with transaction.atomic(durable=True):
        models.Item.hold()
        item = models.Item.locked(item_code)
        event = life.cancel(item.facts(), stop=stop, today=today, by=by, at=at)
        item.stop(ItemState.CANCELLED, since=event.since, reason=event.reason, by=by.actor, at=at)
        models.stand([item_code], today=today)
        journal.witness(event)
    return event


def turn_catalogue(*, at: datetime) -> int:
    """翻到新的一天：到了生效、停办、恢复、取消日子的事项换上当天的样子；返回翻了几个，一次最多一批。"""
    today = law_date(at)
    with transaction.atomic(durable=True):
        models.Item.hold()
        due = models.due_items(today, most=AT_ONCE)
        if not due:
            return 0
        fresh = [each for each in due if each.content is not None]
        contents = [(json.loads(each.content or ""), each.version_id) for each in fresh]
        models.settle(
            [(entry_of(read_version(content), content), version_id) for content, version_id in contents],
            today=today,
        )
        models.stand([each.code for each in due], today=today)
        for each in due:
            _witness_turn(each, on=today, at=at)
    return len(due)


def _witness_turn(turned: models.DueItem, *, on: date, at: datetime) -> None:
    if turned.content is not None:
        journal.witness(
            events.ItemTookEffect(
                item_code=turned.code,
                version_id=turned.version_id,
                number=turned.number,
                effective_on=turned.effective_on,
                by=CLOCK_ACTOR,
                at=at,
            )
        )
    if turned.state != turned.was:
        journal.witness(
            events.ItemTurned(item_code=turned.code, state=turned.state, on=on, by=CLOCK_ACTOR, at=at)
        )
