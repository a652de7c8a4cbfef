"""黄金样例：保存、删去、装入随产品带来的。"""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.rooms.catalogue import events, models, queries
from tongban.rooms.catalogue.errors import GoldenNameTaken
from tongban.rooms.catalogue.rules import golden_rights
from tongban.rooms.catalogue.words import GoldenCase
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor


def save_golden_case(*, item_code: str, case: GoldenCase, by: Actor, at: datetime) -> events.GoldenCaseSaved:
    """保存黄金样例：有 ``uid`` 的改那一个，没有的新增；同一事项里名称不重复。

    Refuses: NoSuchItem, NoSuchGoldenCase, NotYourItem, GoldenCaseInvalid, GoldenNameTaken.
    """
    try:
        with transaction.atomic(durable=True):
            item = models.Item.locked(item_code)
            kept = golden_rights.save(
                item.facts(), case, by=by, standing=models.GoldenCase.objects.filter(item=item).count()
            )
            row = models.GoldenCase.found(kept.uid) if kept.uid else models.GoldenCase(item=item)
            golden_rights.same_item(row.item.code, item_code)
            event = put_golden_case(row, kept, by=by.actor, at=at)
            journal.witness(event)
    except IntegrityError as error:
        raise GoldenNameTaken(name=case.name) from error
    return event


def put_golden_case(
    row: models.GoldenCase, case: GoldenCase, *, by: str, at: datetime
) -> events.GoldenCaseSaved:
    """写下一个样例，在调用者的事务里。"""
    if row.pk:
        row.record(case, by=by, at=at)
    else:
        for name, value in models.golden_columns(case, by=by, at=at).items():
            setattr(row, name, value)
        row.save()
    return events.GoldenCaseSaved(item_code=row.item.code, uid=str(row.uid), name=row.name, by=by, at=at)


def remove_golden_case(*, uid: str, by: Actor, at: datetime) -> events.GoldenCaseRemoved:
    """删去黄金样例。 Refuses: NoSuchGoldenCase, NotYourItem."""
    with transaction.atomic(durable=True):
        row = models.GoldenCase.found(uid)
        item = models.Item.locked(row.item.code)
        golden_rights.remove(item.facts(), by=by)
        event = events.GoldenCaseRemoved(
            item_code=item.code, uid=str(row.uid), name=row.name, by=by.actor, at=at
        )
        row.delete()
        journal.witness(event)
    return event


def load_golden(*, region: str, by: str, at: datetime) -> events.GoldenCasesLoaded | None:
    """装入随产品带来的样例：已经有样例的、目录里没有的事项不动；没有可装的什么也不做 (None)."""
    content = queries.golden_content()
    with transaction.atomic(durable=True):
        models.Item.hold()
        fresh = models.Item.objects.filter(code__in=content, golden__isnull=True)
        rows = [
            models.GoldenCase(item=item, **models.golden_columns(replace(case, uid=""), by=by, at=at))
            for item in fresh.order_by("code")
            for case in content[item.code]
        ]
        if not rows:
            return None
        models.GoldenCase.objects.bulk_create(rows)
        items = len({row.item_id for row in rows})
        event = events.GoldenCasesLoaded(region=region, items=items, cases=len(rows), by=by, at=at)
        journal.witness(event)
    return event
