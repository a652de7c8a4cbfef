"""基本目录的规则：认领时四同要素照抄并锁定；与目录写得不一样的就是偏离 (pure).

Law: 国办函〔2016〕108号《“互联网+政务服务”技术体系建设指南》; 国发〔2018〕27号（四级四同：名称、编码、依据、类型）.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.rooms.catalogue.errors import ElementLocked
from tongban.rooms.catalogue.rules.difference import said
from tongban.rooms.catalogue.words import LOCKED, Differs, DirectoryLine

Content = Mapping[str, Any]


def line_of(content: Content) -> DirectoryLine:
    """由一个事项的内容推出它在基本目录里的一条。"""
    return DirectoryLine(
        catalog_code=str(content["catalog_code"]),
        name=str(content["task_name"]),
        task_type=str(content["task_type"]),
        by_law=tuple(dict(law) for law in content.get("by_law") or ()),
        use_levels=tuple(str(level) for level in _listed(content.get("use_level"))),
        main_item=str(content.get("main_item") or ""),
    )


def claimed(line: DirectoryLine) -> dict[str, Any]:
    """认领：四同要素照抄，行使层级和主项名称一并带来。"""
    copied = {
        "task_name": line.name,
        "catalog_code": line.catalog_code,
        "by_law": [dict(law) for law in line.by_law],
        "task_type": line.task_type,
        "main_item": line.main_item,
    }
    return {key: value for key, value in copied.items() if value}


def differs(content: Content, line: DirectoryLine) -> tuple[Differs, ...]:
    """四同要素里和目录写得不一样的；依据只比法律和条款，本地的提醒和转述不算。"""
    theirs = claimed(line)
    found = []
    for element, name in LOCKED.items():
        ours, wanted = _compared(element, content.get(element)), _compared(element, theirs.get(element))
        if ours != wanted:
            found.append(Differs(element, name, said(element, ours), said(element, wanted)))
    return tuple(found)


def keep_locked(before: Content, after: Content, line: DirectoryLine | None) -> None:
    """认领了的事项，四同要素不能在本地改；早先就偏离了的不拦别的改动。 Refuses: ElementLocked."""
    changed = [
        each.name
        for each in (differs(after, line) if line else ())
        if _compared(each.element, before.get(each.element))
        != _compared(each.element, after.get(each.element))
    ]
    if changed:
        raise ElementLocked(elements="、".join(changed))


def handling_code(line: DirectoryLine, *, uscc: str, use_level: str) -> str:
    """业务办理项编码 33 位：信用代码 18 + 行使层级 1 + 基本编码 12 + 01 (C0109)."""
    return f"{uscc}{use_level}{line.catalog_code}01"


def _compared(element: str, value: Any) -> Any:
    if element != "by_law":
        return "" if value is None else str(value)
    return [f"{law.get('law', '')} {law.get('article', '')}".strip() for law in _rows(value)]


def _rows(value: Any) -> Iterable[Content]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
