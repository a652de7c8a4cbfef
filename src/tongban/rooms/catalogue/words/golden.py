"""黄金样例的词语和值：给什么、应当得到什么、实际得到什么、差在哪里、覆盖了多少（纯值）。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongban.foundation.word import Word


class Outcome(Word):
    """结论：这样申请，能不能受理。"""

    ACCEPTED = "accepted", "予以受理"
    REFUSED = "refused", "不能受理"


@dataclass(frozen=True, slots=True)
class Given:
    """给什么：情形回答、表单各栏、交了哪些材料（``None`` 是应交的都交了）、哪天受理。"""

    answers: Mapping[str, object]
    form: Mapping[str, object]
    accepted_on: date
    submitted: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """得到什么：应交材料、费用（元，算不出为 None）、结论、应办结日、不能受理的理由（``要素：一句话``）。"""

    materials: tuple[str, ...]
    fee: Decimal | None
    outcome: Outcome
    due_on: date | None = None
    reasons: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """给人看的理由：不带要素代号。"""
        return tuple(reason.partition("：")[2] or reason for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """黄金样例：一个事项的一份申请和它应当得到的结果；事项怎样改，结果都应当不变，否则就是改错了。"""

    name: str
    given: Given
    expects: Verdict
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """差在哪里：哪一样、应当是什么、现在是什么。"""

    what: str
    expected: str
    actual: str

    @property
    def zh(self) -> str:
        """一句话。"""
        return f"{self.what}应为“{self.expected or '没有'}”，现在是“{self.actual or '没有'}”"


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """一个样例跑的结果；没有差别就是通过。"""

    case: GoldenCase
    actual: Verdict
    differences: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        """通过。"""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Covered:
    """一样东西的覆盖：共几个、没有碰到的是哪些（印出来的名称）。"""

    zh: str
    total: int
    unseen: tuple[str, ...] = ()

    @property
    def seen(self) -> int:
        """碰到了几个。"""
        return self.total - len(self.unseen)


@dataclass(frozen=True, slots=True)
class GoldenCoverage:
    """覆盖：栏目、情形的选项、材料、环节。"""

    fields: Covered
    options: Covered
    materials: Covered
    steps: Covered
    accepted: int = 0
    refused: int = 0

    @property
    def parts(self) -> tuple[Covered, ...]:
        """四样，依次。"""
        return self.fields, self.options, self.materials, self.steps
