"""一版的一生：唯一的一张走法表——哪一步从哪些阶段、到哪个阶段、谁来办、依据什么、按钮上写什么。

Buttons, refusals, the diagram (docs/states/item-version.md) and the tests are all drawn from ``MOVES``. The first five stages
are those of a version (``VersionState``), the last three those of an item in the catalogue (``ItemState``): 已发布 is both.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.codes import ItemState


class Stage(Word):
    """阶段：从起草到取消。"""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    SENT_BACK = "sent_back", "审核驳回"
    PASSED = "passed", "审核通过"
    PUBLISHED = "published", "已发布"
    PAUSED = "paused", "暂停"
    CANCELLED = "cancelled", "取消"

    @property
    def is_over(self) -> bool:
        """到头了：再没有下一步。"""
        return self is Stage.CANCELLED


STAGE_OF = {
    ItemState.IN_USE: Stage.PUBLISHED,
    ItemState.PAUSED: Stage.PAUSED,
    ItemState.CANCELLED: Stage.CANCELLED,
}


class LifeAct(Word):
    """一步：对版本或者事项做的一个动作。"""

    START = "start", "起草"
    SAVE = "save", "保存"
    SUBMIT = "submit", "提交审核"
    TAKE_BACK = "take_back", "取回"
    PASS = "pass", "审核通过"
    SEND_BACK = "send_back", "审核驳回"
    PUBLISH = "publish", "发布"
    DISCARD = "discard", "废弃"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "恢复"
    CANCEL = "cancel", "取消"


class Part(Word):
    """谁来办：都是事项管理员；审核的必须是没有动过这一版的另一个人。"""

    COMPILER = "compiler", "编制人"
    CHECKER = "checker", "审核人"


@dataclass(frozen=True)
class LifeMove:
    """一种走法：从哪些阶段、到哪个阶段（None 是不再有这一版）、谁来办、依据什么、按钮上写什么。"""

    came_from: frozenset[Stage]
    goes_to: Stage | None
    done_by: frozenset[Part]
    law: str
    button: str


def _stages(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_COMPILER, _CHECKER = frozenset({Part.COMPILER}), frozenset({Part.CHECKER})
_EITHER = _COMPILER | _CHECKER
_LIST = "国办函〔2016〕108号 实施清单的编制、审核与发布"
_PUBLISH = "行政许可法 第三十条；国务院令第722号《优化营商环境条例》第三十五条"
_ADJUST = "国办函〔2016〕108号；C0109 计划生效日期、计划取消日期"

MOVES: dict[LifeAct, LifeMove] = {
    LifeAct.START: LifeMove(_stages(), Stage.DRAFT, _COMPILER, _LIST, "起草新一版"),
    LifeAct.SAVE: LifeMove(_stages(Stage.DRAFT, Stage.SENT_BACK), Stage.DRAFT, _COMPILER, _LIST, "保存"),
    LifeAct.SUBMIT: LifeMove(
        _stages(Stage.DRAFT, Stage.SENT_BACK), Stage.IN_REVIEW, _COMPILER, _LIST, "提交审核"
    ),
    LifeAct.TAKE_BACK: LifeMove(_stages(Stage.IN_REVIEW), Stage.DRAFT, _COMPILER, _LIST, "取回修改"),
    LifeAct.PASS: LifeMove(_stages(Stage.IN_REVIEW), Stage.PASSED, _CHECKER, _LIST, "审核通过"),
    LifeAct.SEND_BACK: LifeMove(
        _stages(Stage.IN_REVIEW, Stage.PASSED), Stage.SENT_BACK, _CHECKER, _LIST, "驳回修改"
    ),
    LifeAct.PUBLISH: LifeMove(_stages(Stage.PASSED), Stage.PUBLISHED, _EITHER, _PUBLISH, "发布"),
    LifeAct.DISCARD: LifeMove(_stages(Stage.DRAFT, Stage.SENT_BACK), None, _COMPILER, _LIST, "废弃草稿"),
    LifeAct.PAUSE: LifeMove(_stages(Stage.PUBLISHED), Stage.PAUSED, _EITHER, _ADJUST, "暂停办理"),
    LifeAct.RESUME: LifeMove(_stages(Stage.PAUSED), Stage.PUBLISHED, _EITHER, _ADJUST, "恢复办理"),
    LifeAct.CANCEL: LifeMove(
        _stages(Stage.PUBLISHED, Stage.PAUSED), Stage.CANCELLED, _EITHER, _ADJUST, "取消事项"
    ),
}


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """一版的事实：哪个事项、处在哪个阶段、第几次改动、谁动过；``department`` 是部门代号。"""

    uid: str
    item_code: str
    name: str
    region: str
    department: str
    stage: Stage
    revision: int
    editors: tuple[str, ...]
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """事项的事实：处在哪个阶段、有没有现行版本、哪天起暂停或取消。"""

    code: str
    name: str
    region: str
    department: str
    stage: Stage
    in_force: bool = True
    paused_since: date | None = None
    cancelled_from: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """一条驳回理由：针对哪个要素（空的是整体），怎么改。"""

    element: str
    says: str


@dataclass(frozen=True, slots=True)
class Stop:
    """停办：为什么，从哪天起（空的是今天）。"""

    reason: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """某一天有效的一个事项：编码、版本和内容；``paused`` 为真是那天暂停办理。"""

    item_id: int
    code: str
    version_id: int
    content: dict[str, object]
    paused: bool
