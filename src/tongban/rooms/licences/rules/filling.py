"""照面：按结果样本把办件的事实填成证照上的一行行 (the face of a licence from the item's result template).

Sources of a template line: ``form.x`` a field of the application, ``answer.x`` a situation, ``case.result_no``,
``case.decided_on``, ``case.valid_until``, ``organ.name``, ``organ.code``, a quoted literal; any other ``case.x`` (such as the
assessed grade of a disability) and numbers that a national register gives out (such as the code of a new enterprise) are
what the decision says in its conditions as "栏名：内容".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.rooms.catalogue.words import Field, FieldKind, Option, Result, ResultLine, Version
from tongban.rooms.licences.errors import FaceUnknown
from tongban.rooms.licences.words import GrantedCase, Line

NOTHING = "—"
AS_DECIDED = "以决定书载明的为准"
AS_ALLOTTED = "以登记系统赋码为准"
_ALLOTTED_ELSEWHERE = (
    "统一社会信用代码",
    "公民身份号码",
)  # national registers give these out, no counter of ours


@dataclass(frozen=True, kw_only=True)
class Told:
    """填照面所用的全部事实；``region_name`` 把区划代码写成名称。"""

    version: Version
    granted: GrantedCase
    result_no: str
    valid_until: str
    region_name: Callable[[str], str] = str


def face(result: Result, told: Told) -> tuple[Line, ...]:
    """照面：样本的每一行，依次填好。 Refuses: FaceUnknown."""
    return tuple((line.label, _filled(line, told)) for line in result.template)


def zh(day: date) -> str:
    """证照上的日期：2026年3月2日。"""
    return f"{day.year}年{day.month}月{day.day}日"


def _filled(line: ResultLine, told: Told) -> str:
    if line.source.startswith(("'", '"')):
        return line.source[1:-1]
    stem, _, name = line.source.partition(".")
    fill = _SOURCES.get(stem)
    text = fill(name, line, told) if fill else None
    if text is None:
        raise FaceUnknown(label=line.label, source=line.source)
    return text


def _from_form(name: str, line: ResultLine, told: Told) -> str | None:
    asked = next((each for each in told.version.fields if each.name == name), None)
    if asked is None:
        return None
    text = shown(asked, told.granted.form.get(name), region_name=told.region_name)
    unit = asked.unit if asked.kind in (FieldKind.NUMBER, FieldKind.MONEY) else ""
    return text + ("" if text == NOTHING or unit in line.label else unit)


def _from_answer(name: str, line: ResultLine, told: Told) -> str | None:
    question = next((each for each in told.version.situations if each.key == name), None)
    return None if question is None else _labels(question.options, told.granted.answers.get(name))


def _from_case(name: str, line: ResultLine, told: Told) -> str | None:
    known = {
        "result_no": told.result_no,
        "decided_on": zh(told.granted.decided_on),
        "valid_until": told.valid_until,
        "case_no": told.granted.case_no,
    }
    if name == "result_no" and line.label in _ALLOTTED_ELSEWHERE:
        return _decided(line.label, told) or AS_ALLOTTED
    return known[name] if name in known else _decided(line.label, told) or AS_DECIDED


def _decided(label: str, told: Told) -> str:
    found = re.search(rf"{re.escape(label)}\s*[：:]\s*([^；;。\n]+)", told.granted.conditions)
    return found[1].strip() if found else ""


def _from_organ(name: str, line: ResultLine, told: Told) -> str | None:
    return {"name": told.version.organ_name, "code": told.version.department_code}.get(name)


_SOURCES: dict[str, Callable[[str, ResultLine, Told], str | None]] = {
    "form": _from_form,
    "answer": _from_answer,
    "case": _from_case,
    "organ": _from_organ,
}


def shown(asked: Field, value: Any, *, region_name: Callable[[str], str] = str) -> str:
    """一栏的值印出来的样子：选项写名称，日期写年月日，金额去掉多余的零，重复的一组写各组的第一栏；没填的写“—”。"""
    if value is None or value == "" or value == []:
        return NOTHING
    if asked.options:
        return _labels(asked.options, value)
    return _PRINTED.get(asked.kind, _plain)(asked, value, region_name)


def _labels(options: tuple[Option, ...], value: object) -> str:
    keys = {str(each) for each in value} if isinstance(value, list | tuple) else {str(value)}
    return "、".join(option.label for option in options if option.key in keys) or NOTHING


def _plain(asked: Field, value: Any, region_name: Callable[[str], str]) -> str:
    return str(value)


def _date(asked: Field, value: Any, region_name: Callable[[str], str]) -> str:
    return zh(date.fromisoformat(str(value)))


def _number(asked: Field, value: Any, region_name: Callable[[str], str]) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _yes_no(asked: Field, value: Any, region_name: Callable[[str], str]) -> str:
    return "是" if value else "否"


def _region(asked: Field, value: Any, region_name: Callable[[str], str]) -> str:
    return region_name(str(value))


def _repeat(asked: Field, value: Any, region_name: Callable[[str], str]) -> str:
    first = asked.fields[0]
    return "、".join(shown(first, row.get(first.name), region_name=region_name) for row in value)


_PRINTED: dict[FieldKind, Callable[[Field, Any, Callable[[str], str]], str]] = {
    FieldKind.DATE: _date,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _number,
    FieldKind.YES_NO: _yes_no,
    FieldKind.REGION: _region,
    FieldKind.REPEAT: _repeat,
}
