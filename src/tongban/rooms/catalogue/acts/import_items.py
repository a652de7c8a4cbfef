"""导入事项：一批真实的、脏的目录进到本区的目录里。"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import RegionUnreadable
from tongban.rooms.catalogue.events import ItemsImported
from tongban.rooms.catalogue.queries.licence_lists import licence_edition, numbers_on
from tongban.rooms.catalogue.rules.entries import Entry, entry_of
from tongban.rooms.catalogue.rules.judging import Judged, judge, off_list
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import Finding, FindingKind, ImportReport, ImportRow
from tongban.rooms.journal import acts as journal

AT_ONCE = 2000
"""一条语句存多少个事项。"""


def import_items(*, rows: Sequence[ImportRow], region: str = "", by: str, at: datetime) -> ImportReport:
    """导入事项：能用的收下并说明瑕疵，不能用的隔离并说明原因；再导一次什么也不变，报告相同。

    ``region`` (6 or 12 digits) files all rows under it; empty leaves each row in the region it names.
    Refuses: RegionUnreadable.
    """
    judged = judge(rows, region=_twelve(region))
    with transaction.atomic(durable=True):
        models.Item.hold()
        judged = _gated(judged, on=law_date(at))
        sorted_out = _sorted_out([each for each in judged if each.usable])
        for entries in _portions(sorted_out.entries):
            models.keep(entries, by=by, at=at, today=law_date(at))
        report = _report(judged, sorted_out)
        if sorted_out.entries or _newly_quarantined(judged, region=_twelve(region)):
            _record(report, judged, region=_twelve(region), by=by, at=at)
    return report


@dataclass(frozen=True)
class _SortedOut:
    entries: list[Entry]
    new: int
    unchanged: int
    findings: list[Finding]


def _gated(judged: list[Judged], *, on: date) -> list[Judged]:
    """Licences that are not on the list in force go to quarantine (one statement, whatever their number)."""
    edition = licence_edition()
    places = {str(each.content["region"]) for each in judged}
    numbers = {place: numbers_on(region=place, on=on, edition_no=edition) for place in places}
    return [off_list(each, numbers=numbers[str(each.content["region"])]) for each in judged]


def _twelve(region: str) -> str:
    if region and not (region.isascii() and region.isdigit() and len(region) in (6, 12)):
        raise RegionUnreadable
    return region.ljust(12, "0") if region else ""


def _sorted_out(usable: list[Judged]) -> _SortedOut:
    present = models.current_contents([str(each.content["task_handle_item"]) for each in usable])
    entries: list[Entry] = []
    findings: list[Finding] = []
    new, unchanged = 0, 0
    for each in usable:
        standing = present.get(str(each.content["task_handle_item"]))
        findings += each.findings
        if standing is not None and _fuller(standing, each.content):
            unchanged += 1
            findings.append(_kept_fuller(each))
        elif standing == each.content:
            unchanged += 1
        else:
            new += standing is None
            entries.append(entry_of(read_version(each.content), each.content))
    return _SortedOut(entries=entries, new=new, unchanged=unchanged, findings=findings)


def _fuller(standing: dict[str, Any], given: dict[str, Any]) -> bool:
    return "materials" in standing and "materials" not in given


def _kept_fuller(each: Judged) -> Finding:
    told = each.content
    kind = FindingKind.KEPT_FULLER
    return Finding(
        row=each.row.row, kind=kind, says=kind.zh, code=told["task_handle_item"], name=told["task_name"][:80]
    )


def _portions(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    rest = iter(entries)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion


def _report(judged: list[Judged], sorted_out: _SortedOut) -> ImportReport:
    return ImportReport(
        read=len(judged),
        new=sorted_out.new,
        changed=len(sorted_out.entries) - sorted_out.new,
        unchanged=sorted_out.unchanged,
        quarantined=sum(not each.usable for each in judged),
        findings=tuple(sorted_out.findings),
        reasons=tuple(reason for each in judged for reason in each.reasons),
    )


def _newly_quarantined(judged: list[Judged], *, region: str) -> bool:
    now = [dict(each.row.elements) for each in judged if not each.usable]
    return bool(now) and now != models.last_quarantined(region)


def _record(report: ImportReport, judged: list[Judged], *, region: str, by: str, at: datetime) -> None:
    models.count_words()
    run = models.ImportRun.record(report, region=region, by=by, at=at)
    models.quarantine(run, [each.row for each in judged if not each.usable], report.reasons)
    journal.witness(
        ItemsImported(
            run_id=run.pk,
            region=region,
            read=report.read,
            new=report.new,
            changed=report.changed,
            unchanged=report.unchanged,
            quarantined=report.quarantined,
            by=by,
            at=at,
        )
    )
