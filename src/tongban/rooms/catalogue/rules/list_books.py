"""清单的表册：公布的清单写成内容文件的样子（键也一样），读回来的编码、单位换成公布时写的那一种。"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tongban.rooms.catalogue.words import (
    BookKind,
    HandOverKind,
    LicenceList,
    ListHead,
    Seen,
    TransferBatch,
)

Row = Mapping[str, Any]
Document = dict[str, Any]
Names = Mapping[str, str]


def head_row(head: ListHead) -> Document:
    """文件头。"""
    return {
        "number": head.number,
        "document_no": head.document_no,
        "title": head.title,
        "issued_by": list(head.issued_by),
        "published_on": head.published_on.isoformat(),
        "effective_on": head.effective_on.isoformat(),
    }


def licence_document(given: LicenceList) -> Document:
    """一版行政许可事项清单。"""
    return {
        "document_no": given.document_no,
        "title": given.title,
        "issued_by": list(given.issued_by),
        "published_on": given.published_on.isoformat(),
        "effective_on": given.effective_on.isoformat(),
        "entries": [
            {
                "no": each.no,
                "name": each.name,
                "set_level": each.set_level.zh,
                "department": each.department,
                "organ": each.organ,
                "basis": list(each.basis),
            }
            for each in given.entries
        ],
    }


def transfer_document(plan: TransferBatch) -> Document:
    """一个划转批次，编制和交接是现在的。"""
    return {
        "no": plan.no,
        "document_no": plan.document_no,
        "title": plan.title,
        "issued_by": list(plan.issued_by),
        "issued_on": plan.issued_on.isoformat(),
        "effective_on": plan.effective_on.isoformat(),
        "to": plan.to_department,
        "in_transit": plan.in_transit.zh,
        "lines": [
            {
                "licence_no": line.licence_no,
                "from": line.from_department,
                "in_transit": line.in_transit.zh if line.in_transit else "",
            }
            for line in plan.lines
        ],
        "posts": [
            {
                "from": post.from_department,
                "planned": post.planned,
                "moved": post.moved,
                "moved_document": post.moved_document,
            }
            for post in plan.posts
        ],
        "hand_over": [
            _hand_over(
                row.from_department, row.kind, row.says, row.done_on.isoformat() if row.done_on else ""
            )
            for row in plan.hand_over
        ],
    }


def _hand_over(department: str, kind: HandOverKind, says: str = "", done_on: str = "") -> Document:
    return {"from": department, "kind": kind.zh, "says": says, "done_on": done_on}


def as_published(document: Row, kind: BookKind, *, seen: Seen, departments: Names) -> Document:
    """换成公布时写的那一种：事项写基本编码，部门写名称，没有写的照规定的默认。"""
    change = _CHANGES.get(kind)
    return change(document, seen, departments) if change else dict(document)


def _key(code: str, seen: Seen) -> str:
    found = seen.get(code)
    return found.key if found else code


def _items(document: Row, seen: Seen, _: Names) -> Document:
    rows = [{**each, "item": _key(each["item"], seen)} for each in document["items"]]
    return {**document, "items": rows}


def _agreement(document: Row, seen: Seen, _: Names) -> Document:
    rows = _items(document, seen, _)["items"]
    return {**document, "items": [{**each, "their": each["their"] or each["item"]} for each in rows]}


def _negative(document: Row, seen: Seen, departments: Names) -> Document:
    rows = [
        {
            **each,
            "item": _key(each["item"], seen),
            "department": departments.get(each["department"], each["department"]),
        }
        for each in document["entries"]
    ]
    return {**document, "entries": rows}


def _intermediary(document: Row, _: Seen, departments: Names) -> Document:
    rows = [
        {**each, "department": departments.get(each["department"], each["department"])}
        for each in document["entries"]
    ]
    return {**document, "entries": rows}


def _bundle(document: Row, seen: Seen, departments: Names) -> Document:
    rows = [
        {
            **each,
            "lead": departments.get(each["lead"], each["lead"]),
            "items": [_key(code, seen) for code in each["items"]],
        }
        for each in document["bundles"]
    ]
    return {**document, "bundles": rows}


def _licence(document: Row, _: Seen, departments: Names) -> Document:
    rows = [{**each, "organ": departments.get(each["organ"], each["organ"])} for each in document["entries"]]
    return {**document, "entries": rows}


def _transfer(document: Row, _: Seen, __: Names) -> Document:
    """Six rows of hand-over for each department, in the order in which they are planned."""
    written = {(row["from"], row["kind"]): row for row in document["hand_over"]}
    out = dict.fromkeys(line["from"] for line in document["lines"])
    whole = [
        written.pop((department, kind.zh), None) or _hand_over(department, kind)
        for department in out
        for kind in HandOverKind
    ]
    return {**document, "hand_over": [*whole, *written.values()]}


_CHANGES: Mapping[BookKind, Callable[[Row, Seen, Names], Document]] = {
    BookKind.LICENCE_LIST: _licence,
    BookKind.TOLERANCE: _items,
    BookKind.AGREEMENT: _agreement,
    BookKind.HIGH_FREQUENCY: _items,
    BookKind.NEGATIVE: _negative,
    BookKind.INTERMEDIARY: _intermediary,
    BookKind.DUTY: _items,
    BookKind.BUNDLE: _bundle,
    BookKind.TRANSFER: _transfer,
}


def numbered(documents: Iterable[Row]) -> dict[str, Row]:
    """按文号。"""
    return {str(each["document_no"]): each for each in documents}
