"""办件页上的遮蔽：申请表里的姓名、号码、住址、电话平时遮着 (what of a form is masked until somebody asks)."""

from collections.abc import Mapping
from typing import Any

from tongban.rooms.catalogue.words import Field, FieldKind, Version
from tongban.rooms.people import queries as people

MASKS = {
    FieldKind.ID_NO: people.mask_id_no,
    FieldKind.PHONE: people.mask_phone,
    FieldKind.ADDRESS: people.mask_address,
}
NAMED = ("姓名", "法定代表人", "联系人", "负责人", "管理员", "申请人", "监护人", "父亲", "母亲", "配偶")


def masked(version: Version, values: Mapping[str, Any]) -> dict[str, Any]:
    """遮过的申请表，形状不变。"""
    return _masked(version.fields, values)


def _masked(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: _one(field, values[field.name]) for field in fields if field.name in values}


def _one(field: Field, value: Any) -> Any:
    if field.kind is FieldKind.REPEAT:
        return [_masked(field.fields, row) for row in value]
    mask = people.mask_name if _is_a_name(field) else MASKS.get(field.kind)
    return mask(str(value)) if mask and value else value


def _is_a_name(field: Field) -> bool:
    """A person's name: text that is prefilled from one, or labelled as one."""
    if field.kind is not FieldKind.TEXT:
        return False
    known = any(
        source.endswith(("person.name", "agent.name", "legal_person_name"))
        for source in field.prefill.split("|")
    )
    return known or any(word in field.label for word in NAMED)
