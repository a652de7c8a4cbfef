"""身份要素：编码、实施主体、依据、主题。"""

import re
from typing import Any

from tongban.foundation.identifiers import parse_uscc
from tongban.rooms.catalogue.rules.expanding.handling import Handling
from tongban.rooms.catalogue.rules.expanding.table import filled, table, whole_law

_PROVINCE, _LEVEL, _FIRST = "99", "4", "01"
_PUBLIC_SERVICE = "20"
_EFFECTIVE = "2024-01-01"


def elements(handling: Handling) -> dict[str, Any]:
    """名称和编码、设定和实施、对象和主题。 Raises ValueError: 实施主体的信用代码不对。"""
    said = handling.said
    return {
        "key": said.get("item_key") or _key(handling),
        "task_name": handling.name,
        "main_item": handling.main["name"],
        "handling_kind": handling.kind,
        **_codes(handling),
        "task_type": handling.type,
        "task_state": 1,
        "task_version": 1,
        "plan_effective_date": _EFFECTIVE,
        "set_level": "中央设定",
        "use_level": [int(_LEVEL)],
        "power_source": None if handling.type == _PUBLIC_SERVICE else 1,
        "department": handling.organ["key"],
        "dept_name": handling.organ["name"],
        "dept_type": 1,
        "undertake_org": handling.competent["key"],
        "server_type": handling.targets,
        "user_topic_type": list(said.get("person_topics", ())),
        "corp_topic_type": list(said.get("enterprise_topics", ())),
        "life_events": [],
        "aliases": [],
        "plain_words": _plain_words(handling),
        "by_law": [*handling.laws, *_licence_law(handling)],
    }


def _plain_words(handling: Handling) -> str:
    """一句话说明：第一次申请的这一套照事项是哪一种事写，其他各套有自己的话。"""
    says = str(handling.family["plain_words"])
    if handling.family_name == "new" and (purpose := _purpose(handling)):
        says = f"{{name}}：{purpose}"
    return str(filled(says, handling.words))


def _purpose(handling: Handling) -> str:
    """办的是哪一种事；真是第一次申请的为空。"""
    known, name = table()["purposes"], handling.name
    if re.search(known["first"], name):
        return ""
    told = (row["says"] for row in known["kinds"] if re.search(row["name"], name))
    first = any(re.search(known["licence"], word) for word in (handling.kind, name))
    return next(told, "" if first else str(known["other"]))


def _codes(handling: Handling) -> dict[str, str]:
    said, uscc = handling.said, str(handling.organ["uscc"])
    if parse_uscc(uscc).problems:
        raise ValueError(f"{handling.organ['name']}的统一社会信用代码不对：{uscc}")
    catalog = f"{_PROVINCE}{handling.type}{said['system']}{said['main_no']}{handling.number:03d}"
    if len(catalog) != 12:
        raise ValueError(f"{handling.name}的基本编码不是12位：{catalog}")
    task = f"{uscc}{_LEVEL}{catalog}"
    return {
        "catalog_code": catalog,
        "task_code": task,
        "task_handle_item": f"{task}{_FIRST}",
        "dept_code": uscc,
    }


def _key(handling: Handling) -> str:
    kinds = [given.get("kind", "") for given in handling.main["handling"]]
    known = table()["kinds"].get(handling.kind)
    if known is None or kinds.count(handling.kind) > 1:
        return f"{handling.main['key']}_{handling.number}"
    return f"{handling.main['key']}_{known['slug']}"


def _licence_law(handling: Handling) -> list[dict[str, Any]]:
    law = handling.family.get("licence_law")
    return [whole_law(law)] if law and handling.is_licence else []
