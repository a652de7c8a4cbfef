"""黄金样例的写法：存成 JSON 和读回，读样例文件（后面的样例可以 ``like`` 前面的，只写不同之处）。"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tongban.rooms.catalogue.words import Given, GoldenCase, Outcome, Verdict

Told = Mapping[str, Any]


def stored_given(given: Given) -> dict[str, Any]:
    """存下的“给什么”。"""
    return {
        "answers": dict(given.answers),
        "form": dict(given.form),
        "accepted_on": given.accepted_on.isoformat(),
        "submitted": None if given.submitted is None else list(given.submitted),
    }


def stored_verdict(verdict: Verdict) -> dict[str, Any]:
    """存下的“应当得到什么”。"""
    return {
        "materials": list(verdict.materials),
        "fee": None if verdict.fee is None else str(verdict.fee),
        "outcome": verdict.outcome.value,
        "due_on": verdict.due_on.isoformat() if verdict.due_on else None,
        "reasons": list(verdict.reasons),
    }


def case_of(*, name: str, given: Told, expects: Told, uid: str = "") -> GoldenCase:
    """读回；写错抛 ``ValueError``/``KeyError``。"""
    return GoldenCase(name=name, given=given_of(given), expects=verdict_of(expects), uid=uid)


def given_of(told: Told) -> Given:
    """读“给什么”。"""
    submitted = told.get("submitted")
    return Given(
        answers=dict(told["answers"]),
        form=dict(told["form"]),
        accepted_on=date.fromisoformat(str(told["accepted_on"])),
        submitted=None if submitted is None else tuple(map(str, submitted)),
    )


def verdict_of(told: Told) -> Verdict:
    """读“应当得到什么”。"""
    fee, due_on = told.get("fee"), told.get("due_on")
    return Verdict(
        materials=tuple(map(str, told["materials"])),
        fee=None if fee is None else Decimal(str(fee)),
        outcome=Outcome.of(str(told["outcome"])),
        due_on=date.fromisoformat(str(due_on)) if due_on else None,
        reasons=tuple(map(str, told.get("reasons") or ())),
    )


def cases_in_file(cases: list[dict[str, Any]]) -> list[GoldenCase]:
    """一个样例文件里的样例，依次。"""
    whole: dict[str, dict[str, Any]] = {}
    for told in cases:
        before = whole.get(str(told.get("like", "")), {})
        kept = {"answers": {}, "form": {}, **before}
        whole[str(told["name"])] = {
            "answers": {**kept["answers"], **told.get("answers", {})},
            "form": {**kept["form"], **told.get("form", {})},
            "accepted_on": told.get("accepted_on") or kept["accepted_on"],
            "submitted": told.get("submitted"),
        }
    return [
        case_of(name=str(told["name"]), given=whole[str(told["name"])], expects=told["expects"])
        for told in cases
    ]
