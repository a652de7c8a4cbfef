"""判断导入的行：哪些能用、有什么瑕疵，哪些不能用、为什么；一行也不丢，一个文件也不整个拒收。

Real catalogues are dirty (domain, trap 3): what can be used is used and its flaws are told; only what could not be applied
for at all is quarantined. The region inside an organisation's code is never compared with the item's (trap 2).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tongban.foundation.identifiers import (
    ItemCode,
    ItemCodeKind,
    parse_item_code,
    parse_region_code,
    parse_uscc,
)
from tongban.rooms.catalogue.rules.elements import LONGEST_NAME, read_element
from tongban.rooms.catalogue.rules.licence_list import in_force
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.soundness import unsound
from tongban.rooms.catalogue.words import Finding, FindingKind, ImportRow, TaskType

LONGEST_CODE = 100
_PLAIN = ("task_name", "task_handle_item", "task_code", "task_type", "dept_name", "dept_code", "area_code")
_TYPES = {t.zh: t for t in TaskType} | {
    "其他类别事项": TaskType.OTHER_POWER,
    "其他权力": TaskType.OTHER_POWER,
}


@dataclass(frozen=True)
class Judged:
    """一行的判断：能用的有 ``content``，不能用的有 ``reasons``。"""

    row: ImportRow
    content: dict[str, Any]
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """能用。"""
        return not self.reasons


@dataclass
class _Notes:
    """正在判断的一行：随手记下的原因和瑕疵。"""

    row: ImportRow
    reasons: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def _made(self, kind: FindingKind, says: str) -> Finding:
        told = self.row.elements
        code, name = str(told.get("task_handle_item", ""))[:LONGEST_CODE], str(told.get("task_name", ""))[:80]
        return Finding(row=self.row.row, kind=kind, says=says or kind.zh, code=code, name=name)

    def refuse(self, kind: FindingKind, says: str = "") -> None:
        self.reasons.append(self._made(kind, says))

    def remark(self, kind: FindingKind, says: str = "") -> None:
        self.findings.append(self._made(kind, says))


def off_list(judged: Judged, *, numbers: Collection[str] | None) -> Judged:
    """清单之外无审批：不在现行清单（``numbers``）上的行政许可也隔离。 Law: 国办发〔2022〕2号."""
    if not judged.usable or in_force(numbers, judged.content):
        return judged
    notes = _Notes(judged.row)
    notes.refuse(FindingKind.OFF_LIST)
    return replace(judged, reasons=tuple(notes.reasons))


def judge(rows: Sequence[ImportRow], *, region: str) -> list[Judged]:
    """逐行判断，顺序与文件相同；``region`` 为空则看行里写的区划。"""
    names = Counter(_named(row) for row in rows)
    first: dict[str, int] = {}
    return [_judged(row, region=region, first=first, twins=names[_named(row)]) for row in rows]


def _named(row: ImportRow) -> tuple[str, str]:
    return str(row.elements.get("task_name", "")), str(row.elements.get("dept_name", ""))


def _judged(row: ImportRow, *, region: str, first: dict[str, int], twins: int) -> Judged:
    notes = _Notes(row)
    code = parse_item_code(str(row.elements.get("task_handle_item") or row.elements.get("task_code") or ""))
    content = {
        "task_name": _name(row, notes),
        "task_handle_item": _code(row, code, notes, first),
        "task_type": _type(row, notes),
        "region": _region(row, code, notes, asked=region),
        **_department(row, code, notes),
        **_others(row, notes),
    }
    if twins > 1 and not notes.reasons:
        notes.remark(FindingKind.SAME_NAME)
    if not notes.reasons:
        content = _sound(content, notes)
        first[str(content["task_handle_item"])] = row.row
    return Judged(row, content, tuple(notes.findings), tuple(notes.reasons))


def _name(row: ImportRow, notes: _Notes) -> str:
    name = " ".join(str(row.elements.get("task_name", "")).split())
    if not name:
        notes.refuse(FindingKind.MISSING_NAME)
    if len(name) > LONGEST_NAME:
        notes.refuse(FindingKind.TOO_LONG, f"事项名称超过{LONGEST_NAME}个字")
    return name


def _code(row: ImportRow, code: ItemCode, notes: _Notes, first: dict[str, int]) -> str:
    if not code.value:
        notes.refuse(FindingKind.MISSING_CODE)
    elif len(code.value) > LONGEST_CODE or "\ufffd" in code.value:
        notes.refuse(FindingKind.TOO_LONG if len(code.value) > LONGEST_CODE else FindingKind.WRONG_CHARACTER)
    elif code.value in first:
        notes.refuse(FindingKind.DUPLICATE, f"与第{first[code.value]}行的事项编码相同")
    else:
        _remark_code(code, notes)
    return code.value


def _remark_code(code: ItemCode, notes: _Notes) -> None:
    if code.kind is ItemCodeKind.LEGACY:
        notes.remark(FindingKind.OLDER_SHAPE, "旧式事项编码，照原样收下")
    for problem in code.problems:
        notes.remark(FindingKind.of(problem.code.value), problem.says)


def _type(row: ImportRow, notes: _Notes) -> str:
    written = str(row.elements.get("task_type", "")).strip().removesuffix(".0")
    found = _TYPES.get(written) or next((t for t in TaskType if t.value == written.zfill(2)), None)
    if found is None:
        notes.refuse(FindingKind.UNKNOWN_TYPE, f"事项类型“{written[:20]}”不在代码表里")
    elif not found.applied_for:
        notes.refuse(FindingKind.NOT_APPLIED_FOR, f"{found.zh}不是依申请办理的事项，不进办事目录")
    return found.value if found else ""


def _region(row: ImportRow, code: ItemCode, notes: _Notes, *, asked: str) -> str:
    written = parse_region_code(str(row.elements.get("area_code", "")))
    own = written.value.ljust(12, "0") if written.valid else code.parts.region
    if asked and own and not own.startswith(asked[:6]):
        notes.remark(FindingKind.OTHER_REGION, "本行写的是另一区划，按导入时指定的区划收下")
    if not (asked or own):
        notes.refuse(FindingKind.NO_SUCH_REGION, "没有写区划，导入时也没有指定")
    return asked or own


def _department(row: ImportRow, code: ItemCode, notes: _Notes) -> dict[str, str]:
    name = str(row.elements.get("dept_name", "")).strip()[:200]
    if not name:
        notes.refuse(FindingKind.MISSING_DEPARTMENT)
    named = parse_uscc(code.parts.organisation) if code.parts.organisation else None
    written = str(row.elements.get("dept_code", "")).strip()[:50]
    return {"dept_name": name, "dept_code": named.value if named and named.valid else written}


def _others(row: ImportRow, notes: _Notes) -> dict[str, Any]:
    found = {}
    for key, value in row.elements.items():
        if key not in _PLAIN:
            try:
                found[key] = read_element(key, value)
            except ValueError as error:
                notes.remark(FindingKind.BAD_VALUE, f"{key}：{error}，未采用")
    return found


def _sound(content: dict[str, Any], notes: _Notes) -> dict[str, Any]:
    """Elements that do not fit together are left out, the plainest last: an item that can be applied for remains."""
    for without in _attempts(content):
        tried = {key: value for key, value in content.items() if key not in without}
        if (wrong := _wrong(tried)) is None:
            return tried
        notes.remark(FindingKind.BAD_VALUE, f"要素前后不一致，未采用：{wrong[:200]}")
    return {
        key: content[key]
        for key in ("task_name", "task_handle_item", "task_type", "region", "dept_name", "dept_code")
    }


def _attempts(content: dict[str, Any]) -> Iterator[frozenset[str]]:
    yield frozenset()
    yield frozenset(
        key
        for key, value in content.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    )


def _wrong(content: dict[str, Any]) -> str | None:
    try:
        faults = unsound(read_version(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"写法不对（{error}）"
    return "；".join(faults[:3]) or None
