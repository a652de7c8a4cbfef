"""指南的摆法：要点、材料、告知单上的话，全从事项版本里来。"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from tongban.doors.portal.situation import need_word
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


def material_rows(materials: Iterable[Material]) -> list[MaterialRow]:
    """材料清单。"""
    return [_row(material) for material in materials]


def _row(m: Material) -> MaterialRow:
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


def fact_list(version: Version, materials: int) -> list[dict[str, str]]:
    """四项要点：承诺时限、材料、费用、跑动。"""
    own = sum(1 for m in version.materials if m.base and not m.made_by_system and not m.shared)
    return [
        {"name": gettext("承诺时限"), "value": version.promised.zh, "note": legal_limit(version)},
        {
            "name": gettext("材料"),
            "value": gettext("{n} 份").format(n=materials),
            "note": gettext("其中要您准备的至少 {n} 份").format(n=own) if own < materials else "",
        },
        {"name": gettext("费用"), "value": fee_words(version), "note": ""},
        {
            "name": gettext("到现场"),
            "value": gettext("{n} 次").format(n=version.visits),
            "note": "" if version.visits else gettext("全程网上办"),
        },
    ]


def legal_limit(version: Version) -> str:
    """法定时限的旁注。"""
    return gettext("法定 {limit}").format(limit=version.statutory.zh) if version.statutory.amount else ""


def fee_words(version: Version) -> str:
    """收不收费。"""
    return gettext("收费") if version.has_fee else gettext("不收费")


SHEET_LINES = 46
"""一张 A4 告知单放得下的行数（10.5 磅、每行 40 字），由打印测试核对。"""
LINE = 40


def statement(version: Version, rows: Sequence[MaterialRow]) -> dict[str, Any]:
    """告知单：材料写得下就写标准，写不下只写名称和份数，全文扫码看。"""
    used = sum(_lines(row, full=True) for row in rows)
    budget = SHEET_LINES - 22 - sum(_height(text) for text in version.conditions[:6])
    brief = used > budget
    few = rows if not brief or len(rows) <= budget else rows[: budget - 1]
    return {
        "brief": brief,
        "shown": few,
        "more": len(rows) - len(few),
        "conditions": version.conditions[:6] if not brief else (),
        "law": version.laws[0] if version.laws else None,
        "fee": fee_words(version),
        "limit": version.promised.zh,
        "legal_limit": legal_limit(version),
    }


def _lines(row: MaterialRow, *, full: bool) -> int:
    return 1 + (_height("；".join(row.stand)) if full and row.stand else 0)


def _height(text: str) -> int:
    return -(-len(text) // LINE)
