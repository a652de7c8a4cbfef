"""两版比对：逐要素；材料、情形、表单这些成行的按键对上，说出哪行新增、去掉、修改、换了先后 (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongban.rooms.catalogue.rules.element_tables import code_lists, elements
from tongban.rooms.catalogue.words import CellDifference, Change, ElementDifference, RowDifference

Content = Mapping[str, Any]
Row = Mapping[str, Any]
LONGEST = 600
_YES_NO = {True: "是", False: "否"}
# What tells one row of an element from another, the first that a row has; what is shown as its name likewise.
_KEYS = ("key", "name", "section", "material_name", "link_name", "result_name", "fee_name", "question", "law")
_LABELS = (
    "material_name",
    "ask",
    "label",
    "section",
    "link_name",
    "result_name",
    "fee_name",
    "question",
    "law",
    "name",
    "key",
)
_PARTS = {
    "situations.options": "选项",
    "form.fields": "栏目",
    "form.fields.fields": "组内栏目",
    "form.fields.options": "选项",
    "results.template": "样本",
}
_CELLS = {
    "key": "键",
    "name": "键",
    "label": "名称",
    "type": "种类",
    "kind": "单选或多选",
    "required": "必填",
    "hint": "提示",
    "prefill": "预填来源",
    "basis": "依据",
    "show_when": "显示条件",
    "max_len": "最长字数",
    "unit": "单位",
    "min": "最小",
    "max": "最大",
    "adds": "加上的材料",
    "removes": "减去的材料",
    "says": "说明",
    "ends": "不必办理的去向",
    "base": "不问情形都要",
    "order_num": "排序",
    "section": "分节",
    "source": "来源",
    "region": "区划",
    "department": "实施部门代号",
    "organ_short": "机关代字",
    "order": "排序",
    "years": "有效年数",
    "years_field": "有效年数的栏目",
    "until": "有效至",
    "note": "提醒",
}


def difference(before: Content, after: Content) -> tuple[ElementDifference, ...]:
    """两份内容的差别，依要素表的先后；一样的不在其中。"""
    keys = [*elements(), *before, *after]
    found = (_element(key, before.get(key), after.get(key)) for key in dict.fromkeys(keys))
    return tuple(each for each in found if each is not None)


def element_name(path: str) -> str:
    """要素的中文名；不认识的照写。"""
    known = elements().get(path)
    return known["zh"] if known else _PARTS.get(path) or _CELLS.get(path.rpartition(".")[2], path)


def _codes(path: str) -> dict[str, str]:
    listed = code_lists()["lists"].get(elements().get(path, {}).get("list"), {})
    codes: dict[str, str] = listed.get("codes", {})
    return codes


def _element(key: str, before: Any, after: Any) -> ElementDifference | None:
    if before == after or "." in key:
        return None
    change = _change(before, after)
    if _is_rows(before) and _is_rows(after):
        rows = tuple(_rows(key, before or (), after or ()))
        return ElementDifference(key, element_name(key), change, rows=rows)
    return ElementDifference(key, element_name(key), change, said(key, before), said(key, after))


def _change(before: Any, after: Any) -> Change:
    if before in (None, "", [], {}):
        return Change.ADDED
    return Change.REMOVED if after in (None, "", [], {}) else Change.CHANGED


def _is_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(each, Mapping) for each in value))


def _rows(path: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[RowDifference]:
    """Rows are matched by their keys; what stayed but stands elsewhere among those that stayed has moved."""
    old, new = _keyed(before), _keyed(after)
    stayed = [key for key in old if key in new]
    places = {key: place for place, key in enumerate(key for key in new if key in old)}
    moved = {key for place, key in enumerate(stayed) if places[key] != place}
    for key, row in new.items():
        if key not in old:
            yield RowDifference(_label(row), Change.ADDED, tuple(_cells(path, {}, row)))
        elif cells := tuple(_cells(path, old[key], row)):
            yield RowDifference(_label(row), Change.CHANGED, cells)
        elif key in moved:
            yield RowDifference(_label(row), Change.MOVED)
    for key, row in old.items():
        if key not in new:
            yield RowDifference(_label(row), Change.REMOVED)


def _keyed(rows: Sequence[Row]) -> dict[str, Row]:
    keyed: dict[str, Row] = {}
    for row in rows:
        stem = _first(row, _KEYS)
        key = next(k for n in range(len(rows) + 1) if (k := f"{stem}#{n}" if n else stem) not in keyed)
        keyed[key] = row
    return keyed


def _first(row: Row, names: Sequence[str]) -> str:
    return next((str(row[name]) for name in names if row.get(name)), "")


def _label(row: Row) -> str:
    return _first(row, _LABELS)[:120] or "（没有名称）"


def _cells(path: str, before: Row, after: Row) -> Iterator[CellDifference]:
    for key in dict.fromkeys((*before, *after)):
        old, new, inner = before.get(key), after.get(key), f"{path}.{key}"
        if old == new:
            continue
        if _is_rows(old) and _is_rows(new):
            yield from _inner(inner, old or (), new or ())
        else:
            yield CellDifference(element_name(inner), said(inner, old), said(inner, new))


def _inner(path: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[CellDifference]:
    for row in _rows(path, before, after):
        name = f"{element_name(path)}“{row.label}”"
        if row.change is Change.CHANGED:
            yield from (CellDifference(f"{name}{c.name}", c.before, c.after) for c in row.cells)
        else:
            old, new = (row.change.zh, "") if row.change is Change.REMOVED else ("", row.change.zh)
            yield CellDifference(name, old, new)


def said(path: str, value: Any) -> str:
    """一个值写成给人看的样子：代号换成中文，列表用顿号，没有的是空。"""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, list):
        return "、".join(said(path, each) for each in value)[:LONGEST]
    if isinstance(value, Mapping):
        return "；".join(f"{element_name(f'{path}.{k}')}：{said('', v)}" for k, v in value.items())[:LONGEST]
    return _codes(path).get(str(value), str(value))[:LONGEST]
