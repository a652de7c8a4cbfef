"""核对页：情形、每一栏、每份材料各一行，还差什么各一句。"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from tongban.doors.portal.application import CHECK, FORM, MATERIALS, SITUATION, Application
from tongban.foundation.pages.forms import sheet
from tongban.foundation.pages.forms.sheet import Cell, Group


@dataclass(frozen=True)
class SummaryPart:
    """核对页上的一节。"""

    title: str
    rows: list[dict[str, Any]]


def summary_parts(application: Application) -> list[SummaryPart]:
    """申请表的各节各栏；不显示的栏不列。"""
    tidied = application.sheet(application.draft.values).tidied()
    parts = application.sheet(tidied).parts(application.version.form)
    return [
        SummaryPart(part.title, [row for entry in part.entries for row in _rows(application, entry, place)])
        for place, part in enumerate(parts)
    ]


def _rows(application: Application, entry: Cell | Group, place: int) -> list[dict[str, Any]]:
    if entry.hidden:
        return []
    if isinstance(entry, Cell):
        url = change_url(application, entry.path, place)
        return [{"name": entry.field.label, "value": shown_value(entry), "url": url}]
    return [
        {
            "name": f"{entry.field.label} {row.place}",
            "lines": [
                f"{c.field.label}：{told}" for c in row.cells if (told := shown_value(c)) and not c.hidden
            ],
            "url": change_url(application, row.cells[0].path, place),
        }
        for row in entry.rows
    ]


def change_url(application: Application, path: str, place: int, **more: str) -> str:
    """去改这一栏；改完直接回核对页。"""
    return f"{application.url(FORM)}?{urlencode({'back': CHECK, 'place': place, **more})}#f-{path}"


def shown_value(cell: Cell) -> str:
    """这一栏填的，写给人看。"""
    if cell.picks:
        return "、".join(pick.label for pick in cell.picks if pick.chosen)
    return f"{cell.value} {cell.field.unit}".strip() if cell.value else ""


def answer_rows(application: Application) -> list[dict[str, Any]]:
    """情形的回答。"""
    url = f"{application.url(SITUATION)}?back={CHECK}" if application.version.situations else ""
    return [
        {
            "name": one.ask,
            "value": "、".join(choice.label for choice in one.choices if choice.chosen),
            "url": f"{url}#f-{one.name}",
        }
        for one in application.situation.asked
    ]


def faults(application: Application) -> list[dict[str, str]]:
    """还不能提交的原因，各自链到该改的地方。"""
    found = application.situation
    if not found.complete or found.ends:
        text = found.ends or gettext("请先答完“您的情况”")
        return [{"text": text, "href": f"{application.url(SITUATION)}?back={CHECK}"}]
    return [*_form_faults(application), *_material_faults(application)]


def _form_faults(application: Application) -> list[dict[str, str]]:
    filled = application.sheet(application.draft.values)
    problems = filled.checked()[1]
    places = {f.name: place for place, s in enumerate(application.version.form) for f in s.fields}
    blamed = application.sheet(application.draft.values, problems=problems).parts(application.version.form)
    return [
        {
            "text": entry.error,
            "href": change_url(application, entry.path, places[entry.path.partition(".")[0]], checked="1"),
        }
        for entry in sheet.entries(blamed)
        if entry.error
    ]


def _material_faults(application: Application) -> list[dict[str, str]]:
    missing = set(application.draft.check.missing)
    return [
        {
            "text": gettext("还没有交{name}").format(name=m.name),
            "href": f"{application.url(MATERIALS)}?back={CHECK}#m-{m.key}",
        }
        for m in application.situation.materials
        if m.name in missing
    ]
