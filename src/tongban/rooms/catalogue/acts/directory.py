"""基本目录的办理：装入目录、认领一条、随目录更新。"""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.rooms.catalogue import events, models, queries
from tongban.rooms.catalogue.acts.drafting import started
from tongban.rooms.catalogue.errors import CodeTaken, NoSuchEntry
from tongban.rooms.catalogue.rules import directory, life
from tongban.rooms.catalogue.rules.entries import entry_of
from tongban.rooms.catalogue.rules.publishing import readable
from tongban.rooms.catalogue.words import LifeAct
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Actor, DepartmentFacts

COUNTY_LEVEL = "4"


def load_directory(*, by: str, at: datetime) -> events.DirectoryLoaded | None:
    """装入示范区的基本目录：由随产品的内容推出，事项各认领自己的一条；这一套装过的什么也不做 (None)."""
    edition = f"directory-{queries.content_edition()[:48]}"
    if models.LoadedContent.has(edition):
        return None
    contents = queries.catalogue_content()
    lines = {line.catalog_code: line for line in map(directory.line_of, contents)}
    with transaction.atomic(durable=True):
        models.Item.hold()
        if models.LoadedContent.has(edition):
            return None
        changed = models.keep_lines(lines.values())
        taken = models.claim_all([str(content["task_handle_item"]) for content in contents])
        models.LoadedContent.record(edition, items=len(lines), by=by, at=at)
        event = events.DirectoryLoaded(lines=len(lines), changed=changed, claimed=taken, by=by, at=at)
        journal.witness(event)
    return event


def claim(*, catalog_code: str, department: str, by: Actor, at: datetime) -> events.ItemClaimed:
    """认领：从基本目录取用一条，起草本部门的事项；四同要素照抄并锁定，其余由编制人填写。

    Law: 国办函〔2016〕108号.
    Refuses: NoSuchEntry, NoSuchDepartment, NotYourItem, CodeTaken.
    """
    organ = organisation.department(code=department)
    try:
        with transaction.atomic(durable=True):
            event = _claimed(catalog_code, organ, by=by, at=at)
            journal.witness(event)
    except IntegrityError as error:
        raise CodeTaken(item_code=catalog_code) from error
    return event


def _claimed(catalog_code: str, organ: DepartmentFacts, *, by: Actor, at: datetime) -> events.ItemClaimed:
    entry = models.DirectoryEntry.current(catalog_code)
    if entry is None:
        raise NoSuchEntry
    line = entry.line()
    content = {
        **directory.claimed(line),
        "task_handle_item": directory.handling_code(line, uscc=organ.uscc, use_level=COUNTY_LEVEL),
        "task_code": directory.handling_code(line, uscc=organ.uscc, use_level=COUNTY_LEVEL)[:-2],
        "use_level": [COUNTY_LEVEL],
        "region": organ.region,
        "department": organ.code,
        "dept_name": organ.name,
        "dept_code": organ.uscc,
        "organ_short": organ.document_word,
    }
    life.start(content, by=by)
    listed = entry_of(readable(content), content).listed
    item = models.Item.objects.create(**{**asdict(listed), "shelves": []}, claimed=entry)
    draft = started(item, content, by=by, at=at, based_on=None)
    return events.ItemClaimed(
        item_code=item.code,
        version_uid=draft.version_uid,
        catalog_code=catalog_code,
        entry_version=entry.version,
        by=by.actor,
        at=at,
    )


def follow_directory(*, version_uid: str, by: Actor, at: datetime) -> events.ItemClaimed:
    """随目录更新：草稿的四同要素改成目录的现行写法，认领随之换成现行的一版。

    Refuses: NoSuchVersion, NoSuchEntry, NotYourItem, WrongStage.
    """
    with transaction.atomic(durable=True):
        version = models.ItemVersion.locked(version_uid)
        life.allowed_move(LifeAct.SAVE, version.facts(), by)
        kept = version.item.claimed
        code = kept.catalog_code if kept else str(version.content.get("catalog_code", ""))
        entry = models.DirectoryEntry.current(code)
        if entry is None:
            raise NoSuchEntry
        version.record_saved({**version.content, **directory.claimed(entry.line())}, by=by.actor, at=at)
        models.Item.objects.filter(pk=version.item_id).update(claimed=entry)
        event = events.ItemClaimed(
            item_code=version.item.code,
            version_uid=str(version.uid),
            catalog_code=code,
            entry_version=entry.version,
            by=by.actor,
            at=at,
        )
        journal.witness(event)
    return event
