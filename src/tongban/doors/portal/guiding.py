"""指南的摆法：要点、材料、告知单上的话，全从事项版本里来。"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from tongban.doors.portal.situation import Situation, need_word
from tongban.rooms.catalogue.words import Material, Version


@dataclass(frozen=True)
class MaterialRow:
    """指南上的一份材料：名称、份数、怎么交、标准。"""

    key: str
    name: str
    copies: str
    how: str
    need: str
    stand: tuple[str, ...]
    explain: str
    basis: str
    issuing_org: str
    tolerant: str
    depends: bool


def material_rows(situation: Situation) -> list[MaterialRow]:
    """材料清单：可能要的全列上，看没答的题才知道要不要的标出来。"""
    return [_row(material, depends=material not in situation.materials) for material in situation.possible]


def _row(m: Material, *, depends: bool) -> MaterialRow:
    return MaterialRow(
        key=m.key,
        name=m.name,
        copies=copies(m),
        how=how(m),
        need=need_word(m),
        stand=m.accept_stand,
        explain=m.fill_explain,
        basis=m.basis,
        issuing_org=m.issuing_org,
        tolerant=gettext("可以先受理，{n} 个工作日内补交").format(n=m.tolerant_days)
        if m.tolerant_days
        else "",
        depends=depends,
    )


def copies(material: Material) -> str:
    """要几份。"""
    told = []
    if material.original_num:
        told.append(gettext("原件 {n} 份").format(n=material.original_num))
    if material.copy_num:
        told.append(gettext("复印件 {n} 份").format(n=material.copy_num))
    return "、".join(told)


def how(material: Material) -> str:
    """怎么交：系统生成、共享核验免交、自己交。"""
    if material.made_by_system:
        return gettext("网上填表后自动生成，不用另交")
    if material.by_mandate:
        return gettext("委托在本平台登记过、还在有效期内的，不用交")
    if material.shared:
        return gettext("可由部门数据核验，核验通过就不用交")
    return ""


def fact_list(version: Version, situation: Situation) -> list[dict[str, str]]:
    """四项要点：承诺时限、材料、费用、跑动；材料随回答变。"""
    own = sum(1 for m in situation.materials if not m.made_by_system and not m.shared)
    most = len(situation.possible)
    return [
        {"name": gettext("承诺时限"), "value": version.promised.zh, "note": legal_limit(version)},
        {
            "name": gettext("材料"),
            "value": (gettext("{n} 份") if situation.settled else gettext("最多 {n} 份")).format(n=most),
            "note": _own_words(situation, own) if own < most else "",
        },
        {"name": gettext("费用"), "value": fee_words(version), "note": ""},
        {
            "name": gettext("到现场"),
            "value": gettext("{n} 次").format(n=version.visits),
            "note": "" if version.visits else gettext("全程网上办"),
        },
    ]


def _own_words(situation: Situation, own: int) -> str:
    told = gettext("其中要您准备的 {n} 份") if situation.settled else gettext("其中要您准备的至少 {n} 份")
    return told.format(n=own)


def legal_limit(version: Version) -> str:
    """法定时限的旁注。"""
    return gettext("法定 {limit}").format(limit=version.statutory.zh) if version.statutory.amount else ""


def fee_words(version: Version) -> str:
    """收不收费。"""
    return gettext("收费") if version.has_fee else gettext("不收费")


SHEET_LINES = 50
"""一张 A4 告知单放得下的行数（10 磅，行距 1.45），由打印测试核对。"""
FRAME_LINES = 22
"""抬头、表格、小标题、二维码和落款占的行数。"""
LINE = 46
"""一行多少字。"""


def statement(version: Version, rows: Sequence[MaterialRow], told: str = "") -> dict[str, Any]:
    """告知单：受理标准、办理条件写得下就都写；写不下的先省条件，再省标准，最后只列前面几份，全文扫码看。"""
    room = SHEET_LINES - FRAME_LINES - (_height(told) if told else 0)
    names, full = (sum(_lines(row, full=full) for row in rows) for full in (False, True))
    conditions = version.conditions[:6]
    more = 1 + sum(map(_height, conditions)) if conditions else 0
    brief = full > room
    kept = conditions if (names if brief else full) + more <= room else ()
    few = rows if names <= room else rows[: room - 1]
    return {
        "brief": brief,
        "shown": few,
        "more": len(rows) - len(few),
        "conditions": kept,
        "law": version.laws[0] if version.laws else None,
        "fee": fee_words(version),
        "limit": version.promised.zh,
        "legal_limit": legal_limit(version),
    }


def _lines(row: MaterialRow, *, full: bool) -> int:
    said = _height(row.name + row.copies + row.how + ("视情况" if row.depends else ""))
    return said + (_height("；".join(row.stand)) if full and row.stand else 0)


def _height(text: str) -> int:
    return -(-len(text) // LINE)
