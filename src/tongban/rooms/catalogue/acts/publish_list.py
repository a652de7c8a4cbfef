"""公布清单：容缺、通办协议、高频、负面、责任、一件事；一份清单一个事务、一件留痕，公布后不再改动。"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

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
    ListHead,
    NegativeEntry,
    Seen,
    SeenItem,
    ToleranceEntry,
    TolerantMaterial,
)
from tongban.rooms.journal import acts as journal


def publish_tolerance(
    *, head: ListHead, entries: Sequence[ToleranceEntry], by: str, at: datetime
) -> ListPublished:
    """公布一批容缺受理事项。

    Law: 国发〔2022〕5号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        lines = rules.tolerance(head, entries, seen=_seen_now(head, at))
        document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
        models.ToleranceLine.write(document, [(item, _tolerated(item, kept)) for item, kept in lines])
        event = _published(head, len(lines), by=by, at=at)
        journal.witness(event)
    return event


def sign_agreement(
    *, head: ListHead, terms: AgreementTerms, entries: Sequence[AgreementEntry], by: str, at: datetime
) -> AgreementSigned:
    """签订一份通办协议，连同协议事项。

    Law: 国办发〔2020〕35号、国办发〔2022〕34号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        lines = rules.agreement(head, terms, entries, seen=_seen_now(head, at))
        document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
        inside = rules.in_city(head.region, terms.partner)
        models.Agreement.record(document, terms, in_city=inside)
        models.AgreementItem.write(document, [(item, _agreed(entry)) for item, entry in lines])
        event = _signed(head, terms, len(lines), by=by, at=at)
        journal.witness(event)
    return event


def publish_high_frequency(*, head: ListHead, items: Sequence[str], by: str, at: datetime) -> ListPublished:
    """公布高频通办事项清单，代替上一版。

    Law: 国办发〔2020〕35号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        lines = rules.high_frequency(head, items, seen=_seen_now(head, at))
        document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
        models.HighFrequencyLine.write(document, [(item, {}) for item in lines])
        event = _published(head, len(lines), by=by, at=at)
        journal.witness(event)
    return event


def publish_negative(
    *, head: ListHead, entries: Sequence[NegativeEntry], by: str, at: datetime
) -> ListPublished:
    """公布不进驻大厅的负面清单，代替上一版。

    Law: 国发〔2022〕5号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        lines = rules.negative(head, entries, seen=_seen_now(head, at))
        document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
        models.NegativeLine.write(document, lines)
        event = _published(head, len(lines), by=by, at=at)
        journal.witness(event)
    return event


def publish_duties(*, head: ListHead, entries: Sequence[DutyEntry], by: str, at: datetime) -> ListPublished:
    """公布责任清单，代替上一版：每个在用事项恰好一个责任科室。 Refuses: DocumentExists, ListUnsound."""
    with transaction.atomic(durable=True):
        lines = rules.duties(head, entries, seen=_seen_now(head, at))
        document = models.ListDocument.record(head, lines=len(lines), by=by, at=at)
        models.DutyLine.write(document, [(item, {"office": office}) for item, office in lines])
        event = _published(head, len(lines), by=by, at=at)
        journal.witness(event)
    return event


def publish_bundles(
    *, head: ListHead, entries: Sequence[BundleEntry], by: str, at: datetime
) -> ListPublished:
    """公布一件事清单，代替上一版。

    Law: 国办发〔2022〕32号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        found = rules.bundles(head, entries, seen=_seen_now(head, at))
        document = models.ListDocument.record(head, lines=len(found), by=by, at=at)
        models.Bundle.write(document, found, names=queries.department_names(region=head.region))
        event = _published(head, len(found), by=by, at=at)
        journal.witness(event)
    return event


def _seen_now(head: ListHead, at: datetime) -> Seen:
    """Nobody else publishes meanwhile; what is published is judged by the catalogue of the day it is recorded."""
    models.Item.hold()
    if models.ListDocument.known(head):
        raise DocumentExists(document_no=head.document_no)
    return queries.seen(region=head.region, on=law_date(at))


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
