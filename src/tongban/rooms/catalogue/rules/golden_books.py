"""黄金样例的表册：一个样例一行，情形的回答和表单各栏另成两张表，一格一个值；导出再导入一字不差。

How a value is to be read stands beside it (文字、数、是否、多选……), for a spreadsheet does not keep the difference between
``12`` and ``"12"``, nor between one choice and a list of one.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tongban.foundation.word import Word
from tongban.rooms.catalogue.rules.golden_cases import case_of
from tongban.rooms.catalogue.rules.workbook import Fault, contents_of, located
from tongban.rooms.catalogue.rules.workbook.kinds import Kind, Unfit, value_of
from tongban.rooms.catalogue.words import Given, GoldenCase, Outcome, Sheet, SheetProblem

KEY = "case"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
"""What a spreadsheet does not keep (a carriage return among them) goes out as it is stored."""
CASES, ANSWERS, FORM = "黄金样例", "情形回答", "表单"
Row = Mapping[str, Any]
Cell = str | int | float | bool | None


class Reading(Word):
    """怎样读一格。"""

    TEXT = "text", "文字"
    NUMBER = "number", "数"
    FLAG = "flag", "是否"
    MANY = "many", "多选"
    BLANK = "blank", "空"
    RAW = "raw", "原样"


_COLUMNS: Mapping[str, Mapping[str, tuple[str, Kind]]] = {
    "": {
        "item": ("业务办理项编码", Kind.TEXT),
        "name": ("样例名称", Kind.TEXT),
        "accepted_on": ("受理日期", Kind.TEXT),
        "whole": ("材料交齐", Kind.FLAG),
        "submitted": ("交了的材料", Kind.LINES),
        "outcome": ("应当的结论", Kind.TEXT),
        "fee": ("应当的费用", Kind.TEXT),
        "due_on": ("应办结日", Kind.TEXT),
        "materials": ("应交材料", Kind.LINES),
        "reasons": ("理由", Kind.LINES),
    },
    "answers": {"name": ("问题", Kind.TEXT), "value": ("回答", Kind.TEXT), "read": ("怎样读", Kind.TEXT)},
    "form": {
        "name": ("栏目", Kind.TEXT),
        "row": ("第几行", Kind.NUMBER),
        "inner": ("行内栏目", Kind.TEXT),
        "value": ("填写", Kind.TEXT),
        "read": ("怎样读", Kind.TEXT),
    },
}
_NAMES = {"": CASES, "answers": ANSWERS, "form": FORM}


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """表册里的一个样例：第一列写的编号（导出的是键，新的随便写）、哪个事项、样例。"""

    code: str
    item: str
    case: GoldenCase


def sheets_of(cases: Sequence[tuple[str, GoldenCase]]) -> list[Sheet]:
    """写成三张表；``cases`` 是 ``[(业务办理项编码, 样例)]``。"""
    rows: dict[str, list[tuple[Cell, ...]]] = {path: [] for path in _COLUMNS}
    for item, case in cases:
        rows[""].append((case.uid, *_head(item, case)))
        answers = [line for name, value in case.given.answers.items() for line in _lines(name, value)]
        form = [line for name, value in case.given.form.items() for line in _rows(name, value)]
        rows["answers"] += [(case.uid, n, *line) for n, line in enumerate(answers, start=1)]
        rows["form"] += [(case.uid, n, *line) for n, line in enumerate(form, start=1)]
    return [_sheet(path, rows[path]) for path in _COLUMNS]


def _sheet(path: str, rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    columns, placed = _COLUMNS[path], ["#1"] if path else []
    return Sheet(
        name=_NAMES[path],
        path=path,
        heads=("样例编号", *["次序"] * bool(path), *(zh for zh, _ in columns.values())),
        codes=(f"{KEY}|text|{path}", *placed, *(f"{name}|{kind}" for name, (_, kind) in columns.items())),
        rows=rows,
    )


def _head(item: str, case: GoldenCase) -> tuple[Cell, ...]:
    given, expects = case.given, case.expects
    return (
        item,
        case.name,
        given.accepted_on.isoformat(),
        "是" if given.submitted is None else "否",
        "\n".join(given.submitted or ()) or None,
        expects.outcome.zh,
        None if expects.fee is None else str(expects.fee),
        expects.due_on.isoformat() if expects.due_on else None,
        "\n".join(expects.materials) or None,
        "\n".join(expects.reasons) or None,
    )


def _lines(name: str, value: object) -> Iterator[tuple[Cell, ...]]:
    return ((name, told, read.zh) for told, read in _told(value))


def _rows(name: str, value: object) -> Iterator[tuple[Cell, ...]]:
    """A repeated group (人员、股东) goes out cell by cell; everything else as it is."""
    if not _is_group(value):
        yield from ((name, None, None, told, read.zh) for told, read in _told(value))
        return
    for n, row in enumerate(value, start=1):  # type: ignore[arg-type, var-annotated]
        for inner, each in row.items():
            yield from ((name, n, inner, told, read.zh) for told, read in _told(each))


def _is_group(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(r, dict) and r for r in value)


def _told(value: object) -> list[tuple[Cell, Reading]]:
    match value:
        case None:
            return [(None, Reading.BLANK)]
        case bool():
            return [("是" if value else "否", Reading.FLAG)]
        case int() | float() if _plain_number(json.dumps(value)):
            return [(json.dumps(value), Reading.NUMBER)]
        case str() if not _CONTROL.search(value):
            return [(value, Reading.TEXT)]
        case [] | ():
            return [(None, Reading.MANY)]
        case list() | tuple() if all(map(_choice, value)):
            return [(each, Reading.MANY) for each in value]
    return [(json.dumps(value, ensure_ascii=False), Reading.RAW)]


def _plain_number(text: str) -> bool:
    try:
        return bool(str(value_of(text, Kind.NUMBER)) == text)
    except Unfit:
        return False


def _choice(value: object) -> bool:
    return isinstance(value, str) and bool(value) and not _CONTROL.search(value)


def cases_of(sheets: Sequence[Sheet]) -> tuple[list[WrittenCase], list[SheetProblem]]:
    """读回各个样例，和写得不对的各格。"""
    if not any(sheet.path == "" and sheet.codes[:1] == (f"{KEY}|text|",) for sheet in map(_firm, sheets)):
        return [], [SheetProblem(CASES, 0, "", "没有这张表，请用本平台导出的改")]
    contents, problems = contents_of(sheets, key=KEY, standing={})
    found = []
    for content in contents:
        reader = _Reader(content)
        written = reader.written()
        code = str(content[KEY])
        problems += [located(sheets, code=code, fault=fault) for fault in reader.faults]
        if not reader.faults:
            found.append(written)
    return found, problems


def _firm(sheet: Sheet) -> Sheet:
    return replace(sheet, codes=tuple(sheet.codes))


class _Reader:
    """读一个样例：逐格读，读不懂的记下，别的照样读完。"""

    def __init__(self, content: Row) -> None:
        self.content = content
        self.faults: list[Fault] = []

    def written(self) -> WrittenCase:
        told = self.content
        given = {
            "answers": self._values("answers"),
            "form": self._values("form"),
            "accepted_on": self._day("accepted_on") or date.min,
            "submitted": None if told.get("whole", True) else list(told.get("submitted") or ()),
        }
        if told.get("whole", True) and told.get("submitted"):
            self._fault("submitted", "写着材料交齐，就不写交了哪些")
        expects = {
            "materials": list(told.get("materials") or ()),
            "fee": self._fee(),
            "outcome": self._outcome(),
            "due_on": self._day("due_on", needed=False),
            "reasons": list(told.get("reasons") or ()),
        }
        case = case_of(name=self._text("name"), given=given, expects=expects)
        return WrittenCase(str(told[KEY]), self._text("item"), case)

    def _fault(self, name: str, says: str, *steps: tuple[str, int]) -> None:
        self.faults.append(Fault(steps, name, says))

    def _text(self, name: str) -> str:
        said = str(self.content.get(name) or "").strip()
        if not said:
            self._fault(name, "没有写")
        return said

    def _day(self, name: str, *, needed: bool = True) -> date | None:
        said = str(self.content.get(name) or "").strip()
        try:
            return date.fromisoformat(said) if said or needed else None
        except ValueError:
            self._fault(name, f"“{said[:20]}”应为日期，如 2026-01-31")
            return None

    def _fee(self) -> Decimal | None:
        said = str(self.content.get("fee") or "").strip()
        try:
            fee = Decimal(said) if said else None
        except InvalidOperation:
            fee = Decimal("NaN")
        if fee is not None and not fee.is_finite():
            self._fault("fee", f"“{said[:20]}”应为多少元；由窗口核定的空着")
            return None
        return fee

    def _outcome(self) -> str:
        said = str(self.content.get("outcome") or "").strip()
        found = next((each for each in Outcome if said in (each.zh, each.value)), None)
        if found is None:
            self._fault("outcome", f"“{said[:20]}”应为{'、'.join(each.zh for each in Outcome)}之一")
        return str((found or Outcome.ACCEPTED).value)

    def _values(self, table: str) -> dict[str, Any]:
        """``{栏目: 值}``，先写的在前；写了几行的是多选或者一组。"""
        kept: dict[str, Any] = {}
        for n, row in enumerate(self.content.get(table) or ()):
            try:
                name, value = _named(row), _value(row)
                _put(kept, name, row, value)
            except Unfit as unfit:
                self._fault("value" if row.get("name") else "name", str(unfit), (table, n))
        return kept


def _named(row: Row) -> str:
    name = str(row.get("name") or "")
    if not name:
        raise Unfit("没有写栏目")
    return name


def _value(row: Row) -> tuple[Reading, Any]:
    said = str(row.get("read") or Reading.TEXT.zh).strip()
    reading = next((each for each in Reading if said in (each.zh, each.value)), None)
    cell = row.get("value")
    if reading is None:
        raise Unfit(f"“{said[:10]}”不是一种读法，应为{'、'.join(each.zh for each in Reading)}之一")
    if reading in _PARSED:
        if cell in (None, ""):
            raise Unfit("没有写")
        return reading, value_of(cell, _PARSED[reading])
    if reading is Reading.BLANK:
        return reading, None
    return reading, "" if cell is None else str(cell)


_PARSED = {Reading.NUMBER: Kind.NUMBER, Reading.FLAG: Kind.FLAG, Reading.RAW: Kind.JSON}


def _put(kept: dict[str, Any], name: str, row: Row, value: tuple[Reading, Any]) -> None:
    if row.get("row") is None:
        _put_one(kept, name, value)
        return
    group, number, inner = kept.setdefault(name, []), row["row"], str(row.get("inner") or "")
    if not isinstance(group, list) or any(not isinstance(each, dict) for each in group):
        raise Unfit(f"“{name}”又写成一组，又写成一格")
    if not isinstance(number, int) or not 1 <= number <= len(group) + 1 or not inner:
        raise Unfit("第几行应从1起连着写，并写明行内栏目")
    if number > len(group):
        group.append({})
    _put_one(group[number - 1], inner, value)


def _put_one(kept: dict[str, Any], name: str, value: tuple[Reading, Any]) -> None:
    reading, told = value
    if reading is Reading.MANY:
        chosen = kept.setdefault(name, [])
        if not isinstance(chosen, list):
            raise Unfit(f"“{name}”写了两次")
        chosen += [told] if told else []
    elif name in kept:
        raise Unfit(f"“{name}”写了两次")
    else:
        kept[name] = told


def same(one: GoldenCase, other: GoldenCase) -> bool:
    """两个样例写的一样，不论键；存成文字的和读回来的一样算。"""
    return replace(one, uid="", given=_plain(one.given)) == replace(other, uid="", given=_plain(other.given))


def _plain(given: Given) -> Given:
    return replace(given, answers=_listed(dict(given.answers)), form=_listed(dict(given.form)))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, list | tuple) else value
