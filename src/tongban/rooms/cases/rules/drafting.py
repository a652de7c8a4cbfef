"""草稿的合并：几个页面同时填同一份申请，互不覆盖 (merging what was typed in several tabs or devices; pure).

Every field carries the revision at which it was last changed. A save names the revision its page was based on: a field
nobody changed since is taken over; a field changed since to something else is a conflict, and neither side is lost.
Answers to the situations travel with the fields under a path that begins with ``:``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from tongban.rooms.catalogue.words import Version

FIELDS_AT_MOST = 2_000
CHARACTERS_AT_MOST = 20_000
ROWS_AT_MOST = 200
ANSWER = ":"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """合并结果：新的内容、各栏修订号、冲突的栏（栏名到 (存着的, 送来的)）、有没有改动。"""

    values: dict[str, Any]
    touched: dict[str, int]
    conflicts: dict[str, tuple[Any, Any]]
    changed: bool


def merge(
    *,
    values: Mapping[str, Any],
    touched: Mapping[str, int],
    changes: Mapping[str, Any],
    based_on: int,
    revision: int,
) -> Merged:
    """合并一次保存：``changes`` 是栏名到新值；``based_on`` 是页面打开时的修订号，``revision`` 是这次保存的修订号。"""
    kept, stamps = dict(values), dict(touched)
    conflicts: dict[str, tuple[Any, Any]] = {}
    changed = False
    for path, value in changes.items():
        if kept.get(path, "") == value:
            continue
        if stamps.get(path, 0) > based_on:
            conflicts[path] = (kept.get(path), value)
            continue
        kept[path], stamps[path], changed = value, revision, True
    return Merged(values=kept, touched=stamps, conflicts=conflicts, changed=changed)


@dataclass(frozen=True)
class Names:
    """一个事项版本认得的栏和情形问题：名称到印出来的标签；重复组的栏写作 ``组.栏``。"""

    labels: Mapping[str, str]
    questions: Mapping[str, str]

    @classmethod
    def of(cls, version: Version) -> Self:
        """某一版本的。"""
        labels, questions = _names(version)
        return cls(labels, questions)

    def known(self, changes: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
        """送来的栏和回答里认得的那些，合成一份。"""
        fields = {path: value for path, value in changes.items() if self.has(path)}
        return fields | {ANSWER + key: value for key, value in answers.items() if key in self.questions}

    def has(self, path: str) -> bool:
        """认得这一栏。"""
        return _pattern(path) in self.labels

    def label(self, path: str) -> str:
        """这一栏叫什么。"""
        if path.startswith(ANSWER):
            return self.questions.get(path.removeprefix(ANSWER), path)
        return self.labels.get(_pattern(path), path)


@lru_cache(maxsize=1024)
def _names(version: Version) -> tuple[dict[str, str], dict[str, str]]:
    inner = {f"{f.name}.{i.name}": f"{f.label}：{i.label}" for f in version.fields for i in f.fields}
    labels = {f.name: f.label for f in version.fields if not f.fields} | inner
    return labels, {q.key: q.ask for q in version.situations}


def _pattern(path: str) -> str:
    match path.split("."):
        case [group, number, name] if number.isascii() and number.isdigit() and len(number) < 4:
            return f"{group}.{name}" if int(number) < ROWS_AT_MOST else ""
        case [name]:
            return name
    return ""


def joined(values: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """栏和回答合成一份。"""
    return {**values, **{ANSWER + key: value for key, value in answers.items()}}


def parted(merged: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """``joined`` 的逆运算。"""
    answers = {p.removeprefix(ANSWER): value for p, value in merged.items() if p.startswith(ANSWER)}
    return {p: value for p, value in merged.items() if not p.startswith(ANSWER)}, answers


def is_too_much(changes: Mapping[str, Any]) -> bool:
    """一次送来的太多：栏数、单栏字数都有上限。"""
    too_long = any(len(str(value)) > CHARACTERS_AT_MOST for value in changes.values())
    return too_long or len(changes) > FIELDS_AT_MOST
