"""样张：还没有人申请的一张证照先印出来看看，各栏填样例 (a specimen of the licence that an item will give out).

A specimen is filled and laid out by the rules that make the licence itself; only what it is filled with is invented.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tongban.rooms.catalogue.words import Field, FieldKind, Result, Version
from tongban.rooms.licences.errors import NoTemplate
from tongban.rooms.licences.rules import filling, numbering
from tongban.rooms.licences.rules.layout import Printed, layout
from tongban.rooms.licences.rules.validity import validity
from tongban.rooms.licences.words import GrantedCase

MARK = "样张 不作凭证"
TOKEN = "样张" * 4
NOBODY = "样例"


def specimen(version: Version, *, on: date, address: str) -> dict[str, object]:
    """第一项有样本的结果的样张：版面所需的事实，另有水印。 Refuses: NoTemplate, FaceUnknown."""
    result = next((each for each in version.results if each.template), None)
    if result is None:
        raise NoTemplate
    granted = _granted(version, on=on)
    numbered = numbering.numbered(version, result, on=on, n=1)
    printed = Printed(
        name=result.name,
        number=numbered.number,
        issuer=version.organ_name,
        issued_on=on,
        identifier=numbered.identifier,
        token=TOKEN,
        address=address,
    )
    return layout(printed, filling.face(result, _told(version, result, granted, numbered.number))) | {
        "watermark": MARK
    }


def _told(version: Version, result: Result, granted: GrantedCase, number: str) -> filling.Told:
    valid = validity(result, granted)
    return filling.Told(version=version, granted=granted, result_no=number, valid_until=valid.says)


def _granted(version: Version, *, on: date) -> GrantedCase:
    return GrantedCase(
        case_no=NOBODY,
        version_id=0,
        applicant=NOBODY,
        applicant_masked=NOBODY,
        decided_on=on,
        form={field.name: _value(field, on) for field in version.fields},
        answers={q.key: q.options[0].key for q in version.situations if q.options},
    )


def _value(field: Field, on: date) -> Any:
    if field.options:
        first = field.options[0].key
        return [first] if field.kind is FieldKind.MULTI_CHOICE else first
    return _SAMPLES.get(field.kind, _named)(field, on)


def _named(field: Field, on: date) -> str:
    return f"{field.label}（样例）"


def _rows(field: Field, on: date) -> list[dict[str, Any]]:
    return [{each.name: _value(each, on) for each in field.fields}]


def _amount(field: Field, on: date) -> str:
    return str(field.minimum or 1)


_SAMPLES: Mapping[FieldKind, Callable[[Field, date], Any]] = {
    FieldKind.DATE: lambda field, on: on.isoformat(),
    FieldKind.NUMBER: _amount,
    FieldKind.MONEY: _amount,
    FieldKind.YES_NO: lambda field, on: True,
    FieldKind.REPEAT: _rows,
}
