"""看在用事项：把目录里一行要素变成清单规则要看的样子。"""

from collections.abc import Mapping
from typing import Any

from tongban.rooms.calendar.words import in_workdays
from tongban.rooms.catalogue.rules.reading import UNITS
from tongban.rooms.catalogue.words import Need, ProjectType, SeenItem, SeenMaterial, TaskType

Content = Mapping[str, Any]


def item_key(code: str, content: Content) -> str:
    """清单认事项的编码：基本编码，划转、换版都不变；没有的用业务办理项编码。"""
    return str(content.get("catalog_code") or code)


def seen_item(code: str, content: Content) -> SeenItem:
    """一个在用事项；没有写全的要素按没有看。"""
    organ = str(content["dept_name"])
    department = str(content.get("department") or organ)
    return SeenItem(
        key=item_key(code, content),
        code=code,
        name=str(content["task_name"]),
        organ=organ,
        department=department,
        competent=str(content.get("undertake_org") or department),
        task_type=TaskType.of(str(content["task_type"])),
        on_the_spot=str(content.get("project_type")) == ProjectType.ON_THE_SPOT.value,
        promised_days=_promised(content),
        materials=tuple(_material(each) for each in content.get("materials") or ()),
    )


def _promised(content: Content) -> int:
    unit = UNITS[str(content.get("promise_type") or "1")]
    return int(in_workdays(int(content.get("promise_day") or 0), unit))


def _material(written: Content) -> SeenMaterial:
    return SeenMaterial(
        key=str(written["key"]),
        name=str(written["material_name"]),
        need=Need.of(str(written.get("is_need") or Need.REQUIRED.value)),
        tolerant_days=int(written.get("tolerant_days") or 0),
    )
