"""进驻单位和窗口：一个事项由谁办、在哪几个窗口办、打哪个电话。"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Units:
    """departments.yml、windows.yml、halls.yml 的各行。"""

    departments: Sequence[Row]
    window_groups: Sequence[Row]
    hall: Row

    def department(self, key: str) -> Row:
        """一个单位。 Raises KeyError: 没有这个单位。"""
        return _the(self.departments, key)

    def window_group(self, key: str) -> Row:
        """一个窗口组。 Raises KeyError: 没有这个窗口组。"""
        return _the(self.window_groups, key)

    def first_group_of(self, department: str) -> str:
        """一个单位的第一个窗口组。"""
        return next(str(g["key"]) for g in self.window_groups if g["department"] == department)

    def address_of(self, group: Row) -> str:
        """办理地点：大厅地址、分区、窗口号。"""
        zone = _the(self.hall["zones"], str(group["zone"]))
        first, last = str(group["windows"][0]), str(group["windows"][-1])
        numbers = first if first == last else f"{first}—{last}"
        return f"{self.hall['address']}{self.hall['name']}{zone['floor']} {zone['key']} 区 {numbers} 号窗口"


def _the(rows: Sequence[Row], key: str) -> Row:
    for row in rows:
        if row["key"] == key:
            return row
    raise KeyError(key)
