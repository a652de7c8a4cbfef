"""导入黄金样例的表册：新的存下，改了的换上，没有变的不动，没有写的不删；一处不对，一个也不存。"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.acts.golden import put_golden_case
from tongban.rooms.catalogue.errors import NotYourItem, WorkbookWrong
from tongban.rooms.catalogue.rules import golden_books as books
from tongban.rooms.catalogue.rules import golden_rights
from tongban.rooms.catalogue.rules.golden_books import WrittenCase
from tongban.rooms.catalogue.rules.workbook import Fault, located
from tongban.rooms.catalogue.words import Sheet, WorkbookReport
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor


def import_golden(*, sheets: Sequence[Sheet], region: str, by: Actor, at: datetime) -> WorkbookReport:
    """导入：一个事务；每存一个留一件痕，再导一次什么也不变。

    Refuses: WorkbookWrong, naming each cell by table, row and column.
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        given, problems = books.cases_of(sheets)
        standing = _Standing.of(region)
        changed = [each for each in given if not standing.holds(each)]
        counted = _Counted.of(given, standing)
        problems += [
            located(sheets, code=each.code, fault=fault)
            for each in changed
            for fault in _faults(each, standing, counted, by=by)
        ]
        if problems:
            raise WorkbookWrong(problems=problems)
        for each in changed:
            journal.witness(_put(each, standing, by=by, at=at))
    new = sum(standing.row(each) is None for each in changed)
    return WorkbookReport(new=new, changed=len(changed) - new, unchanged=len(given) - len(changed))


@dataclass(frozen=True)
class _Standing:
    """The cases of a region by key and by name, and its items."""

    by_key: Mapping[str, models.GoldenCase]
    by_name: Mapping[tuple[str, str], models.GoldenCase]
    items: Mapping[str, models.Item]

    @classmethod
    def of(cls, region: str) -> "_Standing":
        prefix = region.rstrip("0") or region
        items = models.Item.objects.filter(region__startswith=prefix).select_related("current_version")
        rows = list(models.GoldenCase.objects.filter(item__region__startswith=prefix).select_related("item"))
        return cls(
            by_key={str(row.uid): row for row in rows},
            by_name={(row.item.code, row.name): row for row in rows},
            items={item.code: item for item in items},
        )

    def row(self, given: WrittenCase) -> models.GoldenCase | None:
        """By its key; what was written under a number of his own is known again by item and name."""
        return self.by_key.get(given.code) or self.by_name.get((given.item, given.case.name))

    def holds(self, given: WrittenCase) -> bool:
        row = self.row(given)
        return row is not None and row.item.code == given.item and books.same(row.case(), given.case)


@dataclass(frozen=True)
class _Counted:
    """How often the file writes each name of an item, and how many cases each item comes to; counted once a file."""

    names: Mapping[tuple[str, str], int]
    cases: Mapping[str, int]

    @classmethod
    def of(cls, given: Sequence[WrittenCase], standing: _Standing) -> "_Counted":
        fresh = Counter(each.item for each in given if standing.row(each) is None)
        return cls(
            names=Counter((each.item, each.case.name) for each in given),
            cases=fresh + Counter(row.item.code for row in standing.by_key.values()),
        )


def _faults(each: WrittenCase, standing: _Standing, counted: _Counted, *, by: Actor) -> Iterator[Fault]:
    item, row = standing.items.get(each.item), standing.row(each)
    if item is None:
        yield Fault((), "item", f"没有事项“{each.item[:40]}”")
        return
    if row is not None and row.item.code != each.item:
        yield Fault((), "item", "这个样例属于另一事项，要照搬请换一个样例编号")
    if _taken(each, standing, row, counted):
        yield Fault((), "name", f"同一事项已有样例“{each.case.name}”")
    try:
        golden_rights.remove(item.facts(), by=by)
    except NotYourItem:
        yield Fault((), "item", "由不归您管的部门实施")
    if wrong := golden_rights.wrong(each.case, counted.cases.get(each.item, 0) - 1):
        yield Fault((), *wrong)


def _taken(each: WrittenCase, standing: _Standing, row: models.GoldenCase | None, counted: _Counted) -> bool:
    """Another case of this name stands already, or is written in the same file."""
    name = (each.item, each.case.name)
    other = standing.by_name.get(name)
    return counted.names[name] > 1 or (other is not None and other is not row)


def _put(each: WrittenCase, standing: _Standing, *, by: Actor, at: datetime) -> events.GoldenCaseSaved:
    row = standing.row(each)
    item = standing.items[each.item]
    case = replace(each.case, uid=str(row.uid) if row else "")
    return put_golden_case(row or models.GoldenCase(item=item), case, by=by.actor, at=at)
