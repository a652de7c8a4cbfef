"""遮住的申请表：不留痕就能看的那一份——姓名、证件号、电话、住址遮住，其余照原样 (masked by kind and by label)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tongban.rooms.catalogue.words import Field, FieldKind, Version
from tongban.rooms.people import queries as people

_A_PERSON = re.compile(
    "姓名|法定代表人|负责人|联系人|经办人|申请人|代理人|受托人|管理员|监护人|配偶|父亲|母亲|户主"
)
_NOT_A_PERSON = re.compile("单位|企业|机构|公司|名称|职务|关系|类型|国籍|民族|性别|意见")
_A_NUMBER = re.compile("证号|号码|账号|卡号|编号")


def masked_form(version: Version, form: Mapping[str, Any]) -> dict[str, Any]:
    """遮住的申请表，结构与原表相同。"""
    return _masked(version.fields, form)


def _masked(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name: field for field in fields}
    return {name: _value(known[name], value) for name, value in values.items() if name in known}


def _value(field: Field, value: Any) -> Any:
    if field.kind is FieldKind.REPEAT:
        return [_masked(field.fields, row) for row in value]
    if not isinstance(value, str):
        return value
    return _text(field, value)


def _text(field: Field, value: str) -> str:
    match field.kind:
        case FieldKind.ID_NO:
            return people.mask_id_no(value)
        case FieldKind.PHONE:
            return people.mask_phone(value)
        case FieldKind.ADDRESS:
            return people.mask_address(value)
        case FieldKind.TEXT if _A_NUMBER.search(field.label):
            return people.mask_id_no(value)
        case FieldKind.TEXT if _A_PERSON.search(field.label) and not _NOT_A_PERSON.search(field.label):
            return people.mask_name(value)
    return value
