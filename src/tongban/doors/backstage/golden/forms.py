"""样例的表单：把一个事项的情形、栏目、材料摆出来让人填，再读回成一份“给什么”。"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.words import Field, FieldKind, Given, GoldenCase, Version

ANSWER, FIELD, MISSING = "a.", "f.", "x."
LONGEST = 2000


@dataclass(frozen=True)
class Choice:
    """一个可选的。"""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Ask:
    """一样要填的：网页上的名称、印出来的标签、填了什么；有选项的列出选项。"""

    name: str
    label: str
    value: str = ""
    many: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """摆出来的表单。"""

    name: str
    accepted_on: str
    situations: tuple[Ask, ...]
    fields: tuple[Ask, ...]
    missing: tuple[Choice, ...]
    uid: str = ""
    problem: str = field(default="")


def sheet_of(version: Version, case: GoldenCase | None, *, today: date, copy: bool = False) -> Sheet:
    """照一个样例摆（``copy`` 是照着另存一个）；没有样例的，照事项自己的填写样例。"""
    example = version.example
    answers = case.given.answers if case else dict(example.get("answers") or {})  # type: ignore[call-overload]
    form = case.given.form if case else dict(example.get("form") or {})  # type: ignore[call-overload]
    submitted = case.given.submitted if case else None
    return _sheet(
        version,
        answers,
        queries.flat(form),
        lacking=frozenset() if submitted is None else _lacking(version, answers, submitted),
        head=(
            case.name if case and not copy else "",
            (case.given.accepted_on if case else today).isoformat(),
            case.uid if case and not copy else "",
        ),
    )


def sheet_typed(version: Version, typed: QueryDict) -> Sheet:
    """照人刚填的摆：填的一个字不丢。"""
    head = (typed.get("name", ""), typed.get("accepted_on", ""), typed.get("uid", ""))
    return _sheet(version, _answers(version, typed), _typed_fields(typed), lacking=_ticked(typed), head=head)


def given_typed(version: Version, typed: QueryDict) -> Given:
    """读回：日期不对抛 ``ValueError``。"""
    answers, lacking = _answers(version, typed), _ticked(typed)
    asked = [m.key for m in queries.required_materials(version, answers)]
    return Given(
        answers=answers,
        form=queries.nested({path: value for path, value in _typed_fields(typed).items() if value != ""}),
        accepted_on=date.fromisoformat(typed.get("accepted_on", "")),
        submitted=tuple(key for key in asked if key not in lacking) if lacking else None,
    )


def _sheet(
    version: Version,
    answers: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    lacking: frozenset[str],
    head: tuple[str, str, str],
) -> Sheet:
    return Sheet(
        name=head[0],
        accepted_on=head[1],
        uid=head[2],
        situations=tuple(
            Ask(ANSWER + q.key, q.ask, many=q.many, choices=_choices(q.options, answers.get(q.key)))
            for q in version.situations
        ),
        fields=tuple(_asks(version, values)),
        missing=tuple(Choice(MISSING + m.key, m.name, m.key in lacking) for m in version.materials),
    )


def _asks(version: Version, values: Mapping[str, Any]) -> list[Ask]:
    asks = []
    for each in version.fields:
        if each.fields:
            rows = {p.split(".")[1] for p in values if p.startswith(f"{each.name}.")} or {"0"}
            asks += [
                _ask(
                    inner,
                    f"{each.name}.{row}.{inner.name}",
                    f"{each.label}{int(row) + 1}：{inner.label}",
                    values,
                )
                for row in sorted(rows, key=int)
                for inner in each.fields
            ]
        else:
            asks.append(_ask(each, each.name, each.label, values))
    return asks


def _ask(each: Field, path: str, label: str, values: Mapping[str, Any]) -> Ask:
    value = values.get(path, "")
    if each.kind is FieldKind.YES_NO:
        told = {True: "true", False: "false"}.get(value, str(value))
        yes_no = (Choice("true", "是", told == "true"), Choice("false", "否", told == "false"))
        return Ask(FIELD + path, label, choices=yes_no)
    if each.options:
        many = each.kind is FieldKind.MULTI_CHOICE
        return Ask(FIELD + path, label, many=many, choices=_choices(each.options, value))
    return Ask(FIELD + path, label, value=str(value))


def _choices(options: Sequence[Any], told: Any) -> tuple[Choice, ...]:
    chosen = {str(t) for t in told} if isinstance(told, list | tuple) else {str(told)}
    return tuple(Choice(option.key, option.label, option.key in chosen) for option in options)


def _answers(version: Version, typed: QueryDict) -> dict[str, Any]:
    return {
        q.key: typed.getlist(ANSWER + q.key) if q.many else typed.get(ANSWER + q.key, "")
        for q in version.situations
    }


def _typed_fields(typed: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in typed:
        if name.startswith(FIELD):
            told = [each[:LONGEST] for each in typed.getlist(name) if each]
            found[name.removeprefix(FIELD)] = told[0] if len(told) == 1 else told or ""
    return found


def _ticked(typed: QueryDict) -> frozenset[str]:
    return frozenset(name.removeprefix(MISSING) for name in typed if name.startswith(MISSING))


def _lacking(version: Version, answers: Mapping[str, Any], submitted: Sequence[str]) -> frozenset[str]:
    return frozenset(m.key for m in queries.required_materials(version, answers) if m.key not in submitted)
