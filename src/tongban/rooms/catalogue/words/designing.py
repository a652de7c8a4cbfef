"""设计：编写一个事项时，内容分成哪几部分，各部分的行放在内容的什么地方。"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.codes import TaskType
from tongban.rooms.catalogue.words.life import Stage
from tongban.rooms.organisation.words import DepartmentFacts


class ContentPart(Word):
    """编写时的一部分；顺序就是编写的顺序。"""

    BASICS = "basics", "基本信息"
    LIMITS = "limits", "时限与到场"
    PLACE = "place", "地点与电话"
    LAWS = "laws", "设定依据"
    CONDITIONS = "conditions", "受理条件"
    MATERIALS = "materials", "申请材料"
    SITUATIONS = "situations", "情形"
    FORM = "form", "申请表单"
    STEPS = "steps", "办理流程"
    PROCEDURES = "procedures", "特别程序"
    RESULT = "result", "审批结果"
    QUESTIONS = "questions", "常见问题"
    POWER = "power", "权力与网址"
    REACH = "reach", "进驻与通办"
    REMEDIES = "remedies", "救济途径"
    FEES = "fees", "收费"


@dataclass(frozen=True, slots=True)
class Offer:
    """可以选用的一项：材料、栏目或来源；``key`` 存进内容，``label`` 给人看。"""

    key: str
    label: str


Row = dict[str, Any]
"""内容里的一行：一份材料、一栏、一个情形问题……"""


@dataclass(frozen=True, slots=True)
class Writing:
    """此刻也在写的人，和他最后一次打开或者保存的时刻（北京时间）。"""

    name: str
    seen_at: datetime


@dataclass(frozen=True)
class Draft:
    """一份正在写的草稿：内容、第几次改动、此人能不能存、退不退得回、还有谁在写。"""

    uid: str
    item_code: str
    name: str
    stage: Stage
    revision: int
    content: dict[str, Any] = field(repr=False)
    may_save: bool
    can_undo: bool
    can_redo: bool
    others: tuple[Writing, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """新建时问的：哪个部门、叫什么、哪一类；在哪里办、几点办（大厅的）。"""

    unit: DepartmentFacts
    name: str
    task_type: TaskType
    address: str = ""
    hours: str = ""
