"""事项编码：国家 12/31/33 位编码、四川业务办理项编码与旧式编码的辨认和拆分；脏编码给出理由，不报错。"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.foundation.identifiers.organisation_code import parse_organisation_code
from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.region_code import parse_region_code, provinces
from tongban.foundation.identifiers.text import fold
from tongban.foundation.identifiers.uscc import parse_uscc
from tongban.foundation.word import Word


class ItemCodeKind(Word):
    """编码种类。"""

    NATIONAL12 = "national12", "基本编码（12位）"
    NATIONAL31 = "national31", "实施编码（31位）"
    NATIONAL33 = "national33", "业务办理项编码（33位）"
    SICHUAN = "sichuan", "四川业务办理项编码"
    LEGACY = "legacy", "旧式编码"
    UNKNOWN = "unknown", "不认识的编码"


@dataclass(frozen=True, slots=True)
class ItemCodeParts:
    """编码各段：没有的段为空。

    ``province`` 2 位 (00 = 国家)；``item_class`` 四川类别（1 行政权力、2 公共服务、3 后增）；
    ``item_type`` 国家两位类型码，或四川、旧式的类型字母；``department`` 系统代码 2 位；
    ``main`` 主项；``sub`` 子项；``region`` 12 位；``extension`` 扩展位；
    ``organisation`` 实施主体（照抄，可能是脏的）；``level`` 行使层级；
    ``exercise`` 1 法定、2 授权或委托；``sequence`` 拆分序号。
    """

    province: str = ""
    item_class: str = ""
    item_type: str = ""
    department: str = ""
    main: str = ""
    sub: str = ""
    region: str = ""
    extension: str = ""
    organisation: str = ""
    level: str = ""
    exercise: str = ""
    sequence: str = ""


@dataclass(frozen=True, slots=True)
class ItemCode:
    """事项编码：种类、各段与问题。实施主体代码里的区划从不与事项的区划比对（现实中常常不同）。"""

    value: str
    kind: ItemCodeKind
    parts: ItemCodeParts = ItemCodeParts()
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：认得出结构，且没有任何问题。"""
        return not self.problems


_CATALOGUE = r"(?P<province>\d{2})(?P<item_type>\d{2})(?P<department>\d{2})(?P<main>\d{3})(?P<sub>\d{3})"
_IMPLEMENTED = r"(?P<organisation>[0-9A-Z]{18})(?P<level>\d)" + _CATALOGUE
_PLACE = r"(?P<region>\d{12})-(?P<extension>\d{3})-"
_BODY = r"(?P<organisation>[0-9A-Z]+(?:-[0-9X])?)"
_SPLIT = r"-(?P<exercise>\d)-(?P<sequence>\d{2})"
_SHAPES = tuple(
    (kind, re.compile(shape, re.ASCII))
    for kind, shape in (
        (ItemCodeKind.NATIONAL12, _CATALOGUE),
        (ItemCodeKind.NATIONAL31, _IMPLEMENTED),
        (ItemCodeKind.NATIONAL33, _IMPLEMENTED + r"(?P<sequence>\d{2})"),
        (
            ItemCodeKind.SICHUAN,
            r"(?P<province>\d{2})(?P<item_class>[1-9])(?P<item_type>[A-Z0])(?P<main>\d{5})(?P<sub>\d{3}|\d{5})-"
            + _PLACE
            + _BODY
            + _SPLIT,
        ),
        (
            ItemCodeKind.LEGACY,
            rf"(?P<item_type>[A-Z])-(?P<main>\d{{6}})-(?P<sub>\d{{3,4}})-{_PLACE}{_BODY}{_SPLIT}",
        ),
        (ItemCodeKind.LEGACY, rf"(?P<item_type>[A-Z])-(?P<main>\d{{6}})-(?P<sub>\d{{3}})(?:-{_BODY})?"),
        (
            ItemCodeKind.LEGACY,
            r"(?P<item_class>\d)(?P<item_type>[A-Z])-(?P<province>\d{2})00-(?P<main>\d{5})-"
            + _PLACE
            + _BODY
            + _SPLIT,
        ),
        (
            ItemCodeKind.LEGACY,
            r"(?P<item_type>[A-Z]{2})(?P<main>\d{5})(?P<sub>\d{2}[0-9A-Z])(?P<extension>[0-9A-Z]{14})?",
        ),
    )
)


def parse_item_code(text: str) -> ItemCode:
    """读事项编码：任何文字都不报错；认不出为 unknown，脏处列在 ``problems`` 供隔离。

    Source: C0109.1-2018 / GB/T 39554.1-2020 (12, 31, 33 characters); GB/T 39046-2020 (10 and 24 characters);
    the older shapes as they stand in real catalogues.
    """
    value, problems = fold(text)
    for kind, shape in _SHAPES:
        if not problems and (found := shape.fullmatch(value)):
            parts = ItemCodeParts(**found.groupdict(default=""))
            return ItemCode(value=value, kind=kind, parts=parts, problems=_problems(parts))
    unknown = (Problem(ProblemCode.UNKNOWN_SHAPE, "不认识的事项编码结构"),)
    return ItemCode(value=value, kind=ItemCodeKind.UNKNOWN, problems=problems or unknown)


def parse_item_codes(texts: Iterable[str]) -> list[ItemCode]:
    """读一批事项编码：顺序与输入相同，脏编码也在其中。"""
    return [parse_item_code(text) for text in texts]


def _problems(parts: ItemCodeParts) -> tuple[Problem, ...]:
    return _place_problems(parts) + (organisation_problems(parts.organisation) if parts.organisation else ())


def _place_problems(parts: ItemCodeParts) -> tuple[Problem, ...]:
    found = []
    if parts.province not in ("", "00") and parts.province not in provinces():
        found.append(Problem(ProblemCode.NO_SUCH_REGION, "事项编码中的省级代码不存在"))
    if parts.region and not parse_region_code(parts.region).valid:
        found.append(Problem(ProblemCode.NO_SUCH_REGION, "事项编码中的行政区划代码不存在"))
    return tuple(found)


def organisation_problems(organisation: str) -> tuple[Problem, ...]:
    """实施主体代码的问题：应为统一社会信用代码；占位、旧组织机构代码、错码各有其名。"""
    compacted = organisation.replace("-", "")
    if len(set(compacted)) <= 1:
        return (Problem(ProblemCode.PLACEHOLDER, "实施主体代码是占位号码，请补填统一社会信用代码"),)
    if parse_organisation_code(compacted).valid:
        says = "实施主体代码是旧组织机构代码，请换成统一社会信用代码"
        return (Problem(ProblemCode.ORGANISATION_CODE_ONLY, says),)
    return tuple(
        Problem(problem.code, f"实施主体代码：{problem.says}") for problem in parse_uscc(compacted).problems
    )
