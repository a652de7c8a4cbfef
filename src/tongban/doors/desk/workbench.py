"""工作台的内容：申请表按节排好、材料配上受理标准、情形和依据、经过 (what stands side by side on the workbench)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from tongban.rooms.cases.events import CaseOpened
from tongban.rooms.cases.queries import CasePage, HistoryLine
from tongban.rooms.cases.words import Channel, MaterialLine, MaterialState
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Field, FieldKind, Version

TONES: dict[str, str] = {
    MaterialState.HANDED_IN: "brand",
    MaterialState.VERIFIED: "green",
    MaterialState.DEFECTIVE: "red",
}


def bench(shown: CasePage, *, clear: bool) -> dict[str, Any]:
    """办件页要画的全部；``clear`` 为真时申请表是原文（刚写明目的看的）。"""
    version = catalogue.version(version_id=shown.facts.version_id)
    materials = [_material(shown, line, version) for line in shown.materials]
    return {
        "case": shown,
        "facts": shown.facts,
        "channel": Channel.of(shown.channel).zh,
        "version": version,
        "sheet": sheet(version, shown.form if clear else shown.masked_form),
        "is_clear": clear,
        "answers": list(answers(version, shown.answers)),
        "materials": materials,
        "first_file": next((m for m in materials if m["url"]), None),
        "timeline": [_step(line) for line in reversed(trail(shown))],
    }


def sheet(version: Version, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """申请表：一节一组，空的不列。"""
    sections = [
        {"title": section.title, "rows": list(_rows(section.fields, values))} for section in version.form
    ]
    return [section for section in sections if section["rows"]]


def _rows(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for field in fields:
        value = values.get(field.name)
        if value in (None, "", [], ()):
            continue
        if field.kind is FieldKind.REPEAT:
            yield {"label": field.label, "groups": [list(_rows(field.fields, row)) for row in value]}
        else:
            yield {"label": field.label, "text": told(field, value)}


def told(field: Field, value: Any) -> str:
    """一栏的值，写成给人看的文字。"""
    labels = {option.key: option.label for option in field.options}
    match value:
        case bool():
            return gettext("是") if value else gettext("否")
        case list() | tuple():
            return "、".join(labels.get(str(each), str(each)) for each in value)
        case date():
            return f"{value:%Y-%m-%d}"
    return labels.get(str(value), str(value)) + (f" {field.unit}" if field.unit else "")


def answers(version: Version, picked: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    """情形：问题和所选。"""
    for question in version.situations:
        keys = picked.get(question.key, ())
        chosen = {keys} if isinstance(keys, str) else set(keys)
        labels = [option.label for option in question.options if option.key in chosen]
        if labels:
            yield {"ask": question.ask, "answer": "、".join(labels)}


def _material(shown: CasePage, line: MaterialLine, version: Version) -> dict[str, Any]:
    listed = next((m for m in version.materials if m.key == line.key), None)
    return {
        "key": line.key,
        "name": line.name,
        "url": reverse("desk:material", args=[shown.facts.case_no, line.key]) if line.digest else "",
        "source": line.source_zh,
        "word": line.state_zh,
        "tone": _tone(line, shown),
        "asks": (listed.issuing_org or gettext("有关部门")) if listed and line.awaits_register else "",
        "defect": line.defect,
        "stands": listed.accept_stand if listed else (),
    }


def _tone(line: MaterialLine, shown: CasePage) -> str:
    if line.awaits_register:
        return "amber"
    return TONES.get(line.state, "amber" if line.key in shown.facts.required else "")


def trail(shown: CasePage) -> list[HistoryLine]:
    """办理的经过，先后为序；查看不算。"""
    return [line for line in shown.history if line.kind != CaseOpened.kind]


def _step(line: HistoryLine) -> dict[str, Any]:
    note = "　".join(part for part in (line.who, line.note) if part)
    return {"text": line.zh, "at": f"{line.at:%Y-%m-%d %H:%M}", "note": note}
