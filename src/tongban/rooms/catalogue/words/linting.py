"""目录检查的词语和值：一条规则的卡片、一处发现、检查时要知道的外部事实（纯值）。"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.directory import DirectoryLine


class Severity(Word):
    """轻重：错误不能发布，警告应当改，提示供参考。"""

    ERROR = "error", "错误"
    WARNING = "warning", "警告"
    NOTICE = "notice", "提示"


@dataclass(frozen=True, slots=True)
class LintCard:
    """一条检查规则：``code`` 永不改变，``element`` 是它管的要素（``also`` 是同管的），``source`` 是依据的条文或者标准。"""

    code: str
    severity: Severity
    element: str
    says: str
    source: str
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LintFinding:
    """一处发现：哪个事项（``item`` 编码，``row`` 文件行号）的哪个要素（``path`` 如 ``materials.2.by_law``）有什么问题。"""

    code: str
    severity: Severity
    path: str
    says: str
    source: str
    item: str = ""
    name: str = ""
    row: int = 0

    @property
    def element(self) -> str:
        """所在的要素：路径的第一段。"""
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ListedLicence:
    """行政许可事项清单上的一条：编号、名称、设定层级。"""

    name: str
    set_level: str = ""


@dataclass(frozen=True, slots=True)
class LintFacts:
    """检查时要知道的目录以外的事实；``None`` 是不知道，不知道的不查。

    ``departments`` {信用代码: 名称}; ``registers`` {共享接口: 能查到的材料名称}; ``licences`` {清单编号: 条目}, empty when
    the region has published no list; ``directory`` {基本编码: 目录的一条} for the codes that are asked about; ``claimed``
    {业务办理项编码: 认领的基本编码}; ``offices`` {业务办理项编码: 负责科室数} for items in force (an item enters the duty list
    only once it is published); ``outside_hall``: the keys on the negative list, and the names of its lines without a code.
    """

    departments: Mapping[str, str] | None = None
    window_groups: frozenset[str] | None = None
    person_topics: frozenset[str] | None = None
    enterprise_topics: frozenset[str] | None = None
    registers: Mapping[str, tuple[str, ...]] | None = None
    licences: Mapping[str, ListedLicence] | None = None
    directory: Mapping[str, DirectoryLine] | None = None
    claimed: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, int] | None = None
    outside_hall: frozenset[str] | None = None
    intermediaries: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class LintReport:
    """一次检查：查了几个事项、发现了什么（按事项在目录里的先后）。"""

    items: int
    findings: tuple[LintFinding, ...] = field(default=())

    def count(self, severity: Severity) -> int:
        """某一轻重的有几处。"""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def errors(self) -> int:
        """错误几处。"""
        return self.count(Severity.ERROR)
