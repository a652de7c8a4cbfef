"""行政区划代码：GB/T 2260 六位与统计用十二位代码的级别和上下级。

The historical six-digit table is not shipped: the province is looked up, below it only the layout is judged.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.text import compact
from tongban.foundation.word import Word

DEMO_REGION = "990102"
"""演示区（X区）：现实中不存在，合成的人和单位都用它，因此不会与真人真单位相撞。"""

_SHAPE = re.compile(r"[0-9]{6}(?:[0-9]{6})?")
_ENDS = (2, 4, 6, 9, 12)


class RegionLevel(Word):
    """行政级别：由代码末尾的零决定。"""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWN = "town", "乡级"
    VILLAGE = "village", "村级"


_LEVELS = tuple(RegionLevel)


@cache
def provinces() -> dict[str, str]:
    """省级代码表：两位代码 → 名称，来源见 provinces.json。"""
    table = json.loads((files(__package__) / "provinces.json").read_text(encoding="utf-8"))
    return dict(table["provinces"])


@dataclass(frozen=True, slots=True)
class RegionCode:
    """行政区划代码：``value`` 保持原来的 6 位或 12 位。"""

    value: str
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题。"""
        return not self.problems

    @property
    def six(self) -> str:
        """县级以上六位代码。"""
        return self.value[:6]

    @property
    def twelve(self) -> str:
        """十二位代码，不足者补零；无效代码为空。"""
        return self.value.ljust(12, "0") if self.valid else ""

    @property
    def level(self) -> RegionLevel | None:
        """行政级别；无效代码没有级别。"""
        return _LEVELS[_depth(self.twelve)] if self.valid else None

    @property
    def parent(self) -> "RegionCode | None":
        """上级区划，位数与本级相同；省级与无效代码没有上级。"""
        if not self.valid or self.level is RegionLevel.PROVINCE:
            return None
        kept = self.twelve[: _ENDS[_depth(self.twelve) - 1]].rstrip("0")
        shorter = next(end for end in _ENDS if end >= len(kept))
        return RegionCode(value=self.twelve[:shorter].ljust(len(self.value), "0"))

    def within(self, other: "RegionCode") -> bool:
        """属于：就是该区划或在其下。"""
        if not (self.valid and other.valid):
            return False
        end = _ENDS[_depth(other.twelve)]
        return self.twelve[:end] == other.twelve[:end]


def parse_region_code(text: str) -> RegionCode:
    """读行政区划代码（6 位或 12 位）：任何文字都不报错，问题列在 ``problems``。"""
    value, problems = compact(text)
    return RegionCode(value=value, problems=problems or _problems(value))


def _depth(twelve: str) -> int:
    """The index in `_ENDS` of the first segment end after which only zeros follow."""
    return next(index for index, end in enumerate(_ENDS) if not twelve[end:].strip("0"))


def _problems(value: str) -> tuple[Problem, ...]:
    if len(value) not in (6, 12):
        return (Problem(ProblemCode.WRONG_LENGTH, f"行政区划代码应为6位或12位，现为{len(value)}位"),)
    if not _SHAPE.fullmatch(value):
        return (Problem(ProblemCode.WRONG_CHARACTER, "行政区划代码只能由数字组成"),)
    if value[:2] not in provinces():
        return (Problem(ProblemCode.NO_SUCH_REGION, "前两位的省级代码不存在"),)
    return () if _no_gap(value) else (Problem(ProblemCode.NO_SUCH_REGION, "行政区划代码中间缺少上级代码"),)


def _no_gap(value: str) -> bool:
    """Only 东莞-type cities (county 00) have towns directly below; a county without a city does not exist."""
    city, county, town, village = value[2:4], value[4:6], value[6:9], value[9:12]
    county_has_city = city != "00" or (county == "00" and not town.strip("0"))
    return county_has_city and (not village.strip("0") or bool(town.strip("0")))
