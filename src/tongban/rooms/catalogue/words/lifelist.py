"""编制与审核的清单：一行一个事项、一个单位的进度、事项页和版本页上的事实（纯值）。"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.life import LifeAct, Stage


class Progress(Word):
    """进度：一个事项现在走到哪一步；正在编制的看草稿，其余看目录。"""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    SENT_BACK = "sent_back", "审核驳回"
    PASSED = "passed", "审核通过待发布"
    PENDING = "pending", "已发布待生效"
    IN_FORCE = "in_force", "已生效"
    PAUSED = "paused", "暂停"
    CANCELLED = "cancelled", "取消"


@dataclass(frozen=True, slots=True)
class LifeLine:
    """清单的一行：事项、现行第几版、正在编制的一版走到哪里。"""

    id: int
    code: str
    name: str
    department: str
    progress: Progress
    number: int | None
    draft_uid: str
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class LifePage:
    """清单的一页；``after`` 空的是最后一页。"""

    lines: tuple[LifeLine, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """一个单位的进度：事项数、认领、编制中、已送审、已审核、已生效、暂停。"""

    department: str
    items: int
    claimed: int
    drafting: int
    submitted: int
    passed: int
    published: int
    paused: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """事项页上的一版：版次、阶段、日期、谁编制谁审核谁发布（姓名）。"""

    id: int
    uid: str
    number: int | None
    stage: Stage
    effective_on: date | None
    cancel_on: date | None
    editors: tuple[str, ...]
    reviewed_by: str
    published_by: str
    at: datetime | None
    current: bool


@dataclass(frozen=True, slots=True)
class StandingLine:
    """事项页上的一段停办期间。"""

    stage: Stage
    since: date
    until: date | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class ItemLife:
    """事项页：事项、它的各版（新的在前）、停办期间、此人此刻可办的步骤；划转的承接哪个编码、由哪个编码承接。"""

    code: str
    name: str
    department: str
    stage: Stage
    in_force: bool
    catalog_code: str
    next_on: date | None
    versions: tuple[VersionLine, ...]
    standings: tuple[StandingLine, ...]
    may: frozenset[LifeAct]
    supersedes: str = ""
    superseded_by: str = ""

    @property
    def draft(self) -> VersionLine | None:
        """还没有发布的一版。"""
        return next((v for v in self.versions if v.stage is not Stage.PUBLISHED), None)


@dataclass(frozen=True, slots=True)
class VersionLife:
    """版本页：一版的内容、由哪一版改来、驳回的理由、此人此刻可办的步骤。"""

    line: VersionLine
    item_code: str
    name: str
    department: str
    content: dict[str, Any]
    revision: int
    base: VersionLine | None
    base_content: dict[str, Any]
    reasons: tuple[dict[str, str], ...]
    submitted_by: str
    submitted_at: datetime | None
    reviewed_at: datetime | None
    may: frozenset[LifeAct]
