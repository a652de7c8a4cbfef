"""审核与发布：另一位事项管理员审核，通过的定下日子发布；到了日子的成为现行。"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.queries.golden import gate_of
from tongban.rooms.catalogue.queries.licence_lists import numbers_on
from tongban.rooms.catalogue.rules import life
from tongban.rooms.catalogue.rules.entries import entry_of
from tongban.rooms.catalogue.rules.licence_list import require_listed
from tongban.rooms.catalogue.rules.publishing import blocking, readable
from tongban.rooms.catalogue.words import LifeAct, Reason, VersionState
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor


def pass_review(*, version_uid: str, by: Actor, at: datetime) -> events.VersionPassed:
    """审核通过：审核人没有动过这一版。 Refuses: NoSuchVersion, NotYourItem, WrongStage, OwnReview."""
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        life.allowed_move(LifeAct.PASS, version.facts(), by)
        event = events.VersionPassed(**_about(version, by=by, at=at), revision=version.revision)
        version.record(state=VersionState.PASSED, reviewed_by=by.actor, reviewed_at=at)
        journal.witness(event)
    return event


def send_back(
    *, version_uid: str, reasons: Sequence[Reason], by: Actor, at: datetime
) -> events.VersionSentBack:
    """审核驳回：逐要素写明理由，编制人改好再送；通过了还没有发布的也可以驳回。

    Refuses: NoSuchVersion, NotYourItem, WrongStage, OwnReview, ReasonsMissing.
    """
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        life.allowed_move(LifeAct.SEND_BACK, version.facts(), by)
        told = life.reasons(reasons, act=LifeAct.SEND_BACK)
        event = events.VersionSentBack(
            **_about(version, by=by, at=at), revision=version.revision, reasons=told
        )
        version.record(state=VersionState.SENT_BACK, reviewed_by=by.actor, reviewed_at=at, reasons=list(told))
        journal.witness(event)
    return event


def publish_version(
    *,
    version_uid: str,
    by: Actor,
    at: datetime,
    effective_on: date | None = None,
    cancel_on: date | None = None,
) -> events.ItemPublished:
    """发布一版：定下生效日期（不写就是计划的那天或者今天）和计划取消日期；今天生效的立即成为现行。

    Law: 行政许可法 第三十条（条件、程序、期限和材料目录应当公示）.
    Refuses: NoSuchVersion, NotYourItem, WrongStage, ContentInvalid, PublishingBlocked,
    NotOnLicenceList, EffectiveTooEarly.
    """
    today = law_date(at)
    with transaction.atomic(durable=True):
        models.Item.hold()
        version = models.ItemVersion.locked(version_uid)
        life.allowed_move(LifeAct.PUBLISH, version.facts(), by)
        read = readable(version.content, version_id=version.pk)
        gate = gate_of(version=read, content=version.content, on=today)
        life.open_gate(read.name, blocking(read, version.content, gate))
        require_listed(numbers_on(region=read.region, on=today), version.content)
        # A plan whose day passed while the version waited for its review means: at once.
        planned = max(read.planned_effective or today, today)
        begins = life.effective(effective_on or planned, today=today)
        ends = cancel_on or read.planned_cancel
        life.ends_after(ends, effective_on=begins)
        number = version.record_published(effective_on=begins, cancel_on=ends, by=by.actor, at=at)
        if begins <= today:
            models.settle([(entry_of(read, version.content), version.pk)], today=today)
        else:
            models.expect([version.item.code], today=today)
        event = _published(version, number, read.name, at=at)
        journal.witness(event)
    return event


def _published(version: models.ItemVersion, number: int, name: str, *, at: datetime) -> events.ItemPublished:
    item = version.item
    return events.ItemPublished(
        item_code=item.code,
        version_id=version.pk,
        number=number,
        name=name,
        region=item.region,
        department_code=item.department_code,
        effective_on=version.effective_on,
        by=version.published_by,
        at=at,
    )


def _about(version: models.ItemVersion, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {"item_code": version.item.code, "version_uid": str(version.uid), "by": by.actor, "at": at}
