"""基本目录的值：一条目录、一处偏离（纯值）。"""

from dataclasses import dataclass
from typing import Any

LOCKED: dict[str, str] = {
    "task_name": "事项名称",
    "catalog_code": "基本编码",
    "by_law": "设定依据",
    "task_type": "事项类型",
}
"""四级四同：同一事项在国家、省、市、县四级名称、编码、依据、类型相同 (国办函〔2016〕108号; 国发〔2018〕27号)."""


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """基本目录的一条：12 位基本编码、名称、类型、设定依据、行使层级；``version`` 是这一条改过几次。"""

    catalog_code: str
    name: str
    task_type: str
    by_law: tuple[dict[str, Any], ...]
    use_levels: tuple[str, ...] = ()
    main_item: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Differs:
    """一个四同要素写得不一样：要素、本地写的、目录写的。"""

    element: str
    name: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Drift:
    """一个事项偏离了基本目录：哪个事项、目录的哪一条（现在第几版）、哪几个要素。"""

    code: str
    name: str
    catalog_code: str
    version: int
    differs: tuple[Differs, ...]
