"""表单：哪些栏要填、填得对不对、能预填什么。

A version's checks are built once and kept under the version (``_compiled``); checking is then one walk over the fields in
the form's order. A field may depend only on fields before it and on the situations' answers, so one walk is enough.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tongban.foundation.identifiers import parse_identity_number
from tongban.rooms.catalogue.rules.cleaning import MOST_CHOICES, Cleaner, Unfit, cleaner, told, years_fit
from tongban.rooms.catalogue.rules.conditions import holds
from tongban.rooms.catalogue.words import BareForm, Checked, Field, FieldKind, Version

Values = Mapping[str, Any]
MOST_ROWS = 200
"""一组最多重复多少次，事项自己没有规定时。"""


@dataclass(frozen=True, slots=True)
class _Check:
    """一栏和它编好的化值函数；重复组的各栏在 ``inner``。"""

    field: Field
    clean: Cleaner | None
    inner: tuple["_Check", ...] = ()


@dataclass(frozen=True, slots=True)
class _Twin:
    """身份号码里也写着的一栏：号码在哪一栏，说的是出生日期还是性别。"""

    number: str
    check: _Check
    says: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    """编好的一张表：各栏的核对，和身份号码里也写着的各栏。"""

    checks: tuple[_Check, ...]
    twins: tuple[_Twin, ...]


def _compiled(version: Version | BareForm) -> _Compiled:
    # A bare form lives for one request: it must not push published versions out of the cache.
    return _kept(version) if isinstance(version, Version) else _built(version)


@lru_cache(maxsize=4096)
def _kept(version: Version) -> _Compiled:
    return _built(version)


def _built(version: Version | BareForm) -> _Compiled:
    checks = tuple(_check(field) for field in version.fields)
    return _Compiled(checks, tuple(_twins(checks)))


def _twins(checks: tuple[_Check, ...]) -> Iterator[_Twin]:
    """What is prefilled from one person's number and from his birth date or sex is about one person."""
    sources = [(check, *check.field.prefill.partition(".")[::2]) for check in checks]
    numbers = {who: check.field.name for check, who, what in sources if what == "id_no"}
    for check, who, what in sources:
        if what in ("birth_date", "sex") and who in numbers:
            yield _Twin(numbers[who], check, what)


def _check(field: Field) -> _Check:
    if field.kind is FieldKind.REPEAT:
        return _Check(field, None, tuple(_check(inner) for inner in field.fields))
    return _Check(field, cleaner(field))


@dataclass(slots=True)
class _Sheet:
    """正在核对的一张表（或一组）：已化好的值、问题、所在路径。"""

    outer: Values
    values: dict[str, Any]
    problems: dict[str, str]
    shown: list[str]
    on: date | None = None
    at: str = ""

    @property
    def context(self) -> Values:
        return {**self.outer, **self.values}


def check_form(
    version: Version | BareForm, values: Values, answers: Values | None = None, *, on: date | None = None
) -> Checked:
    """核对表单：该填的填了没有，填得对不对，与身份号码合不合；不显示的栏和不认识的栏略去。

    ``values`` is nested (a repeat group is a list of mappings); the problems' keys are paths such as ``staff.0.name``.
    ``on`` is the day on which ages are counted; without it they are not asked.
    Source: GB 11643-1999 (the number holds date of birth and sex).
    """
    sheet = _walked(version, values, answers, on=on)
    for twin in _compiled(version).twins:
        _agree(twin, sheet)
    return Checked(values=sheet.values, problems=sheet.problems)


def _agree(twin: _Twin, sheet: _Sheet) -> None:
    field, number = twin.check.field, parse_identity_number(str(sheet.values.get(twin.number, "")))
    value = sheet.values.get(field.name)
    if value is None or twin.check.clean is None or number.birth_date is None or number.sex is None:
        return
    written = number.birth_date.isoformat() if twin.says == "birth_date" else number.sex.zh
    if value != twin.check.clean(written):
        sheet.problems[field.name] = f"{field.label}与公民身份号码不一致，号码上是{written}，请核对"


def shown_fields(
    version: Version | BareForm, values: Values, answers: Values | None = None
) -> tuple[str, ...]:
    """应显示的栏：路径按表单顺序，重复组的写作 ``staff.0.name``。"""
    return tuple(_walked(version, values, answers, on=None).shown)


def _walked(
    version: Version | BareForm, values: Values, answers: Values | None, *, on: date | None
) -> _Sheet:
    sheet = _Sheet(outer=answers or {}, values={}, problems={}, shown=[], on=on)
    _walk(_compiled(version).checks, values, sheet)
    return sheet


def _walk(checks: tuple[_Check, ...], raw: Values, sheet: _Sheet) -> None:
    for check in checks:
        if check.field.show_when is None or holds(check.field.show_when, sheet.context):
            sheet.shown.append(sheet.at + check.field.name)
            given = raw.get(check.field.name)
            if check.clean is None:
                _repeat(check, given, sheet)
            else:
                _single(check.field, check.clean, given, sheet)


def _single(field: Field, clean: Cleaner, raw: object, sheet: _Sheet) -> None:
    path = sheet.at + field.name
    if _empty(raw):
        if field.required:
            sheet.problems[path] = f"请{_verb(field)}{field.label}"
        return
    try:
        value = clean(raw)
        if sheet.on is not None and field.kind is FieldKind.DATE:
            years_fit(field, date.fromisoformat(value), on=sheet.on)
    except Unfit as unfit:
        sheet.problems[path] = str(unfit)
    else:
        sheet.values[field.name] = value


def _verb(field: Field) -> str:
    return "选择" if field.kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE, FieldKind.YES_NO) else "填写"


def _empty(raw: object) -> bool:
    if isinstance(raw, list | tuple):
        return not any(told(each) for each in raw[:MOST_CHOICES])
    return not told(raw)


def _repeat(check: _Check, raw: object, sheet: _Sheet) -> None:
    field = check.field
    rows = _rows(raw)
    most = int(field.maximum or MOST_ROWS)
    least = int(field.minimum or (1 if field.required else 0))
    if len(rows) > most:
        sheet.problems[sheet.at + field.name] = f"{field.label}最多{most}项，现有{len(rows)}项"
    elif len(rows) < least:
        sheet.problems[sheet.at + field.name] = f"请填写{field.label}，至少{least}项"
    sheet.values[field.name] = [
        _row(check, row, sheet, at=f"{sheet.at}{field.name}.{index}.")
        for index, row in enumerate(rows[:most])
    ]


def _rows(raw: object) -> list[Values]:
    """Rows that were started; wholly empty ones are not counted. At most one more than is ever allowed is kept."""
    given = raw[: MOST_ROWS + 1] if isinstance(raw, list | tuple) else []
    return [row for row in given if isinstance(row, Mapping) and not all(map(_empty, row.values()))]


def _row(check: _Check, raw: Values, sheet: _Sheet, *, at: str) -> dict[str, Any]:
    inner = _Sheet(
        outer=sheet.context, values={}, problems=sheet.problems, shown=sheet.shown, on=sheet.on, at=at
    )
    _walk(check.inner, raw, inner)
    return inner.values


def prefill(version: Version, facts: Mapping[str, str]) -> dict[str, Any]:
    """预填：已经知道的填好，填不合规的不填；``prefill`` 可写几个来源 ``a|b``，取第一个知道的。

    ``facts`` has keys such as ``person.name`` and ``enterprise.uscc``. Fields that show only on a condition are prefilled
    too: they wait unseen.
    """
    filled = {}
    for check in _compiled(version).checks:
        known = next((facts[s] for s in check.field.prefill.split("|") if facts.get(s)), "")
        if known and check.clean is not None:
            try:
                filled[check.field.name] = check.clean(known)
            except Unfit:
                continue
    return filled


def nested(changes: Mapping[str, Any]) -> dict[str, Any]:
    """收拢：``{"staff.0.name": "甲"}`` 变成 ``{"staff": [{"name": "甲"}]}``；序号不连续的按先后排。"""
    values: dict[str, Any] = {}
    groups: dict[str, dict[int, dict[str, Any]]] = {}
    for path, value in changes.items():
        match path.split("."):
            case [name]:
                values[name] = value
            case [group, number, name] if number.isascii() and number.isdigit() and len(number) < 5:
                groups.setdefault(group, {}).setdefault(int(number), {})[name] = value
    return values | {group: [rows[n] for n in sorted(rows)] for group, rows in groups.items()}


def flat(values: Values) -> dict[str, Any]:
    """摊开：``nested`` 的逆运算。"""
    told_flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            told_flat |= {f"{name}.{n}.{inner}": v for n, row in enumerate(value) for inner, v in row.items()}
        else:
            told_flat[name] = value
    return told_flat
