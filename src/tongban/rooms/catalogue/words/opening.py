"""开放数据的值：一个公开的事项、一处变化（纯值）。"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.foundation.word import Word


class OpenChange(Word):
    """变化的种类。"""

    PUBLISHED = "published", "新发布"
    CHANGED = "changed", "修改"
    PAUSED = "paused", "暂停"
    RESUMED = "resumed", "恢复"
    CANCELLED = "cancelled", "取消"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """一个公开的事项：编码、版次、生效日期、是否暂停和全部公开要素。"""

    code: str
    number: int
    effective_on: date
    paused: bool
    elements: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """一处变化：哪个事项、哪天、怎样变了。"""

    code: str
    name: str
    change: OpenChange
    on: date


@dataclass(frozen=True, slots=True)
class OpenPage:
    """一页；``after`` 空的是最后一页。"""

    items: tuple[OpenItem, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    after: str = ""
