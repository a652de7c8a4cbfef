"""起草：新事项或者新一版从草稿开始，保存、送审、取回、废弃。"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.errors import CodeTaken
from tongban.rooms.catalogue.rules import life
from tongban.rooms.catalogue.rules.directory import keep_locked
from tongban.rooms.catalogue.rules.entries import entry_of
from tongban.rooms.catalogue.rules.publishing import readable
from tongban.rooms.catalogue.words import LifeAct, VersionState
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Actor

Content = Mapping[str, Any]
PLANNED = "plan_effective_date"
"""计划生效日期是上一版自己的，新的一版另定。"""


def start_item(*, content: Content, by: Actor, at: datetime) -> events.VersionStarted:
    """起草新事项：编码没有人用过才行；它的第一版从草稿开始，发布以前不在目录里。

    Refuses: NotYourItem, ContentInvalid, CodeTaken.
    """
    plain = _plain(content)
    life.start(plain, by=by)
    listed = entry_of(readable(plain), plain).listed
    try:
        with transaction.atomic(durable=True):
            item = models.Item.objects.create(**{**asdict(listed), "shelves": []})
            event = started(item, plain, by=by, at=at, based_on=None)
            journal.witness(event)
    except IntegrityError as error:
        raise CodeTaken(item_code=listed.code) from error
    return event


def start_revision(*, item_code: str, by: Actor, at: datetime) -> events.VersionStarted:
    """起草新一版：内容先和最近发布的一版一样；同时只有一版在起草或者审核。

    Refuses: NoSuchItem, NotYourItem, WrongStage, DraftStands.
    """
    with transaction.atomic(durable=True):
        item = models.Item.locked(item_code)
        drafts = models.ItemVersion.objects.exclude(state=VersionState.PUBLISHED).filter(item=item)
        draft = drafts.select_related("item").first()
        life.start_revision(item.facts(), by=by, draft=draft.facts() if draft else None)
        latest = item.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()
        content = {k: v for k, v in latest.content.items() if k != PLANNED} if latest else {}
        event = started(item, content, by=by, at=at, based_on=latest)
        journal.witness(event)
    return event


def started(
    item: models.Item, content: Content, *, by: Actor, at: datetime, based_on: models.ItemVersion | None
) -> events.VersionStarted:
    """一版从草稿开始；在调用者的事务里。"""
    version = models.ItemVersion.objects.create(
        item=item,
        state=VersionState.DRAFT,
        content=content,
        based_on=based_on,
        editors=[by.actor],
        edited_at=at,
    )
    return events.VersionStarted(
        item_code=item.code,
        version_uid=str(version.uid),
        name=item.name,
        region=item.region,
        based_on=based_on.number if based_on else None,
        by=by.actor,
        at=at,
    )


def save_revision(
    *, version_uid: str, based_on: int, content: Content, by: Actor, at: datetime
) -> events.VersionSaved | None:
    """保存草稿：``based_on`` 是打开时的改动次数，别人在这之间改过就存不下；没有改动则什么也不做 (None).

    Refuses: NoSuchVersion, NotYourItem, WrongStage, EditedMeanwhile, CodeMustStay, ElementLocked.
    """
    plain = _plain(content)
    return _save(version_uid, based_on, lambda _: plain, by=by, at=at)


def change_revision(
    *, version_uid: str, based_on: int, changes: Content, by: Actor, at: datetime
) -> events.VersionSaved | None:
    """改草稿的几个要素，其余不动；值为 None 的要素删去。 Refuses as ``save_revision``."""
    plain = _plain(changes)

    def merged(kept: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in {**kept, **plain}.items() if value is not None}

    return _save(version_uid, based_on, merged, by=by, at=at)


def _save(
    version_uid: str,
    based_on: int,
    make: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    by: Actor,
    at: datetime,
) -> events.VersionSaved | None:
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        facts, content = version.facts(), make(version.content)
        who = organisation.names_of(actors=facts.editors[-1:])
        life.save(facts, content=content, based_on=based_on, by=by, who=who)
        claimed = version.item.claimed
        keep_locked(version.content, content, claimed.line() if claimed else None)
        changed = life.changed_elements(version.content, content)
        if not changed:
            return None
        event = events.VersionSaved(
            **_about(version, by=by, at=at), revision=version.revision + 1, elements=changed
        )
        before = version.content
        version.record_saved(content, by=by.actor, at=at)
        models.DraftStep.follow(version, before=before)
        journal.witness(event)
    return event


def submit_for_review(*, version_uid: str, based_on: int, by: Actor, at: datetime) -> events.VersionSubmitted:
    """提交审核：内容自此冻结，等另一位事项管理员审核。

    Refuses: NoSuchVersion, NotYourItem, WrongStage, EditedMeanwhile, ContentInvalid.
    """
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        facts = version.facts()
        life.allowed_move(LifeAct.SUBMIT, facts, by)
        life.unchanged_since(facts, based_on=based_on, who=organisation.names_of(actors=facts.editors[-1:]))
        readable(version.content)
        event = events.VersionSubmitted(**_about(version, by=by, at=at), revision=version.revision)
        version.record(
            state=VersionState.IN_REVIEW,
            submitted_by=by.actor,
            submitted_at=at,
            reviewed_by="",
            reviewed_at=None,
            reasons=[],
        )
        journal.witness(event)
    return event


def take_back(*, version_uid: str, by: Actor, at: datetime) -> events.VersionTakenBack:
    """取回：送审了还没有审的，编制人可以取回来改。 Refuses: NoSuchVersion, NotYourItem, WrongStage."""
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        life.allowed_move(LifeAct.TAKE_BACK, version.facts(), by)
        event = events.VersionTakenBack(**_about(version, by=by, at=at), revision=version.revision)
        version.record(state=VersionState.DRAFT)
        journal.witness(event)
    return event


def discard(*, version_uid: str, by: Actor, at: datetime) -> events.VersionDiscarded:
    """废弃草稿：没有发布过的新事项连同编码一起放掉。 Refuses: NoSuchVersion, NotYourItem, WrongStage."""
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        life.allowed_move(LifeAct.DISCARD, version.facts(), by)
        event = events.VersionDiscarded(**_about(version, by=by, at=at), revision=version.revision)
        version.delete()
        models.Item.objects.filter(pk=version.item_id, versions__isnull=True).delete()
        journal.witness(event)
    return event


def _about(version: models.ItemVersion, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {"item_code": version.item.code, "version_uid": str(version.uid), "by": by.actor, "at": at}


def _plain(content: Content) -> dict[str, Any]:
    """As JSON keeps it: dates become text, tuples lists."""
    plain: dict[str, Any] = json.loads(json.dumps(content, default=str))
    return plain
