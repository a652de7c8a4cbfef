"""时限和流程：法定、承诺、受理时限，各环节的天数之和不超过承诺。"""

from math import ceil
from typing import Any

from tongban.rooms.catalogue.rules.expanding.handling import Handling, result_type
from tongban.rooms.catalogue.rules.expanding.table import filled, table

_GENERAL = 20
_WORKDAY = 1
_ON_THE_SPOT, _PROMISED = 1, 2


def elements(handling: Handling) -> dict[str, Any]:
    """办件类型、时限、流程。"""
    statutory, promised = handling.days("statutory"), promise(handling)
    return {
        "project_type": _PROMISED if promised else _ON_THE_SPOT,
        "anticipate_day": statutory,
        "anticipate_type": _WORKDAY,
        "anticipate_explain": _statutory_says(handling, statutory),
        "promise_day": promised,
        "promise_type": _WORKDAY,
        "promise_explain": "自受理之日的次日起算，不含法定节假日" if promised else "当场办结",
        "accept_limit_days": 1 if promised else 0,
        "special_procedure": [],
        "handle_flow": _flow(handling, promised),
    }


def promise(handling: Handling) -> int:
    """承诺工作日：环节自己写了的照写，否则按主项的承诺打这一环节的折。"""
    whole = handling.days("promised")
    if "promised" in handling.given:
        return whole
    return ceil(whole * float(handling.family["share"]))


def _flow(handling: Handling, promised: int) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = handling.said.get("handle_flow", [])
    # A flow written for the main may be longer than the promise of one of its handling kinds.
    fits = said and sum(int(step["days"]) for step in said) <= promised
    return said if fits else steps(handling, promised)


def steps(handling: Handling, promised: int) -> list[dict[str, Any]]:
    """流程：即办件由受理岗当场做完；承诺件决定、制证、送达各一天（够的话），其余归审查。"""
    words = handling.words
    made = result_type(handling.result) == 10
    days = {
        "申请": 0,
        "受理": 0,
        "决定": int(promised >= 2),
        "制证": int(promised >= 5 and made),
        "送达": int(promised >= 4),
    }
    days["审查"] = promised - sum(days.values())
    names = [name for name in table()["steps"] if made or name != "制证"]
    return [_step(name, days[name], on_the_spot=not promised, words=words) for name in names]


def _step(name: str, days: int, *, on_the_spot: bool, words: dict[str, str]) -> dict[str, Any]:
    known = table()["steps"][name]
    post = "intake" if on_the_spot and name != "申请" else known["post"]
    return {"link_name": name, "days": days, "post": post, "says": filled(known["says"], words)}


def _statutory_says(handling: Handling, days: int) -> str:
    words = {**handling.words, "days": str(days)}
    return str(filled(table()["limits"][_statutory_kind(handling, days)], words))


def _statutory_kind(handling: Handling, days: int) -> str:
    if not days:
        return "none"
    if not handling.is_licence:
        return "default"
    if days == _GENERAL:
        return "licence_general"
    return "licence_longer" if days > _GENERAL else "licence_shorter"
