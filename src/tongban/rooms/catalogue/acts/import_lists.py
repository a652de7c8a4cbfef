"""导入清单的表册：没有变的不动，新文号公布，公布过的不能改；一处不对，整册一份也不公布。"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import events, models, queries
from tongban.rooms.catalogue.acts import list_documents as documents
from tongban.rooms.catalogue.acts.licence_lists import put_licence_list
from tongban.rooms.catalogue.acts.transfers import put_transfer
from tongban.rooms.catalogue.errors import ListUnsound, NotYourItem, WorkbookWrong
from tongban.rooms.catalogue.rules import life, list_books, reading_powers
from tongban.rooms.catalogue.rules import list_files as files
from tongban.rooms.catalogue.rules import workbook as rules
from tongban.rooms.catalogue.words import (
    BookKind,
    DutyEntry,
    ListHead,
    ListKind,
    Sheet,
    SheetProblem,
    Unsound,
    WorkbookReport,
)
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor

Document = dict[str, Any]
Published = (
    events.ListPublished | events.AgreementSigned | events.LicenceListPublished | events.TransferPlanned
)
FIXED = "已经公布的不能改，请另起文号"


def import_lists(
    *, sheets: Sequence[Sheet], kind: BookKind, region: str, by: Actor, at: datetime
) -> WorkbookReport:
    """导入一种清单的表册：一个事务，公布其中新的各份，每份一件留痕；再导一次什么也不变。

    Refuses: NotYourItem, WorkbookWrong (naming each cell by table, row and column).
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        if not life.may_manage(by, region=region, department=""):
            raise NotYourItem(item=kind.zh, act="公布清单")
        given, problems = _read(sheets, kind, region=region, at=at)
        standing = list_books.numbered(queries.list_documents(region=region, kind=kind))
        new = [each for each in given if each[rules.KEY] not in standing]
        problems += _changed(given, standing, sheets)
        making = Making(region=region, by=by.actor, at=at)
        published = [] if problems else list(_put(new, kind, making, sheets, problems))
        if problems:
            raise WorkbookWrong(problems=problems)
        for event in published:
            journal.witness(event)
    return WorkbookReport(new=len(new), changed=0, unchanged=len(given) - len(new))


@dataclass(frozen=True)
class Making:
    """在哪个区划、由谁、何时公布。"""

    region: str
    by: str
    at: datetime

    def head(self, row: Document, kind: ListKind) -> ListHead:
        """文件头。"""
        return files.head_of(row, region=self.region, kind=kind)


def _read(
    sheets: Sequence[Sheet], kind: BookKind, *, region: str, at: datetime
) -> tuple[list[Document], list[SheetProblem]]:
    """The documents of the file, each in the one way of writing, and what is written wrongly, cell by cell."""
    contents, problems = rules.contents_of(sheets, key=rules.KEY, standing={})
    if not any(not sheet.path for sheet in sheets):
        problems.append(SheetProblem(kind.zh, 0, "", "没有这张表，请用本平台导出的改"))
    seen = queries.seen(region=region, on=law_date(at))
    departments = queries.department_names(region=region)
    read = []
    for content in contents:
        document, faults = rules.settled(content, kind)
        code = str(content[rules.KEY])
        problems += [rules.located(sheets, code=code, fault=fault) for fault in faults]
        if not faults:
            read.append(list_books.as_published(document, kind, seen=seen, departments=departments))
    return read, problems


def _changed(
    given: Sequence[Document], standing: Mapping[str, Any], sheets: Sequence[Sheet]
) -> Iterator[SheetProblem]:
    """What was published and reads otherwise in the file: the cells that differ."""
    for document in given:
        code = document[rules.KEY]
        for fault in rules.differences(document, standing[code]) if code in standing else ():
            told = rules.Fault(fault.steps, fault.name, f"{FIXED}（{fault.says}）")
            yield rules.located(sheets, code=code, fault=told)


def _put(
    new: Sequence[Document],
    kind: BookKind,
    making: Making,
    sheets: Sequence[Sheet],
    problems: list[SheetProblem],
) -> Iterator[Published]:
    """Each new document in the order of the file; what a rule refuses is told at the cell where it stands."""
    for document in new:
        try:
            yield PUT[kind](document, making)
        except Refusal as refusal:
            code = document[rules.KEY]
            problems += [rules.located(sheets, code=code, fault=fault) for fault in _faults(refusal)]


def _faults(refusal: Refusal) -> Iterator[rules.Fault]:
    """Where a rule says what is wrong, there; a refusal of another kind is told on the document's row."""
    told: Sequence[Unsound] = getattr(refusal, "problems", ())
    for each in told:
        yield rules.Fault(each.steps, each.name, each.says)
    if not told:
        yield rules.Fault((), "", str(refusal))


def _licence_list(row: Document, making: Making) -> Published:
    given = reading_powers.read_licence_list(row, region=making.region, names={})
    return put_licence_list(given, by=making.by, at=making.at)


def _transfer(row: Document, making: Making) -> Published:
    given = reading_powers.read_transfer(row, region=making.region)
    if models.Transfer.objects.filter(region=making.region, no=given.no).exists():
        told = Unsound(f"第{given.no}批已经印发过", name="no")
        raise ListUnsound(title=given.title, problems=[told])
    return put_transfer(given, by=making.by, at=making.at)


def _tolerance(row: Document, making: Making) -> Published:
    head = making.head(row, ListKind.TOLERANCE)
    return documents.tolerance(head, files.tolerance_entries(row), by=making.by, at=making.at)


def _agreement(row: Document, making: Making) -> Published:
    head = making.head(row, ListKind.AGREEMENT)
    names = queries.region_names(region=making.region)
    try:
        terms = files.agreement_terms(row, regions=names)
    except KeyError as error:
        told = Unsound(f"没有这个协作地区“{row['partner']}”", name="partner")
        raise ListUnsound(title=head.title, problems=[told]) from error
    entries = files.agreement_entries(row, sets={})
    return documents.agreement(head, terms, entries, by=making.by, at=making.at)


def _high_frequency(row: Document, making: Making) -> Published:
    head = making.head(row, ListKind.HIGH_FREQUENCY)
    items = [str(each["item"]) for each in row["items"]]
    return documents.high_frequency(head, items, by=making.by, at=making.at)


def _negative(row: Document, making: Making) -> Published:
    head = making.head(row, ListKind.NEGATIVE)
    return documents.negative(head, files.negative_entries(row, departments={}), by=making.by, at=making.at)


def _intermediary(row: Document, making: Making) -> Published:
    head = making.head(row, ListKind.INTERMEDIARY)
    entries = files.intermediary_entries(row, departments={})
    return documents.intermediaries(head, entries, by=making.by, at=making.at)


def _duty(row: Document, making: Making) -> Published:
    """Every line is written out, so that an item written twice is seen by the rule."""
    head = making.head(row, ListKind.DUTY)
    entries = [DutyEntry(str(each["item"]), str(each["office"])) for each in row["items"]]
    return documents.duties(head, entries, by=making.by, at=making.at)


def _bundle(row: Document, making: Making) -> Published:
    head = making.head(row, ListKind.BUNDLE)
    return documents.bundles(head, files.bundle_entries(row, departments={}), by=making.by, at=making.at)


PUT: Mapping[BookKind, Callable[[Document, Making], Published]] = {
    BookKind.LICENCE_LIST: _licence_list,
    BookKind.TRANSFER: _transfer,
    BookKind.TOLERANCE: _tolerance,
    BookKind.AGREEMENT: _agreement,
    BookKind.HIGH_FREQUENCY: _high_frequency,
    BookKind.NEGATIVE: _negative,
    BookKind.INTERMEDIARY: _intermediary,
    BookKind.DUTY: _duty,
    BookKind.BUNDLE: _bundle,
}
"""每种清单怎样写下一份，在办事的函数的事务里。"""
