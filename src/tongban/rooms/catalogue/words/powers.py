"""行政许可事项清单和划转：清单上的一条、一版清单、清单的设定层级（纯值）。"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongban.foundation.word import Word


class SetLevel(Word):
    """设定层级：由法律、行政法规、国务院决定设定，还是由地方性法规、省级政府规章设定。

    Law: 行政许可法 第十四条、第十五条; 国办发〔2022〕2号.
    """

    CENTRAL = "central", "中央设定"
    LOCAL = "local", "地方设定"


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """清单上的一条：编号（在一个区划里不改派他用）、名称、设定层级、主管部门（代号）、实施机关、设定和实施依据。"""

    no: str
    name: str
    set_level: SetLevel
    department: str
    organ: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicenceList:
    """一版行政许可事项清单：文件、发文机关、公布和施行的日子、全部条目；``version`` 为 0 时还没有公布。"""

    region: str
    title: str
    document_no: str
    issued_by: tuple[str, ...]
    published_on: date
    effective_on: date
    entries: tuple[LicenceEntry, ...]
    version: int = 0

    @property
    def numbers(self) -> frozenset[str]:
        """在列的编号。"""
        return frozenset(entry.no for entry in self.entries)

    def counted(self, level: SetLevel) -> int:
        """某一设定层级有几项。"""
        return sum(entry.set_level is level for entry in self.entries)

    def entry(self, no: str) -> LicenceEntry | None:
        """某一编号的条目；不在列的没有。"""
        return next((entry for entry in self.entries if entry.no == no), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """新旧两版清单的出入：新增、取消的编号，和改了内容的编号。"""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def compared(old: Iterable[LicenceEntry], new: Iterable[LicenceEntry]) -> Compared:
    """逐号比较两版清单。"""
    before = {entry.no: entry for entry in old}
    after = {entry.no: entry for entry in new}
    return Compared(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(no for no in after.keys() & before.keys() if after[no] != before[no])),
    )


class InTransit(Word):
    """在途办件怎么办：划转方案没有另作规定的，谁受理谁办结。"""

    FINISH = "finish", "谁受理谁办结"
    HAND_OVER = "hand_over", "一并移交"


class HandOverKind(Word):
    """交接清单的六项 (domain.md 1.1.5)."""

    ITEMS = "items", "事项"
    FILES = "files", "档案"
    CASES = "cases", "在途办件"
    SEAL = "seal", "印章"
    STAFF = "staff", "人员"
    ACCOUNTS = "accounts", "系统账号"


class BatchState(Word):
    """批次到了哪一步：方案印发后待生效，到日子生效，交接清单全部办完才能办结。"""

    PLANNED = "planned", "待生效"
    IN_EFFECT = "in_effect", "已生效"
    CLOSED = "closed", "已办结"


@dataclass(frozen=True, slots=True)
class TransferLine:
    """划转的一项：清单编号、原部门；``in_transit`` 为空的照批次的规定。"""

    licence_no: str
    from_department: str
    in_transit: InTransit | None = None


@dataclass(frozen=True, slots=True)
class PostPlan:
    """人随编走：一个部门应划转的编制数、编制部门已核定划转的数和核定文号。

    ``officers`` are the staff numbers of those who came along, for the loader of the content files alone.
    """

    from_department: str
    planned: int
    moved: int = 0
    moved_document: str = ""
    officers: tuple[str, ...] = ()

    @property
    def shortfall(self) -> int:
        """还差几个编制。"""
        return max(self.planned - self.moved, 0)


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """交接清单的一行：哪个部门、哪一项、说明；``done_on`` 为空即还没有办完。"""

    from_department: str
    kind: HandOverKind
    says: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class TransferBatch:
    """一个划转批次：联合印发的文件、生效日、划给谁、划哪些、编制和交接清单。"""

    region: str
    no: int
    title: str
    document_no: str
    issued_by: tuple[str, ...]
    issued_on: date
    effective_on: date
    to_department: str
    in_transit: InTransit
    lines: tuple[TransferLine, ...]
    posts: tuple[PostPlan, ...] = ()
    hand_over: tuple[HandOverLine, ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        """划出的部门，按在方案里第一次出现的先后。"""
        return tuple(dict.fromkeys(line.from_department for line in self.lines))

    def goes(self, line: TransferLine) -> InTransit:
        """这一项的在途办件怎么办。"""
        return line.in_transit or self.in_transit


@dataclass(frozen=True, slots=True)
class MovedItem:
    """划转了的一个办理项：旧的、新的编码和版本，在途办件怎么办。"""

    licence_no: str
    from_department: str
    to_department: str
    old_code: str
    old_version: int
    new_code: str
    new_version: int
    in_transit: InTransit
