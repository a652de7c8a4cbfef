"""公布清单：容缺、通办协议、高频、负面、责任、一件事；一份清单一个事务、一件留痕，公布后不再改动。"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongban.rooms.catalogue.acts import list_documents as documents
from tongban.rooms.catalogue.events import AgreementSigned, ListPublished
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    BundleEntry,
    DutyEntry,
    IntermediaryEntry,
    ListHead,
    NegativeEntry,
    ToleranceEntry,
)
from tongban.rooms.journal import acts as journal


def publish_tolerance(
    *, head: ListHead, entries: Sequence[ToleranceEntry], by: str, at: datetime
) -> ListPublished:
    """公布一批容缺受理事项。

    Law: 国发〔2022〕5号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        event = documents.tolerance(head, entries, by=by, at=at)
        journal.witness(event)
    return event


def sign_agreement(
    *, head: ListHead, terms: AgreementTerms, entries: Sequence[AgreementEntry], by: str, at: datetime
) -> AgreementSigned:
    """签订一份通办协议，连同协议事项。

    Law: 国办发〔2020〕35号、国办发〔2022〕34号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        event = documents.agreement(head, terms, entries, by=by, at=at)
        journal.witness(event)
    return event


def publish_high_frequency(*, head: ListHead, items: Sequence[str], by: str, at: datetime) -> ListPublished:
    """公布高频通办事项清单，代替上一版。

    Law: 国办发〔2020〕35号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        event = documents.high_frequency(head, items, by=by, at=at)
        journal.witness(event)
    return event


def publish_negative(
    *, head: ListHead, entries: Sequence[NegativeEntry], by: str, at: datetime
) -> ListPublished:
    """公布不进驻大厅的负面清单，代替上一版。

    Law: 国发〔2022〕5号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        event = documents.negative(head, entries, by=by, at=at)
        journal.witness(event)
    return event


def publish_intermediaries(
    *, head: ListHead, entries: Sequence[IntermediaryEntry], by: str, at: datetime
) -> ListPublished:
    """公布法定行政审批中介服务清单，代替上一版。

    Law: 国办发〔2015〕31号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        event = documents.intermediaries(head, entries, by=by, at=at)
        journal.witness(event)
    return event


def publish_duties(*, head: ListHead, entries: Sequence[DutyEntry], by: str, at: datetime) -> ListPublished:
    """公布责任清单，代替上一版：每个在用事项恰好一个责任科室。 Refuses: DocumentExists, ListUnsound."""
    with transaction.atomic(durable=True):
        event = documents.duties(head, entries, by=by, at=at)
        journal.witness(event)
    return event


def publish_bundles(
    *, head: ListHead, entries: Sequence[BundleEntry], by: str, at: datetime
) -> ListPublished:
    """公布一件事清单，代替上一版。

    Law: 国办发〔2022〕32号. Refuses: DocumentExists, ListUnsound.
    """
    with transaction.atomic(durable=True):
        event = documents.bundles(head, entries, by=by, at=at)
        journal.witness(event)
    return event
