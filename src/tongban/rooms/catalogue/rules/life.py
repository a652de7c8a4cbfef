"""一版的一生的规则：谁能在哪一步动它，动了成什么样；日期、理由和先后都在这里判断 (pure).

Who may do what from where stands in ``words.MOVES`` and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tongban.rooms.catalogue import errors, events
from tongban.rooms.catalogue.words import (
    MOVES,
    ItemFacts,
    LifeAct,
    LifeMove,
    Part,
    Reason,
    Stage,
    Stop,
    VersionFacts,
)
from tongban.rooms.organisation.words import Actor, Role

Content = Mapping[str, Any]
LONGEST_REASON = 2000
CODE = "task_handle_item"
NEEDED = {
    CODE: "业务办理项编码",
    "task_name": "事项名称",
    "task_type": "事项类型",
    "dept_name": "实施主体",
}
"""没有这几样，起草也起不了。"""


def allowed_move(act: LifeAct, of: VersionFacts | ItemFacts, by: Actor) -> LifeMove:
    """可以这样走吗：先看归不归他管，再看阶段对不对，最后看审核的是不是另一个人。

    Refuses: NotYourItem, WrongStage, OwnReview.
    """
    move = MOVES[act]
    if not may_manage(by, region=of.region, department=of.department):
        raise errors.NotYourItem(item=of.name, act=act.zh)
    if of.stage not in move.came_from:
        raise errors.WrongStage(item=of.name, stage=of.stage.zh, act=act.zh)
    if move.done_by == {Part.CHECKER} and isinstance(of, VersionFacts) and by.actor in of.editors:
        raise errors.OwnReview(act=act.zh)
    return move


def may(act: LifeAct, of: VersionFacts | ItemFacts, by: Actor) -> bool:
    """按钮亮不亮：此刻此人可否办这一步。"""
    try:
        allowed_move(act, of, by)
    except (errors.NotYourItem, errors.WrongStage, errors.OwnReview):
        return False
    return True


def may_manage(by: Actor, *, region: str, department: str) -> bool:
    """归不归他管：管得到这个区划和部门的事项管理员。"""
    return by.may(Role.CATALOGUE_ADMIN, region=region, department=department)


def start(content: Content, *, by: Actor) -> None:
    """起草：新事项的内容至少要写明编码、名称、类型和实施主体，归他管的部门才行。

    Refuses: NotYourItem, ContentInvalid.
    """
    name = str(content.get("task_name", ""))
    if not may_manage(
        by, region=str(content.get("region", "")), department=str(content.get("department", ""))
    ):
        raise errors.NotYourItem(item=name, act=LifeAct.START.zh)
    if missing := [zh for key, zh in NEEDED.items() if not content.get(key)]:
        raise errors.ContentInvalid(item=name, why="没有写" + "、".join(missing))


def start_revision(item: ItemFacts, *, by: Actor, draft: VersionFacts | None) -> None:
    """起草新一版：事项没有取消，也没有另一版还在起草或者审核。

    Refuses: NotYourItem, WrongStage, DraftStands.
    """
    if not may_manage(by, region=item.region, department=item.department):
        raise errors.NotYourItem(item=item.name, act=LifeAct.START.zh)
    if item.stage is Stage.CANCELLED:
        raise errors.WrongStage(item=item.name, stage=item.stage.zh, act=LifeAct.START.zh)
    if draft is not None:
        raise errors.DraftStands(item=item.name, stage=draft.stage.zh)


def save(
    version: VersionFacts, *, content: Content, based_on: int, by: Actor, who: Mapping[str, str]
) -> None:
    """保存草稿：打开之后没有别人改过才存得下；编码不能换。

    ``based_on`` is the revision that the editor had opened; ``who`` names actors. Refuses: as ``allowed_move``; EditedMeanwhile,
    CodeMustStay.
    """
    allowed_move(LifeAct.SAVE, version, by)
    unchanged_since(version, based_on=based_on, who=who)
    if str(content.get(CODE, "")) != version.item_code:
        raise errors.CodeMustStay(item_code=version.item_code)


def _moment(at: datetime | None) -> str:
    return f"{at:%m月%d日 %H:%M}" if at else "刚才"


def changed_elements(before: Content, after: Content) -> tuple[str, ...]:
    """两份内容里写得不一样的要素名，依内容的先后。"""
    names = dict.fromkeys((*before, *after))
    return tuple(name for name in names if before.get(name) != after.get(name))


def reasons(given: Sequence[Reason], *, act: LifeAct) -> tuple[dict[str, str], ...]:
    """理由：至少一条写了字的。 Refuses: ReasonsMissing."""
    told = [(r.element, r.says.strip()[:LONGEST_REASON]) for r in given]
    kept = tuple({"element": element, "says": says} for element, says in told if says)
    if not kept:
        raise errors.ReasonsMissing(act=act.zh)
    return kept


def effective(chosen: date | None, *, today: date, what: str = "生效日期") -> date:
    """哪天开始：选定的日子，没有选的就是今天；不能是过去。 Refuses: EffectiveTooEarly."""
    if chosen is not None and chosen < today:
        raise errors.EffectiveTooEarly(what=what, earliest=today.isoformat())
    return chosen or today


def ends_after(cancel_on: date | None, *, effective_on: date) -> None:
    """计划取消日期要在生效之后。 Refuses: EffectiveTooEarly."""
    if cancel_on is not None and cancel_on <= effective_on:
        earliest = date.fromordinal(effective_on.toordinal() + 1)
        raise errors.EffectiveTooEarly(what="计划取消日期", earliest=earliest.isoformat())


def open_gate(name: str, blocking: Iterable[str]) -> None:
    """发布的闸门：有一条拦住的就不能发布。 Refuses: PublishingBlocked."""
    told = list(blocking)
    if told:
        raise errors.PublishingBlocked(item=name, why="；".join(told[:5]))


def unchanged_since(version: VersionFacts, *, based_on: int, who: Mapping[str, str]) -> None:
    """打开之后没有别人改过。 Refuses: EditedMeanwhile."""
    if based_on != version.revision:
        last = version.editors[-1] if version.editors else ""
        raise errors.EditedMeanwhile(who=who.get(last, "别人"), when=_moment(version.edited_at))


def pause(item: ItemFacts, *, stop: Stop, today: date, by: Actor, at: datetime) -> events.ItemPaused:
    """暂停办理。 Refuses: NotYourItem, WrongStage, ReasonsMissing, EffectiveTooEarly."""
    _standing(LifeAct.PAUSE, item, by)
    [told] = reasons([Reason("", stop.reason)], act=LifeAct.PAUSE)
    begins = effective(stop.since, today=today, what="暂停日期")
    return events.ItemPaused(
        item_code=item.code, name=item.name, since=begins, reason=told["says"], by=by.actor, at=at
    )


def resume(item: ItemFacts, *, today: date, by: Actor, at: datetime) -> events.ItemResumed:
    """恢复办理：还没有到暂停日子的，等于撤销这次暂停。 Refuses: NotYourItem, WrongStage."""
    if item.paused_since is None or item.paused_since <= today:
        allowed_move(LifeAct.RESUME, item, by)
    if item.paused_since is None:
        raise errors.WrongStage(item=item.name, stage="随内容暂停", act=LifeAct.RESUME.zh)
    return events.ItemResumed(
        item_code=item.code, name=item.name, since=max(today, item.paused_since), by=by.actor, at=at
    )


def cancel(item: ItemFacts, *, stop: Stop, today: date, by: Actor, at: datetime) -> events.ItemCancelled:
    """取消事项。 Refuses: NotYourItem, WrongStage, ReasonsMissing, EffectiveTooEarly."""
    _standing(LifeAct.CANCEL, item, by)
    [told] = reasons([Reason("", stop.reason)], act=LifeAct.CANCEL)
    begins = effective(stop.since, today=today, what="取消日期")
    return events.ItemCancelled(
        item_code=item.code, name=item.name, since=begins, reason=told["says"], by=by.actor, at=at
    )


def _standing(act: LifeAct, item: ItemFacts, by: Actor) -> None:
    allowed_move(act, item, by)
    if not item.in_force:
        raise errors.WrongStage(item=item.name, stage="还没有生效", act=act.zh)
    if item.cancelled_from is not None:
        raise errors.WrongStage(item=item.name, stage=f"已定于 {item.cancelled_from} 取消", act=act.zh)
    if act is LifeAct.PAUSE and item.paused_since is not None:
        raise errors.WrongStage(item=item.name, stage=f"已定于 {item.paused_since} 暂停", act=act.zh)


def may_stop(act: LifeAct, item: ItemFacts, by: Actor) -> bool:
    """停与复的按钮亮不亮。"""
    if act is LifeAct.RESUME:
        return item.paused_since is not None and may_manage(
            by, region=item.region, department=item.department
        )
    try:
        _standing(act, item, by)
    except (errors.NotYourItem, errors.WrongStage):
        return False
    return True
