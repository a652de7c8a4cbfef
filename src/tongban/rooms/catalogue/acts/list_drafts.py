"""手工编制清单：起草、保存、废弃、试着公布、公布；一份草稿公布出去就是一份清单，走导入的同一条路。"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import events, models, queries
from tongban.rooms.catalogue.acts.import_lists import PUT, Making, Published
from tongban.rooms.catalogue.rules import list_books, workbook
from tongban.rooms.catalogue.rules import list_drafts as rules
from tongban.rooms.catalogue.words import BookKind, ListDraft
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Actor


def start_list_draft(
    *, kind: BookKind, region: str, after: str = "", by: Actor, at: datetime
) -> events.ListDraftStarted:
    """起草一份清单：从某个文号的一份写起（文号、日期另写），没有给文号的从空白写起。

    Refuses: NotYourItem, NoSuchList.
    """
    with transaction.atomic(durable=True):
        rules.manages(kind, region=region, by=by)
        number = queries.next_number(region=region, kind=kind)
        if after:
            document = queries.published_document(region=region, kind=kind, document_no=after)
            content = rules.following(kind, document, number=number)
        else:
            content = rules.blank(kind, number=number)
        row = models.ListDraft.objects.create(
            region=region, kind=kind.value, content=content, after=after, edited_by=by.actor, edited_at=at
        )
        row.refresh_from_db()
        event = events.ListDraftStarted(**_about(row.facts(), by=by, at=at), after=after)
        journal.witness(event)
    return event


def save_list_draft(
    *, draft_uid: str, based_on: int, content: Mapping[str, Any], by: Actor, at: datetime
) -> events.ListDraftSaved | None:
    """保存清单草稿：``based_on`` 是打开时的改动次数；没有改动则什么也不做 (None).

    Refuses: NoSuchListDraft, NotYourItem, EditedMeanwhile.
    """
    plain: dict[str, Any] = json.loads(json.dumps(content))
    with transaction.atomic(durable=True):
        row = _held(draft_uid, based_on, by=by)
        if row.content == plain:
            return None
        row.record(plain, by=by.actor, at=at)
        event = events.ListDraftSaved(**_about(row.facts(), by=by, at=at), revision=row.revision)
        journal.witness(event)
    return event


def drop_list_draft(*, draft_uid: str, based_on: int, by: Actor, at: datetime) -> events.ListDraftDropped:
    """废弃清单草稿。 Refuses: NoSuchListDraft, NotYourItem, EditedMeanwhile."""
    with transaction.atomic(durable=True):
        row = _held(draft_uid, based_on, by=by)
        event = events.ListDraftDropped(**_about(row.facts(), by=by, at=at), revision=row.revision)
        row.delete()
        journal.witness(event)
    return event


def publish_list_draft(*, draft_uid: str, based_on: int, by: Actor, at: datetime) -> Published:
    """公布草稿：照这种清单的规则看过，写下新的一份，草稿就没有了。

    Refuses: NoSuchListDraft, NotYourItem, EditedMeanwhile, ListUnfinished, and as the kind of list refuses.
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        row = _held(draft_uid, based_on, by=by)
        event = _put(row.facts(), by=by, at=at)
        row.delete()
        journal.witness(event)
    return event


def try_list_draft(*, draft_uid: str, based_on: int, by: Actor, at: datetime) -> Published:
    """试着公布：照公布的规则走一遍，什么也不留下；答公布了会是怎样的一件事。 Refuses as ``publish_list_draft``."""
    with transaction.atomic(durable=True):
        models.Item.hold()
        event = _put(_held(draft_uid, based_on, by=by).facts(), by=by, at=at)
        transaction.set_rollback(True)
    return event


def _put(draft: ListDraft, *, by: Actor, at: datetime) -> Published:
    rules.require_written(draft.kind, draft.content)
    document, _ = workbook.settled(draft.content, draft.kind)
    published = list_books.as_published(
        document,
        draft.kind,
        seen=queries.seen(region=draft.region, on=law_date(at)),
        departments=queries.department_names(region=draft.region),
    )
    return PUT[draft.kind](published, Making(region=draft.region, by=by.actor, at=at))


def _held(uid: str, based_on: int, *, by: Actor) -> models.ListDraft:
    row = models.ListDraft.found(uid, locked=True)
    who = organisation.names_of(actors=[row.edited_by])
    rules.may_write(row.facts(), based_on=based_on, by=by, who=who)
    return row


def _about(draft: ListDraft, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "region": draft.region,
        "book": draft.kind.value,
        "draft_uid": draft.uid,
        "by": by.actor,
        "at": at,
    }
