"""窗口填写页的内容：情形、申请表、材料、能按的键 (what the counter's page shows)."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from tongban.doors.desk.actforms import DOINGS
from tongban.foundation.pages.forms import sheet
from tongban.rooms.cases.queries import DraftView
from tongban.rooms.cases.words import Act, Manner, MaterialSource
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Version

QUESTION = "s."
RECEIVE, ACCEPT, SITTING = "receive", "accept", "sitting"
UNTICKED = {"", MaterialSource.PAPER.value}


@dataclass(frozen=True)
class Sat:
    """一坐办到底里的一步：调哪个动作、给什么、办完说什么。"""

    do: Callable[..., Any]
    says: Callable[[Any], str]
    facts: Mapping[str, Any] = field(default_factory=dict)


def _step(act: Act, **facts: Any) -> Sat:
    return Sat(DOINGS[act].do, DOINGS[act].says, facts)


SITTINGS: dict[str, tuple[Sat, ...]] = {
    RECEIVE: (),
    ACCEPT: (_step(Act.ACCEPT),),
    SITTING: (
        _step(Act.ACCEPT),
        _step(Act.GRANT),
        _step(Act.ISSUE),
        _step(Act.SERVE, manner=Manner.WINDOW),
        _step(Act.CLOSE),
    ),
}


def sitting_of(key: str) -> tuple[Sat, ...] | None:
    """按了哪个键：收件之后还要办的各步；不是收件的键为空。"""
    return SITTINGS.get(key)


@dataclass(frozen=True)
class Asked:
    """情形各题和已选的回答。"""

    version: Version
    answers: Mapping[str, Any]

    def read(self, given: QueryDict) -> dict[str, Any]:
        """从提交里读出答过的题。"""
        raw = {q.key: given.getlist(QUESTION + q.key)[:50] for q in self.version.situations}
        return dict(catalogue.check_answers(self.version, raw).answers)

    def questions(self, *, asked_all: bool) -> list[dict[str, Any]]:
        """一题一组；``asked_all`` 时没答的标出来。"""
        problems = catalogue.check_answers(self.version, self.answers).problems if asked_all else {}
        return [
            {
                "name": QUESTION + q.key,
                "ask": q.ask,
                "many": q.many,
                "error": problems.get(q.key, ""),
                "choices": [(o.key, o.label, o.key in self._told(q.key)) for o in q.options],
            }
            for q in self.version.situations
        ]

    def _told(self, key: str) -> set[str]:
        told = self.answers.get(key, ())
        return {told} if isinstance(told, str) else set(told)


def intake_page(draft: DraftView, *, more: str, asked_all: bool, on: date) -> dict[str, Any]:
    """填写页要画的全部；``on`` 是算年龄的那天。"""
    version = catalogue.version(version_id=draft.version_id)
    asked = Asked(version, draft.answers)
    questions = asked.questions(asked_all=asked_all)
    parts, errors = _parts(draft, version, more=more, asked_all=asked_all, on=on)
    return {
        "draft": draft,
        "version": version,
        "questions": questions,
        "parts": parts,
        "errors": [*_unanswered(questions), *errors],
        "papers": [_paper(line, draft, version) for line in draft.check.materials],
        "key": secrets.token_hex(16),
        "depends": _depends_on_answers(version),
        "ways": _ways(version),
        "start_at": _start_at(questions, parts),
    }


def _parts(
    draft: DraftView, version: Version, *, more: str, asked_all: bool, on: date
) -> tuple[list[sheet.Part], list[dict[str, str]]]:
    known = sheet.Sheet(version, draft.values, draft.answers, rules=catalogue, more=more, on=on)
    if asked_all:
        known = replace(known, problems=known.checked()[1])
    parts = known.parts(version.form)
    return parts, sheet.summary(parts)


def _paper(line: Any, draft: DraftView, version: Version) -> dict[str, Any]:
    listed = next(m for m in version.materials if m.key == line.key)
    handed = draft.files.get(line.key)
    return {
        "key": line.key,
        "name": line.name,
        "required": line.key in draft.check.required,
        "source": line.source,
        "word": line.source_zh,
        "tickable": line.source in UNTICKED,
        "ticked": handed is not None and not handed.digest,
        "file_name": handed.name if handed and handed.digest else "",
        "stands": listed.accept_stand,
        "tells": listed.fill_explain,
    }


def _depends_on_answers(version: Version) -> bool:
    keys = {q.key for q in version.situations}
    return any(f.show_when is not None and f.show_when.name in keys for f in version.fields)


def _ways(version: Version) -> list[dict[str, str]]:
    """收完还能一键办到哪一步；第一个是最常用的。"""
    last = (
        {"value": SITTING, "text": gettext("当场办结"), "key": "Alt+Enter"}
        if version.on_the_spot
        else {"value": ACCEPT, "text": gettext("收件并受理"), "key": "Alt+Enter"}
    )
    return [last, {"value": RECEIVE, "text": gettext("只收件"), "key": "Alt+r"}]


def _unanswered(questions: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"text": q["error"], "href": f"#f-{q['name']}"} for q in questions if q["error"]]


def _start_at(questions: list[dict[str, Any]], parts: list[sheet.Part]) -> str:
    """光标先到哪里：没答的第一题，否则空着的第一栏，都填了就到材料。"""
    for question in questions:
        if not any(chosen for _, _, chosen in question["choices"]):
            return f"f-{question['name']}"
    cells = (e for e in sheet.entries(parts) if not e.is_group and not e.hidden and e.field.required)
    blank = next((c for c in cells if not c.value and not any(p.chosen for p in c.picks)), None)
    return f"f-{blank.path}" if blank else "all-papers"
