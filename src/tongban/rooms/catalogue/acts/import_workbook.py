"""导入事项全册：整册都对才存，一格不对就一条也不存；存下的是草稿，照样要送审、审核、发布。"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.errors import ElementLocked, WorkbookWrong
from tongban.rooms.catalogue.rules import life
from tongban.rooms.catalogue.rules import workbook as rules
from tongban.rooms.catalogue.rules.directory import keep_locked
from tongban.rooms.catalogue.rules.entries import entry_of
from tongban.rooms.catalogue.rules.reading import read_sketch
from tongban.rooms.catalogue.words import (
    DirectoryLine,
    LifeAct,
    Sheet,
    SheetProblem,
    VersionState,
    WorkbookReport,
)
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor

CODE = "task_handle_item"
ITEMS = "事项"
Content = dict[str, Any]


def import_workbook(*, sheets: Sequence[Sheet], region: str, by: Actor, at: datetime) -> WorkbookReport:
    """导入：没有的编码起草新事项，改了的存成草稿，没有变的不动；再导一次什么也不变。

    Refuses: WorkbookWrong, naming each cell by table, row and column.
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        standing = _standing(region)
        contents, problems = rules.contents_of(
            sheets, key=CODE, standing={code: version.content for code, version in standing.items()}
        )
        changed = [each for each in contents if not _stands(each, standing)]
        numbers, claims = _numbers(sheets), models.claimed_lines([each[CODE] for each in changed])
        problems += [
            SheetProblem(ITEMS, numbers.get(each[CODE], 0), "", why)
            for each in changed
            if (
                why := _why_not(each, standing.get(each[CODE]), region=region, by=by)
                or _locked(each, standing.get(each[CODE]), claims.get(each[CODE]))
            )
        ]
        if problems:
            raise WorkbookWrong(problems=problems)
        new = _kept(changed, standing, region=region, by=by, at=at)
        report = WorkbookReport(new=new, changed=len(changed) - new, unchanged=len(contents) - len(changed))
        if changed:
            journal.witness(_imported(report, region=region, by=by, at=at))
    return report


def _standing(region: str) -> dict[str, models.ItemVersion]:
    """The draft of each item, or else what was published last (one statement)."""
    return {version.item.code: version for version in models.ItemVersion.working(region=region)}


def _stands(content: Content, standing: Mapping[str, models.ItemVersion]) -> bool:
    version = standing.get(content[CODE])
    return version is not None and version.content == content


def _numbers(sheets: Sequence[Sheet]) -> dict[str, int]:
    """On which row of the first table an item stands."""
    first = next((sheet for sheet in sheets if not sheet.path), None)
    rows = enumerate(first.rows, start=first.first_row) if first else ()
    return {str(row[0]): number for number, row in rows if row}


def _why_not(content: Content, version: models.ItemVersion | None, *, region: str, by: Actor) -> str:
    """What may not be written: another's item, a draft under review, an element nobody can read."""
    missing = [zh for key, zh in life.NEEDED.items() if not content.get(key)]
    if missing:
        return "没有写" + "、".join(missing)
    if not life.may_manage(by, region=region, department=str(content.get("department", ""))):
        return "由不归您管的部门实施"
    if version is not None and version.state != VersionState.PUBLISHED:
        return "" if life.may(LifeAct.SAVE, version.facts(), by) else "正在审核或者等待发布，不能改"
    try:
        read_sketch(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"有的要素读不懂（{error}）"
    return ""


def _locked(content: Content, version: models.ItemVersion | None, line: DirectoryLine | None) -> str:
    """What was claimed from the basic directory stays as the directory says, in a workbook too."""
    try:
        keep_locked(version.content if version else {}, content, line)
    except ElementLocked as locked:
        return str(locked)
    return ""


def _kept(
    changed: Sequence[Content],
    standing: Mapping[str, models.ItemVersion],
    *,
    region: str,
    by: Actor,
    at: datetime,
) -> int:
    """Kept as drafts; how many of them are new items."""
    fresh = []
    for content in changed:
        content.setdefault("region", region)
        version = standing.get(content[CODE])
        if version is not None and version.state != VersionState.PUBLISHED:
            _save(version, content, by=by, at=at)
            continue
        item = version.item if version else _new_item(content)
        fresh.append(models.ItemVersion.drafted(item, content, based_on=version, by=by.actor, at=at))
    models.ItemVersion.objects.bulk_create(fresh, batch_size=500)
    return sum(version.based_on is None for version in fresh)


def _save(version: models.ItemVersion, content: Content, *, by: Actor, at: datetime) -> None:
    before = version.content
    version.record_saved(content, by=by.actor, at=at)
    models.DraftStep.follow(version, before=before)


def _new_item(content: Content) -> models.Item:
    listed = entry_of(read_sketch(content), content).listed
    return models.Item.objects.create(**{**asdict(listed), "shelves": []})


def _imported(report: WorkbookReport, *, region: str, by: Actor, at: datetime) -> events.WorkbookImported:
    return events.WorkbookImported(
        region=region,
        new=report.new,
        changed=report.changed,
        unchanged=report.unchanged,
        by=by.actor,
        at=at,
    )
