"""讲给申请人听：办件经过的每一步用平常话怎么说，期限是怎么算出来的 (no opinions, nobody else's data; pure).

Only what stands here reaches the public progress page: a kind of event that is not named is not told.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from tongban.rooms.cases.words import CaseFacts, CaseState, Manner
from tongban.rooms.catalogue.words import Period

Payload = Mapping[str, Any]


def day(value: object) -> str:
    """日期的平常写法；内容已依法抹去的，写“规定日期”。"""
    if not isinstance(value, str):
        return "规定日期"
    on = date.fromisoformat(value)
    return f"{on.year}年{on.month}月{on.day}日"


def _accepted(payload: Payload) -> str:
    if payload.get("deemed"):
        return f"依法视为自{day(payload.get('accepted_on'))}受理，承诺{day(payload.get('due_on'))}前作出决定"
    return f"已受理，承诺{day(payload.get('due_on'))}前作出决定"


def _manner(payload: Payload) -> str:
    return Manner.of(payload["manner"]).zh if payload.get("manner") else ""


TOLD: dict[str, Callable[[Payload], str]] = {
    "case.received": lambda p: f"已收到您的申请，最晚{day(p.get('accept_by'))}告知是否受理",
    "case.supplement_asked": lambda p: (
        f"有{len(p.get('defects', {}))}份材料需要补正，请在{day(p.get('supplement_by'))}前交来"
    ),
    "case.supplemented": lambda p: f"已收到补正材料，最晚{day(p.get('accept_by'))}告知是否受理",
    "case.accepted": _accepted,
    "case.declined": lambda p: "不予受理，理由和救济途径见《不予受理决定书》",
    "case.reviewed": lambda p: "审查完毕，等待作出决定",
    "case.granted": lambda p: f"准予，最晚{day(p.get('issue_by'))}制证送达",
    "case.denied": lambda p: "作出不予的决定，理由和救济途径见决定书",
    "case.issued": lambda p: "证照或批文已经制好",
    "case.served": lambda p: f"结果已送达（{_manner(p)}）",
    "case.closed": lambda p: "已办结",
    "case.withdrawn": lambda p: "您已撤回申请",
    "case.returned": lambda p: "到期没有收到补正材料，申请退回，备齐后可以重新申请",
    "case.handed_over": lambda p: "事项已划转，您的办件由承接机关接着办，不用重新提交",
    "case.due_dates_recomputed": lambda p: "节假日安排有变化，期限已重新计算",
}


KEPT: dict[str, tuple[str, frozenset[str]]] = {
    "case.received": (
        "已收到您的申请",
        frozenset({"case.accepted", "case.declined", "case.supplement_asked", "case.withdrawn"}),
    ),
    "case.supplemented": (
        "已收到补正材料",
        frozenset({"case.accepted", "case.declined", "case.withdrawn"}),
    ),
    "case.granted": ("准予", frozenset({"case.served"})),
}
"""一步里答应的，后来哪些事一发生就兑现了或者用不着了；从那以后不再写答应的日期。"""


def tell(kind: str, payload: Payload, *, later: Collection[str] = ()) -> str:
    """一步的平常话；不该讲的（如谁看过）为空。``later`` 是在它之后发生了的事的种类。"""
    plain, ends = KEPT.get(kind, ("", frozenset()))
    if not ends.isdisjoint(later):
        return plain
    told = TOLD.get(kind)
    return told(payload) if told else ""


NEXT: dict[CaseState, str] = {
    CaseState.SUBMITTED: "受理岗正在核对材料，您现在不用做什么",
    CaseState.CORRECTING: "请按补正告知书交来需要补正的材料",
    CaseState.ACCEPTED: "正在审查，您现在不用做什么",
    CaseState.REVIEWED: "等待作出决定，您现在不用做什么",
    CaseState.GRANTED: "正在制证，您现在不用做什么",
    CaseState.ISSUED: "证照已制好，等待送达；电子证照在“我的证照”里",
    CaseState.SERVED: "结果已送达",
    CaseState.CLOSED: "已办结，欢迎评价",
    CaseState.DENIED: "请查收决定书；不服的，可以申请行政复议或者提起行政诉讼",
    CaseState.DECLINED: "请查收决定书，按其中写明的去处申请",
    CaseState.RETURNED: "备齐材料后可以重新申请",
    CaseState.WITHDRAWN: "需要时可以重新申请",
}


def next_step(state: CaseState) -> str:
    """下一步是谁做什么。"""
    return NEXT[state]


def how_counted(case: CaseFacts, *, provisional: bool) -> str:
    """应办结日怎么算出来的：从哪天起、多少日、哪些日子不计。"""
    if case.accepted_on is None:
        return f"自收到材料次日起{case.accept_days or 1}个工作日内告知是否受理，法定节假日不计。"
    estimate = "所跨年份的节假日安排尚未公布，日期为估算。" if provisional else ""
    return (
        f"受理日{day(case.accepted_on.isoformat())}，从次日起算{_limit(case.promised)}，"
        f"法定节假日不计；听证、检验、专家评审等依法不计入的时间另行告知。{estimate}"
    )


def _limit(limit: Period) -> str:
    return limit.zh if limit.amount else "当场办结"
