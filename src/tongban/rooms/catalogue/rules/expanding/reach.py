"""够得着：网上办到哪一步、跑几趟、在哪个窗口、打哪个电话。"""

from typing import Any

from tongban.rooms.catalogue.rules.expanding.handling import Handling, result_type
from tongban.rooms.catalogue.rules.expanding.table import table

_ALL = [1, 2, 3, 4, 5, 6]
_CERTIFICATE_BACK = 7
_WHOLLY, _ACCEPTS, _TAKES = {5, 6, 7}, {4}, {2, 3}
_WINDOW, _ONLINE, _POST = 1, 2, 3


def elements(handling: Handling) -> dict[str, Any]:
    """网办、到场、进驻、联系方式。"""
    depth, visits = _depth(handling), _visits(handling)
    return {
        **_online(depth, visits),
        "limit_scene_num": visits,
        "limit_scene_explain": str(table()["visits"]) if visits else "无",
        "is_pay_online": False,
        "handle_area": [],
        "cross_mode": None,
        **_place(handling),
    }


def level_of(depth: list[int]) -> str:
    """网上办理深度等级：由能力多选得出 (domain 1.7)。"""
    can = set(depth)
    for level, needs in (("IV", _WHOLLY), ("III", _ACCEPTS), ("II", _TAKES)):
        if can & needs:
            return level
    return "I"


def _depth(handling: Handling) -> list[int]:
    if "depth" in handling.said:
        return [int(d) for d in handling.said["depth"]]
    if _said_visits(handling):
        return _ALL[:4]
    return [*_ALL, _CERTIFICATE_BACK] if result_type(handling.result) == 10 else list(_ALL)


def _visits(handling: Handling) -> int:
    given = handling.said.get("visits")
    if given is not None:
        return int(given)
    return 0 if level_of(_depth(handling)) == "IV" else 1


def _said_visits(handling: Handling) -> int:
    return int(handling.said.get("visits", 0))


def _online(depth: list[int], visits: int) -> dict[str, Any]:
    level = level_of(depth)
    online = level != "I"
    return {
        "is_online": online,
        "online_handle_depth": depth,
        "online_level": level,
        "handle_type": [_WINDOW, *[_ONLINE] * online, *[_POST] * (not visits)],
        "is_express": not visits,
        "is_mail_result": True,
        "is_schedule": True,
        "schedule_num": 20,
        "is_service_terminals": False,
    }


def _place(handling: Handling) -> dict[str, Any]:
    organ, units = handling.organ, handling.units
    key = str(handling.said.get("window_group") or units.first_group_of(str(organ["key"])))
    group = units.window_group(key)
    if group["department"] != organ["key"]:
        raise ValueError(f"{handling.name}的窗口组 {key} 不是{organ['name']}的")
    return {
        "is_entry_center": True,
        "entry_mode": "综合窗口" if group["type"] == "综合受理" else "专业窗口",
        "hall": "main",
        "window_group": key,
        "transact_addr": units.address_of(group),
        "transact_time": "工作日 09:00—12:00、13:30—17:00；周六 09:00—12:00 预约办理",
        "town_handling": False,
        "consult_phone": str(organ["consult_phone"]),
        "complain_phone": str(organ["complain_phone"]),
    }
