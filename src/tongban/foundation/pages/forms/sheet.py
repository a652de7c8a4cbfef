"""Owns typed sheets: a form definition laid out as a page, and what was sent read back as ``{path: value}``.

Knows no room: what a field looks like is said by the fields themselves, what is right by the ``rules`` handed in.

A path is ``name`` or, in a repeat group, ``group.number.name``. Row numbers are never reused within a draft, so that a page
that is open elsewhere goes on writing to the rows it shows; wholly blank rows are neither shown nor counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.translation import gettext

Flat = Mapping[str, Any]
FEW = 7
"""这么多个以内的选项平铺，再多用下拉。"""
Version = Any
Field = Any
Section = Any
Condition = Any
# Field kinds by their slugs (a Word is its slug): the shapes of boxes, known to every form definition.
REPEAT, MULTI_CHOICE, LONG_TEXT, DATE = "repeat", "multi_choice", "long_text", "date"


class Rules(Protocol):
    """核对表单的规则，由门从事项室取来交给申请表。"""

    def check_form(
        self, version: Version, values: Flat, answers: Flat | None = None, *, on: date | None = None
    ) -> Any:
        """化好的值 ``values`` 和各栏的问题 ``problems``；``on`` 是算年龄的那天。"""

    def shown_fields(self, version: Version, values: Flat, answers: Flat | None = None) -> tuple[str, ...]:
        """应显示的栏的路径。"""

    def nested(self, changes: Flat) -> dict[str, Any]:
        """收拢路径。"""


@dataclass(frozen=True)
class Pick:
    """一个选项，选没选。"""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Note:
    """一栏旁边的一句提醒；``grave`` 为真是必须改的。"""

    text: str
    grave: bool


@dataclass(frozen=True)
class Cell:
    """页面上的一栏。``when`` 是左右它的那一栏的路径，``any_of`` 是使它显示的值（``not_of`` 为真则相反）。"""

    path: str
    field: Field
    value: str
    picks: tuple[Pick, ...] = ()
    error: str = ""
    hidden: bool = False
    when: str = ""
    any_of: str = ""
    not_of: bool = False
    notes: tuple[Note, ...] = ()

    is_group = False

    @property
    def look(self) -> str:
        """用哪种填写框。"""
        if self.picks:
            many = self.field.kind == MULTI_CHOICE
            return "checkboxes" if many else "radios" if len(self.picks) <= FEW else "select"
        return "area" if self.field.kind == LONG_TEXT else "line"

    @property
    def described_by(self) -> str:
        """说明和错误的 id。"""
        told = (("h", self.hint), ("n", self.notes), ("e", self.error))
        return " ".join(f"{letter}-{self.path}" for letter, there in told if there)

    @property
    def hint(self) -> str:
        """说明：事项写的，加上这种栏怎么写。"""
        return "；".join(filter(None, (self.field.hint, HINTS.get(self.field.kind, lambda: "")())))

    @property
    def attributes(self) -> dict[str, str]:
        """填写框的属性：键盘、自动填充、宽窄。"""
        own = (
            self.field.prefill.partition(".")[2] if self.field.prefill.startswith(("person", "agent")) else ""
        )
        known = {"autocomplete": AUTOCOMPLETE[own]} if own in AUTOCOMPLETE else {"autocomplete": "off"}
        return known | ATTRIBUTES.get(self.field.kind, {})


@dataclass(frozen=True)
class Row:
    """重复组的一组。"""

    number: int
    place: int
    cells: list[Cell]
    removable: bool


@dataclass(frozen=True)
class Group:
    """页面上的一个重复组。"""

    path: str
    field: Field
    rows: list[Row]
    can_add: bool
    error: str = ""
    hidden: bool = False
    when: str = ""
    any_of: str = ""
    not_of: bool = False
    notes: tuple[Note, ...] = ()

    is_group = True


@dataclass(frozen=True)
class Part:
    """页面上的一节。"""

    title: str
    entries: list[Cell | Group]


@dataclass(frozen=True)
class Sheet:
    """一张申请表此刻的样子：版本、已填内容（摊开的）、情形回答、规则、要多给一行空白的组、区划选项、外来的错误和提醒、哪天。"""

    version: Version
    values: Flat
    answers: Mapping[str, Any]
    rules: Rules
    more: str = ""
    regions: tuple[tuple[str, str], ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    on: date | None = None

    def checked(self) -> tuple[dict[str, Any], dict[str, str]]:
        """化好的值（收拢的）和各栏的问题；问题的路径用草稿里的行号。"""
        found = self.rules.check_form(self.version, self.rules.nested(self.values), self.answers, on=self.on)
        return found.values, {self._stored(path): says for path, says in found.problems.items()}

    def tidied(self) -> dict[str, Any]:
        """填的内容，化得好的换成化好的值（全角变半角、日期写全），其余照原样。"""
        told: dict[str, Any] = dict(self.values)
        for name, value in self.checked()[0].items():
            told |= self._stored_row(name, value) if _is_rows(value) else {name: value}
        return told

    def _stored_row(self, group: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
        return {
            self._stored(f"{group}.{place}.{name}"): value
            for place, row in enumerate(rows)
            for name, value in row.items()
        }

    def parts(self, sections: tuple[Section, ...]) -> list[Part]:
        """摆出这几节。"""
        nested = self.rules.nested(self.values)
        shown = {self._stored(p) for p in self.rules.shown_fields(self.version, nested, self.answers)}
        return [Part(s.title, [self._entry(f, shown) for f in s.fields]) for s in sections]

    def _stored(self, path: str) -> str:
        """The checker counts only the rows that are not blank; the draft keeps its row numbers."""
        match path.split("."):
            case [group, place, name]:
                numbers = filled_rows(self.values, group)
                return f"{group}.{numbers[int(place)]}.{name}" if int(place) < len(numbers) else path
        return path

    def _entry(self, of: Field, shown: set[str]) -> Cell | Group:
        if of.kind != REPEAT:
            return self._cell(of, of.name, shown, beside="")
        numbers = row_numbers(self.values, of, more=self.more == of.name)
        rows = [
            Row(
                n,
                place,
                [
                    self._cell(f, f"{of.name}.{n}.{f.name}", shown, beside=f"{of.name}.{n}.")
                    for f in of.fields
                ],
                place > _least(of),
            )
            for place, n in enumerate(numbers, start=1)
        ]
        can_add = of.maximum is None or len(rows) < of.maximum
        return Group(of.name, of, rows, can_add, **self._state(of, of.name, shown, beside=""))

    def _cell(self, of: Field, path: str, shown: set[str], *, beside: str) -> Cell:
        raw = self.values.get(path)
        return Cell(path, of, text(raw), self._picks(of, raw), **self._state(of, path, shown, beside=beside))

    def _state(self, of: Field, path: str, shown: set[str], *, beside: str) -> dict[str, Any]:
        state: dict[str, Any] = {"error": self.problems.get(path, ""), "notes": self.notes.get(path, ())}
        if of.show_when is None:
            return state
        return state | {"hidden": path not in shown} | self._condition(of.show_when, beside)

    def _condition(self, condition: Condition, beside: str) -> dict[str, Any]:
        if condition.name in {question.key for question in self.version.situations}:
            return {}
        sibling = beside and any(
            beside.startswith(f"{f.name}.") and _has(f, condition.name) for f in self.version.fields
        )
        return {
            "when": (beside if sibling else "") + condition.name,
            "any_of": "|".join(sorted(condition.literals)),
            "not_of": condition.negated,
        }

    def _picks(self, of: Field, raw: object) -> tuple[Pick, ...]:
        told = texts(raw)
        return tuple(Pick(value, label, value in told) for value, label in self._offered(of, told))

    def _offered(self, of: Field, told: list[str]) -> list[tuple[str, str]]:
        if of.kind == "region":
            others = [(code, code) for code in told if code and code not in dict(self.regions)]
            return [*self.regions, *others]
        return offered(of)


def offered(of: Field) -> list[tuple[str, str]]:
    """一栏给人选的：``(值, 文字)``；不是选的没有。"""
    match of.kind:
        case "yes_no":
            return [("true", gettext("是")), ("false", gettext("否"))]
        case "choice" | "multi_choice":
            return [(option.key, option.label) for option in of.options]
    return []


def read(given: QueryDict | Mapping[str, Any], version: Version) -> dict[str, Any]:
    """从提交里读出已知的栏：``{路径: 文字}``，多选是文字的列表；页面上没有的栏不在其中。"""
    known = {f.name: f for f in version.fields}
    return {path: _given(given, path, of) for path in given if (of := _field_at(path, known)) is not None}


def changed(given: Mapping[str, Any], values: Flat) -> dict[str, Any]:
    """和存着的不一样的那些栏。"""
    return {path: value for path, value in given.items() if texts(value) != texts(values.get(path))}


def without_row(values: Flat, row: str) -> dict[str, Any]:
    """去掉一行：把它的各栏清空。"""
    return {path: "" for path, value in values.items() if path.startswith(f"{row}.") and texts(value)}


def filled_rows(values: Flat, group: str) -> list[int]:
    """一组里不是全空的行号。"""
    return sorted({n for n, path in _rows(values, group) if texts(values[path])})


def row_numbers(values: Flat, of: Field, *, more: bool) -> list[int]:
    """要显示的行号：填过的，加上至少要有的和多要的空白行。"""
    filled = filled_rows(values, of.name)
    blank = max(_least(of) - len(filled), 1 if more else 0)
    start = max((n for n, _ in _rows(values, of.name)), default=-1) + 1
    return [*filled, *range(start, start + blank)]


def summary(parts: list[Part]) -> list[dict[str, str]]:
    """错误汇总：每条链到出错的那一栏，按页面的次序。"""
    return [{"text": e.error, "href": f"#f-{e.path}"} for e in entries(parts) if e.error and not e.hidden]


def entries(parts: list[Part]) -> Iterator[Cell | Group]:
    """各节各栏，重复组的每一栏也在内。"""
    for part in parts:
        for entry in part.entries:
            yield entry
            if isinstance(entry, Group):
                yield from (cell for row in entry.rows for cell in row.cells)


def text(raw: object) -> str:
    """写在填写框里的文字。"""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return "" if raw is None or isinstance(raw, list | tuple) else str(raw)


def texts(raw: object) -> list[str]:
    """选中的各项；单值也作一项，没填为空。"""
    told = [text(each) for each in raw] if isinstance(raw, list | tuple) else [text(raw)]
    return [each for each in told if each.strip()]


def _field_at(path: str, known: Mapping[str, Field]) -> Field | None:
    match path.split("."):
        case [name]:
            found = known.get(name)
            return None if found is None or found.kind == REPEAT else found
        case [group, number, name] if number.isascii() and number.isdigit() and len(number) < 5:
            of = known.get(group)
            return next((f for f in of.fields if f.name == name), None) if of else None
    return None


def _given(given: QueryDict | Mapping[str, Any], path: str, of: Field) -> Any:
    if of.kind == MULTI_CHOICE:
        return texts(given.getlist(path) if isinstance(given, QueryDict) else given[path])
    return text(given[path])


def _rows(values: Flat, group: str) -> list[tuple[int, str]]:
    parts = ((path.split("."), path) for path in values if path.startswith(f"{group}."))
    return [(int(p[1]), path) for p, path in parts if len(p) == 3 and p[1].isdigit()]


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _least(of: Field) -> int:
    return max(int(of.minimum or 0), 1 if of.required else 0)


def _has(group: Field, name: str) -> bool:
    return any(inner.name == name for inner in group.fields)


AUTOCOMPLETE = {"name": "name", "phone": "tel", "address": "street-address"}
ATTRIBUTES: dict[str, dict[str, str]] = {
    "number": {"inputmode": "decimal", "class": "w-m"},
    "money": {"inputmode": "decimal", "class": "w-m"},
    DATE: {"inputmode": "numeric", "class": "w-m"},
    "id_no": {"spellcheck": "false", "autocapitalize": "characters", "class": "w-l"},
    "uscc": {"spellcheck": "false", "autocapitalize": "characters", "class": "w-l"},
    "phone": {"type": "tel", "inputmode": "tel", "class": "w-m"},
}
HINTS = {DATE: lambda: gettext("写 8 位数字，如 20260302")}
