"""清单表册的查询：一种清单公布的各份，写成内容文件的样子，再写成电子表格。"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tongban.foundation import workbooks
from tongban.foundation.workbooks import Table
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.rules import list_books as rules
from tongban.rooms.catalogue.rules.workbook import KEY, blank_tables, tables_of
from tongban.rooms.catalogue.words import BookKind, CrossMode, ListKind, Subject

Document = dict[str, Any]


def list_book(*, region: str, kind: BookKind) -> bytes:
    """一种清单公布的各份，一册；还没有公布过的是空表，供填写 (at most two statements a document)."""
    sheets = tables_of(list_documents(region=region, kind=kind), key=KEY, name=kind.zh)
    sheets += blank_tables(kind, but=[sheet.path for sheet in sheets])
    return workbooks.write(Table(each.name, each.heads, each.codes, each.rows) for each in sheets)


def list_documents(*, region: str, kind: BookKind) -> list[Document]:
    """一种清单公布的各份，先公布的在前。"""
    if kind is BookKind.LICENCE_LIST:
        lists = models.PublishedLicenceList.objects.filter(region=region).order_by("version")
        return [rules.licence_document(row.facts()) for row in lists]
    if kind is BookKind.TRANSFER:
        batches = models.Transfer.objects.filter(region=region).order_by("no")
        return [rules.transfer_document(row.facts().plan) for row in batches]
    documents = models.ListDocument.objects.filter(region=region, kind=ListKind.of(kind.value))
    return [
        {**rules.head_row(document.head), **_BODIES[kind](document)}
        for document in documents.order_by("number")
    ]


def _tolerance(document: models.ListDocument) -> Document:
    return {
        "items": [
            {"item": line.item_key, "materials": [_tolerated(each) for each in line.materials]}
            for line in _lines(models.ToleranceLine, document)
        ]
    }


def _tolerated(material: Mapping[str, Any]) -> Document:
    return {"key": material["key"], "days": material["days"]}


def _agreement(document: models.ListDocument) -> Document:
    terms = document.agreement
    return {
        "partner": terms.partner,
        "signed_on": terms.signed_on.isoformat(),
        "valid_to": terms.valid_to.isoformat(),
        "items": [
            {"item": line.item_key, "mode": CrossMode.of(line.mode).zh, "their": line.their_code}
            for line in _lines(models.AgreementItem, document)
        ],
    }


def _high_frequency(document: models.ListDocument) -> Document:
    return {"items": [{"item": line.item_key} for line in _lines(models.HighFrequencyLine, document)]}


def _negative(document: models.ListDocument) -> Document:
    return {
        "entries": [
            {
                "name": line.item_name,
                "department": line.department,
                "reason": line.reason,
                "handled_at": line.handled_at,
                "item": line.item_key,
            }
            for line in _lines(models.NegativeLine, document)
        ]
    }


def _intermediary(document: models.ListDocument) -> Document:
    lines = _lines(models.IntermediaryLine, document)
    return {"entries": [{"name": x.name, "department": x.department, "basis": x.basis} for x in lines]}


def _duty(document: models.ListDocument) -> Document:
    lines = _lines(models.DutyLine, document)
    return {"items": [{"item": line.item_key, "office": line.office} for line in lines]}


def _bundle(document: models.ListDocument) -> Document:
    return {
        "bundles": [
            {
                "key": bundle.key,
                "name": bundle.name,
                "subject": Subject.of(bundle.subject).zh,
                "lead": bundle.lead,
                "items": [part.item_key for part in bundle.components.all()],
            }
            for bundle in document.bundles.order_by("place").prefetch_related("components")
        ]
    }


def _lines(kind: Any, document: models.ListDocument) -> Iterator[Any]:
    found: Iterable[Any] = kind.objects.filter(document=document).order_by("place")
    yield from found


_BODIES: Mapping[BookKind, Callable[[models.ListDocument], Document]] = {
    BookKind.TOLERANCE: _tolerance,
    BookKind.AGREEMENT: _agreement,
    BookKind.HIGH_FREQUENCY: _high_frequency,
    BookKind.NEGATIVE: _negative,
    BookKind.INTERMEDIARY: _intermediary,
    BookKind.DUTY: _duty,
    BookKind.BUNDLE: _bundle,
}
