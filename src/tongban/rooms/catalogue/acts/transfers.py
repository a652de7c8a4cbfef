"""划转：印发方案，到日子生效，交接签收，编制核定，批次办结 (one function per act)."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.errors import TransferInvalid
from tongban.rooms.catalogue.queries.licence_lists import numbers_for_plan
from tongban.rooms.catalogue.rules import transfers as rules
from tongban.rooms.catalogue.rules.entries import Entry, entry_of
from tongban.rooms.catalogue.rules.publishing import readable
from tongban.rooms.catalogue.words import (
    BatchState,
    HandOverLine,
    ItemState,
    MovedItem,
    PostPlan,
    TransferBatch,
    TransferLine,
)
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import DepartmentFacts


def plan_transfer(*, given: TransferBatch, by: str, at: datetime) -> events.TransferPlanned | None:
    """印发划转方案：同一批次、同一文号再来一次什么也不做 (None).

    Law: 行政许可法 第二十五条.
    Refuses: TransferInvalid.
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        standing = models.Transfer.objects.filter(region=given.region, no=given.no).first()
        if standing is not None:
            if standing.document_no != given.document_no:
                raise TransferInvalid(why=f"第{given.no}批已经由{standing.document_no}印发")
            return None
        event = put_transfer(given, by=by, at=at)
        journal.witness(event)
    return event


def put_transfer(given: TransferBatch, *, by: str, at: datetime) -> events.TransferPlanned:
    """照规则看过，写下这一批；放在办事的函数的事务里。 Refuses: TransferInvalid."""
    whole, event = rules.plan_transfer(given, known=_known(given), by=by, at=at)
    models.Transfer.record(whole, by=by, at=at)
    return event


def _known(given: TransferBatch) -> rules.Known:
    return rules.Known(
        departments={each.code: each for each in organisation.departments(region=given.region)},
        numbers=numbers_for_plan(region=given.region, on=given.effective_on),
        taken=models.taken_licences(given.region),
    )


def take_effect(*, region: str, no: int, by: str, at: datetime) -> events.TransferTookEffect | None:
    """划转生效：新机关名下的新版本、旧事项取消、承接登记，一个事务；已经生效的什么也不做 (None).

    The publishing lock comes first, then the switch: whoever is submitting or accepting finishes, whoever comes next finds
    the new organ. Refuses: NoSuchTransfer, TransferNotDue, TransferInvalid, ContentInvalid, NotOnLicenceList.
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        models.Transfer.hold_the_switch()
        row = models.Transfer.locked(region=region, no=no)
        batch = row.facts()
        if batch.state is not BatchState.PLANNED:
            return None
        rules.due(batch.plan, on=law_date(at))
        moved = _switched(batch.plan, by=by, at=at)
        row.record_in_effect(moved, at=at)
        event = _in_effect(batch.plan, moved, by=by, at=at)
        journal.witness(event)
    return event


def _in_effect(
    plan: TransferBatch, moved: list[MovedItem], *, by: str, at: datetime
) -> events.TransferTookEffect:
    return events.TransferTookEffect(
        region=plan.region,
        no=plan.no,
        document_no=plan.document_no,
        effective_on=plan.effective_on,
        to_department=plan.to_department,
        moved=tuple(moved),
        by=by,
        at=at,
    )


def _switched(plan: TransferBatch, *, by: str, at: datetime) -> list[MovedItem]:
    """The new items under the bureau's code, the old ones cancelled; what went from what to what."""
    bureau = organisation.department(code=plan.to_department)
    lines = {line.licence_no: line for line in plan.lines}
    today = law_date(at)
    found = models.licensed_items(plan.region, max(today, plan.effective_on), list(lines))
    leaving = [
        (line, code, version_id, content)
        for code, version_id, content in ((c, v, json.loads(text)) for c, v, text in found)
        if (line := lines[content["licence_no"]]).from_department == content.get("department")
    ]
    entries = [_entry(content, bureau, plan.effective_on) for _, _, _, content in leaving]
    kept = models.keep(entries, by=by, at=at, today=today) if entries else {}
    moved = [
        _moved(plan, line, (code, version_id), (entry.listed.code, kept[entry.listed.code][0]))
        for (line, code, version_id, _), entry in zip(leaving, entries, strict=True)
    ]
    _cancel(plan, [each.old_code for each in moved], by=by, at=at)
    return moved


def _entry(content: dict[str, object], bureau: DepartmentFacts, effective_on: date) -> Entry:
    handed = rules.handed_to(content, bureau=bureau, effective_on=effective_on)
    return entry_of(readable(handed), handed)


def _moved(plan: TransferBatch, line: TransferLine, old: tuple[str, int], new: tuple[str, int]) -> MovedItem:
    return MovedItem(
        licence_no=line.licence_no,
        from_department=line.from_department,
        to_department=plan.to_department,
        old_code=old[0],
        old_version=old[1],
        new_code=new[0],
        new_version=new[1],
        in_transit=plan.goes(line),
    )


def _cancel(plan: TransferBatch, codes: Iterable[str], *, by: str, at: datetime) -> None:
    """The old items end on the day, so that no shelf and no search shows them any more."""
    reason = f"第{plan.no}批划转，由承接机关办理（{plan.document_no}）"
    given = list(codes)
    for item in models.Item.objects.filter(code__in=given).order_by("id"):
        item.stop(ItemState.CANCELLED, since=plan.effective_on, reason=reason, by=by, at=at)
    models.stand(given, today=law_date(at))


def tick_hand_over(
    *, region: str, no: int, line: HandOverLine, by: str, at: datetime
) -> events.HandOverTicked:
    """交接签收。 Refuses: NoSuchTransfer and as `rules.transfers.tick`."""
    with transaction.atomic(durable=True):
        row = models.Transfer.locked(region=region, no=no)
        event = rules.tick(row.facts(), line, by=by, at=at)
        row.record_ticked(event)
        journal.witness(event)
    return event


def move_posts(*, region: str, no: int, post: PostPlan, by: str, at: datetime) -> events.PostsMoved:
    """核定编制。 Refuses: NoSuchTransfer and as `rules.transfers.move_posts`."""
    with transaction.atomic(durable=True):
        row = models.Transfer.locked(region=region, no=no)
        event = rules.move_posts(row.facts(), post, by=by, at=at)
        row.record_posts(event)
        journal.witness(event)
    return event


def close_transfer(*, region: str, no: int, by: str, at: datetime) -> events.TransferClosedUp:
    """批次办结。 Refuses: NoSuchTransfer and as `rules.transfers.close`."""
    with transaction.atomic(durable=True):
        row = models.Transfer.locked(region=region, no=no)
        event = rules.close(row.facts(), by=by, at=at)
        row.record_closed(at=at)
        journal.witness(event)
    return event
