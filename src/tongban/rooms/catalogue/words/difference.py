"""两版的差别：逐要素、逐行、逐栏，中文写出（纯值）。"""

from dataclasses import dataclass

from tongban.foundation.word import Word


class Change(Word):
    """差别的种类。"""

    ADDED = "added", "新增"
    REMOVED = "removed", "去掉"
    CHANGED = "changed", "修改"
    MOVED = "moved", "换了先后"


@dataclass(frozen=True, slots=True)
class CellDifference:
    """一栏：先前怎样写、现在怎样写。"""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowDifference:
    """一行（一份材料、一个情形、一个栏目……）：哪一行、怎样变了、变了哪几栏。"""

    label: str
    change: Change
    cells: tuple[CellDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementDifference:
    """一个要素：单独的值写在 ``before`` 和 ``after``；成行的逐行写在 ``rows``。"""

    key: str
    name: str
    change: Change
    before: str = ""
    after: str = ""
    rows: tuple[RowDifference, ...] = ()
