"""一份清单怎样公布：照规则看过，写下文件头和各行，返回这件事；一份、几份都由办事的函数放在它的一个事务里。"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import models, queries
from tongban.rooms.catalogue.errors import DocumentExists
from tongban.rooms.catalogue.events import AgreementSigned, ListPublished
from tongban.rooms.catalogue.rules import lists as rules
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    BundleEntry,
    DutyEntry,
    IntermediaryEntry,
    ListHead,
    NegativeEntry,
    Seen,
    SeenItem,
    ToleranceEntry,
    TolerantMaterial,
)


def tolerance(head: ListHead, entries: Sequence[ToleranceEntry], *, by: str, at: datetime) -> ListPublished:
    """一批容缺受理事项。 Refuses: DocumentExists, ListUnsound."""
    lines = rules.tolerance(head, entries, seen=_seen_now(head, at))
    document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
    models.ToleranceLine.write(document, [(item, _tolerated(item, kept)) for item, kept in lines])
    return _published(head, len(lines), by=by, at=at)


def agreement(
    head: ListHead, terms: AgreementTerms, entries: Sequence[AgreementEntry], *, by: str, at: datetime
) -> AgreementSigned:
    """一份通办协议，连同协议事项。 Refuses: DocumentExists, ListUnsound."""
    lines = rules.agreement(head, terms, entries, seen=_seen_now(head, at))
    document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
    inside = rules.in_city(head.region, terms.partner)
    models.Agreement.record(document, terms, in_city=inside)
    models.AgreementItem.write(document, [(item, _agreed(entry)) for item, entry in lines])
    return _signed(head, terms, len(lines), by=by, at=at)


def high_frequency(head: ListHead, items: Sequence[str], *, by: str, at: datetime) -> ListPublished:
    """高频通办事项清单。 Refuses: DocumentExists, ListUnsound."""
    lines = rules.high_frequency(head, items, seen=_seen_now(head, at))
    document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
    models.HighFrequencyLine.write(document, [(item, {}) for item in lines])
    return _published(head, len(lines), by=by, at=at)


def negative(head: ListHead, entries: Sequence[NegativeEntry], *, by: str, at: datetime) -> ListPublished:
    """不进驻大厅的负面清单。 Refuses: DocumentExists, ListUnsound."""
    lines = rules.negative(head, entries, seen=_seen_now(head, at))
    document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
    models.NegativeLine.write(document, lines)
    return _published(head, len(lines), by=by, at=at)


def intermediaries(
    head: ListHead, entries: Sequence[IntermediaryEntry], *, by: str, at: datetime
) -> ListPublished:
    """中介服务清单。 Refuses: DocumentExists, ListUnsound."""
    _not_yet(head)
    lines = rules.intermediaries(head, entries)
    document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
    models.IntermediaryLine.write(document, lines)
    return _published(head, len(lines), by=by, at=at)


def duties(head: ListHead, entries: Sequence[DutyEntry], *, by: str, at: datetime) -> ListPublished:
    """责任清单。 Refuses: DocumentExists, ListUnsound."""
    lines = rules.duties(head, entries, seen=_seen_now(head, at))
    document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
    models.DutyLine.write(document, [(item, {"office": office}) for item, office in lines])
    return _published(head, len(lines), by=by, at=at)


def bundles(head: ListHead, entries: Sequence[BundleEntry], *, by: str, at: datetime) -> ListPublished:
    """一件事清单。 Refuses: DocumentExists, ListUnsound."""
    found = rules.bundles(head, entries, seen=_seen_now(head, at))
    document = models.ListDocument.record(head, lines=len(found), by=by, at=at)
    models.Bundle.write(document, found, names=queries.department_names(region=head.region))
    return _published(head, len(found), by=by, at=at)


def _seen_now(head: ListHead, at: datetime) -> Seen:
    """What is published is judged by the catalogue of the day it is recorded."""
    _not_yet(head)
    return queries.seen(region=head.region, on=law_date(at))


def _not_yet(head: ListHead) -> None:
    """Nobody else publishes meanwhile."""
    models.Item.hold()
    if models.ListDocument.known(head):
        raise DocumentExists(document_no=head.document_no)


def _tolerated(item: SeenItem, materials: Sequence[TolerantMaterial]) -> dict[str, Any]:
    kept = [{"key": m.key, "name": m.name, "days": m.days} for m in materials]
    return {"task_type": item.task_type.value, "materials": kept}


def _agreed(entry: AgreementEntry) -> dict[str, Any]:
    return {"their_code": entry.their_code, "mode": entry.mode.value}


def _published(head: ListHead, lines: int, *, by: str, at: datetime) -> ListPublished:
    return ListPublished(
        region=head.region,
        list_kind=head.kind.value,
        number=head.number,
        title=head.title,
        document_no=head.document_no,
        effective_on=head.effective_on,
        lines=lines,
        by=by,
        at=at,
    )


def _signed(head: ListHead, terms: AgreementTerms, lines: int, *, by: str, at: datetime) -> AgreementSigned:
    return AgreementSigned(
        region=head.region,
        number=head.number,
        title=head.title,
        document_no=head.document_no,
        partner=terms.partner,
        effective_on=head.effective_on,
        valid_to=terms.valid_to,
        lines=lines,
        by=by,
        at=at,
    )
