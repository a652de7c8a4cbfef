"""办件各页所显示的：状态标签、时限、时间线、材料，都用平常话 (a case in words for the person whose it is)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tongban.doors.portal import whom
from tongban.foundation.http.arrival import arrived_on
from tongban.foundation.pages.templatetags.pages import zh_time
from tongban.rooms.cases import queries as cases
from tongban.rooms.cases.errors import NoSuchCase
from tongban.rooms.cases.words import Act
from tongban.rooms.people.words import MandateAct

# Colour beside the word, never instead of it; what is not named is grey.
TONES = {
    "submitted": "brand",
    "correcting": "amber",
    "accepted": "brand",
    "reviewed": "brand",
    "granted": "green",
    "issued": "green",
    "served": "green",
    "closed": "green",
    "denied": "red",
    "declined": "red",
}


def tone(slug: str) -> str:
    """状态标签的颜色。"""
    return TONES.get(slug, "")


def tag(state: Any) -> dict[str, str]:
    """状态标签：词和颜色。"""
    return {"word": state.zh, "tone": tone(str(state))}


@dataclass(frozen=True)
class ListedCase:
    """列表里的一件。"""

    case: cases.CaseListed

    @property
    def tag(self) -> dict[str, str]:
        """状态标签。"""
        return tag(self.case.state)

    @property
    def is_waiting_for_me(self) -> bool:
        """等着申请人来办的（黄色的那一种）。"""
        return self.tag["tone"] == "amber"


def listed(request: HttpRequest, *, limit: int) -> list[ListedCase]:
    """我的（或所代委托人的）最近几件。"""
    return in_scope(request, cases.my_cases(applicants=(whom.principal(request).ref,), limit=limit))


def in_scope(request: HttpRequest, rows: list[cases.CaseListed]) -> list[ListedCase]:
    """委托管得到的那些；替自己办的全部都是。"""
    seen: dict[str, bool] = {}
    return [ListedCase(row) for row in rows if _in_scope(request, row, seen)]


def _in_scope(request: HttpRequest, row: cases.CaseListed, seen: dict[str, bool]) -> bool:
    if row.item_code not in seen:
        act = MandateAct.VIEW
        seen[row.item_code] = whom.covers(request, act, item_code=row.item_code, item_name=row.item_name)
    return seen[row.item_code]


def mine(request: HttpRequest, case_no: str, act: MandateAct = MandateAct.VIEW) -> cases.MyCase:
    """我的一个办件；不是我的、委托管不到的，与不存在一样。 Refuses: NoSuchCase."""
    on, who = arrived_on(request), whom.principal(request).ref
    found = cases.my_case(case_no=case_no, applicants=(who,), on=on)
    about = found.progress
    if not whom.covers(request, act, item_code=about.item_code, item_name=about.item_name):
        raise NoSuchCase
    return found


def timeline(progress: cases.Progress) -> list[dict[str, str]]:
    """时间线：最新在上，正在的一步实心，没完的下一步虚线。"""
    steps = [
        {"text": told.zh, "at": zh_time(told.at), "note": told.says, "state": "done"}
        for told in reversed(progress.steps)
    ]
    colour, over = tag(progress.state)["tone"], progress.state.is_over
    if steps and not over:
        steps[0]["state"] = "now"
    if steps and colour == "red":
        steps[0]["state"] = "red"
    return steps


def page(progress: cases.Progress) -> dict[str, Any]:
    """办件页和公开进度页共有的。"""
    return {
        "told": progress,
        "tag": tag(progress.state),
        "steps": timeline(progress),
        "over": progress.state.is_over,
    }


def own_page(found: cases.MyCase) -> dict[str, Any]:
    """本人的办件页：另有材料、文书、能办的动作。"""
    allowed = set(found.allowed)
    return {
        **page(found.progress),
        "case": found,
        "may_supplement": Act.SUPPLEMENT in allowed,
        "may_withdraw": Act.WITHDRAW in allowed,
    }
