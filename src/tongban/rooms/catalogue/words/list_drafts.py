"""清单的编制：公布了的一份在后台的样子、正在写的一份、两份的出入（纯值）。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.rooms.catalogue.words.sheets import BookKind


@dataclass(frozen=True, slots=True)
class Ending:
    """一份协议提前终止：有效的最后一天和理由。"""

    last_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEdition:
    """公布了的一份清单：第几版（批、份）、文件头、几行、这一天有没有效；协议还有终止。"""

    kind: BookKind
    number: int
    title: str
    document_no: str
    published_on: date
    effective_on: date
    lines: int
    in_force: bool
    valid_to: date | None = None
    ending: Ending | None = None

    @property
    def may_end(self) -> bool:
        """还没有终止的协议。"""
        return self.valid_to is not None and self.ending is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDraft:
    """正在写的一份清单：内容是内容文件的样子；``after`` 是由哪个文号的一份改来。"""

    uid: str
    region: str
    kind: BookKind
    content: Mapping[str, Any]
    revision: int
    after: str
    edited_by: str
    edited_at: datetime

    @property
    def title(self) -> str:
        """标题；还没有写的用种类的名称。"""
        return str(self.content.get("title") or self.kind.zh)


@dataclass(frozen=True, slots=True)
class RowChange:
    """一行改了：它的第一列，和改了的各列 ``(列名, 原来, 现在)``。"""

    key: str
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TableChange:
    """一张表的出入：新增的、取消的行（原样），改了的行。"""

    name: str
    zh: str
    added: tuple[Mapping[str, Any], ...]
    struck: tuple[Mapping[str, Any], ...]
    changed: tuple[RowChange, ...]

    @property
    def any(self) -> bool:
        """有没有出入。"""
        return bool(self.added or self.struck or self.changed)


@dataclass(frozen=True, slots=True)
class Unwritten:
    """草稿里没写好的一处：在哪一行（``path`` 是网址里的写法，空的是文件头）、哪一列、怎么不对。"""

    path: str
    where: str
    says: str


@dataclass(frozen=True, slots=True)
class PickedItem:
    """可以挑进清单的一个：编码（写进清单的）、名称、归谁。"""

    key: str
    name: str
    organ: str
    department: str
