"""空白表格和示例样表：申请表的各节各栏印在纸上，空着的供人填，样表照事项的样例填好。

Law: 行政许可法 第三十条（需要提交的全部材料的目录和申请书示范文本应当公示）.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from tongban.foundation.pages.forms.sheet import offered, texts
from tongban.rooms.catalogue.words import Field, FieldKind, Version

Values = Mapping[str, Any]
BLANK_ROWS = 3
"""可重复的一组，空白表上留几行。"""


@dataclass(frozen=True)
class Line:
    """纸上的一栏：名称、是否必填、提示、选项（``(文字, 选没选)``）、填的；``table`` 是可重复的一组。"""

    label: str
    required: bool
    hint: str
    value: str = ""
    options: tuple[tuple[str, bool], ...] = ()
    heads: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Part:
    """纸上的一节。"""

    title: str
    lines: list[Line]


def parts(version: Version, values: Values) -> list[Part]:
    """各节；``values`` 是填好的样例，空的是空白表。"""
    return [Part(section.title, [_line(f, values) for f in section.fields]) for section in version.form]


def sample(version: Version) -> Values:
    """样例里填的；没有写样例的为空。"""
    form = version.example.get("form")
    return form if isinstance(form, Mapping) else {}


def title(version: Version) -> str:
    """表的名称：由申请表生成的那份材料叫什么，没有的就叫申请表。"""
    names = (m.form_name for m in version.materials if m.made_by_system)
    return next(names, "") or gettext("申请表")


def _line(field: Field, values: Values) -> Line:
    given = values.get(field.name)
    hint = "；".join(filter(None, (field.hint, gettext("情形相符的填") if field.show_when else "")))
    if field.kind is FieldKind.REPEAT:
        heads = tuple(inner.label for inner in field.fields)
        return Line(field.label, field.required, hint, heads=heads, table=_table(field, given))
    if choices := offered(field):
        chosen = texts(given)
        options = tuple((label, key in chosen) for key, label in choices)
        return Line(field.label, field.required, hint, options=options)
    return Line(field.label, field.required, hint, value=_told(field, given))


def _table(field: Field, given: Any) -> tuple[tuple[str, ...], ...]:
    rows: Sequence[Values] = given if isinstance(given, list) else [{}] * BLANK_ROWS
    return tuple(tuple(_cell(inner, row.get(inner.name)) for inner in field.fields) for row in rows)


def _cell(field: Field, given: Any) -> str:
    chosen = texts(given)
    labels = [label for key, label in offered(field) if key in chosen]
    return "、".join(labels) or _told(field, given)


def _told(field: Field, given: Any) -> str:
    if given in (None, ""):
        return f"　　　　{field.unit}" if field.unit else ""
    return f"{given} {field.unit}".strip()
