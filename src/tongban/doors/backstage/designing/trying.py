"""写的时候就跑黄金样例：每次保存之后在旁边说通过没有，哪个没有通过、差在哪里。"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from tongban.doors.backstage.designing.work import Work
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.errors import ContentInvalid
from tongban.rooms.catalogue.words import GoldenResult


def golden(work: Work) -> dict[str, Any]:
    """这份草稿现在的样例结果：一句话、没有通过的各一句、样例页的网址（内容还没有写全的没有）。"""
    code = work.draft.item_code
    try:
        results = catalogue.golden_results(content=work.content, item_code=code)
    except ContentInvalid:
        return {"says": gettext("内容还没有写全，样例等写全了再跑。"), "broken": [], "url": ""}
    return _told(code, results)


def _told(code: str, results: tuple[GoldenResult, ...]) -> dict[str, Any]:
    broken = [
        f"{each.case.name}：{'，'.join(difference.zh for difference in each.differences)}"
        for each in results
        if not each.passed
    ]
    return {"says": _summary(results), "broken": broken, "url": reverse("backstage:golden", args=[code])}


def _summary(results: tuple[GoldenResult, ...]) -> str:
    broken = sum(not each.passed for each in results)
    if not results:
        return gettext("还没有样例。")
    if not broken:
        return gettext("%(n)s 个样例全部通过。") % {"n": len(results)}
    return gettext("%(n)s 个样例里有 %(broken)s 个没有通过，改好或者认可新结果之前不能发布。") % {
        "n": len(results),
        "broken": broken,
    }
