"""清单的填写框：照表册的样子问，部门、协议的对方、材料从现有的里选；填好的读成一行。"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from tongban.foundation.pages.forms import sheet
from tongban.foundation.pages.forms.sheet import Sheet
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.queries import ListNames
from tongban.rooms.catalogue.words import BookKind

Row = Mapping[str, Any]
Choices = Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """送来的一张小表：原样、归成一种写法的值、写得不对的各栏。"""

    given: Mapping[str, Any]
    values: Mapping[str, Any]
    problems: Mapping[str, str]


@dataclass(frozen=True)
class Blank:
    """一张待填的小表：文件头或者一行；``around`` 是外面的一行，``but`` 是不必问的栏。"""

    kind: BookKind
    path: str
    names: ListNames
    row: Row
    around: Row = field(default_factory=dict)
    but: tuple[str, ...] = ()

    def form(self, filled: Filled | None = None) -> Sheet:
        """摆出来：现有的，或者刚送来的连同问题。"""
        asked = [self._with_choices(each) for each in self._asked()]
        values = {
            **catalogue.list_shown(self.kind, self.path, self.row),
            **(filled.given if filled else {}),
        }
        problems = filled.problems if filled else {}
        return Sheet(catalogue.read_form(asked), values, answers={}, rules=catalogue, problems=problems)

    def read(self, given: QueryDict) -> Filled:
        """读出送来的：空着的照空着存，写错的不在值里。"""
        form = self.form()
        told = sheet.read(given, form.version)
        checked, problems = replace(form, values={**form.values, **told}).checked()
        fit = {name: checked[name] for name in told if name in checked}
        values, more = catalogue.list_written(self.kind, self.path, fit)
        columns = catalogue.list_columns(self.kind, self.path)
        empty = {name for name in told if not sheet.texts(told[name])}
        blank = {name: [] if many else "" for name, _, many in columns if name in empty}
        return Filled(told, {**values, **blank}, {**problems, **more})

    def _asked(self) -> list[dict[str, Any]]:
        return [e for e in catalogue.list_asked(self.kind, self.path) if e["name"] not in self.but]

    def _with_choices(self, asked: dict[str, Any]) -> dict[str, Any]:
        choices = self._choices(str(asked["name"]))
        value = str(self.row.get(asked["name"]) or "")
        known = choices if not value or value in choices else {value: value, **choices}
        options = [{"key": key, "label": label} for key, label in known.items()]
        return {**asked, "type": "choice", "options": options} if choices else asked

    def _choices(self, name: str) -> Choices:
        if name in ("department", "from", "to", "lead"):
            return self.names.departments
        if name == "partner":
            return self.names.counties
        if name == "key" and self.path == "items.materials":
            return {key: zh for key, zh, _ in self.names.later(str(self.around.get("item", "")))}
        return {}


def picked_rows(
    kind: BookKind, names: ListNames, chosen: Iterable[str], *, first: str, others: Row
) -> list[dict[str, Any]]:
    """勾选的各个写成行：许可的划出部门照清单，容缺的材料先列上能后补的各份。"""
    offered = {each.key: each for each in names.to_pick(kind, first)}
    rows: list[dict[str, Any]] = []
    for key in dict.fromkeys(chosen):
        if key in offered:
            rows.append({first: key, **_own(kind, first, key, offered[key].department, names), **others})
    return rows


def _own(kind: BookKind, first: str, key: str, department: str, names: ListNames) -> dict[str, Any]:
    if first == "licence_no":
        return {"from": department}
    if kind is BookKind.TOLERANCE:
        return {"materials": [{"key": code, "days": days} for code, _, days in names.later(key)]}
    return {}
