"""黄金样例的规则：照一个版本判一份申请，和应当得到的比，数覆盖了多少（纯函数）。"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal

from tongban.rooms.calendar.words import TimeUnit, Workdays
from tongban.rooms.catalogue.rules.fees import fee_due
from tongban.rooms.catalogue.rules.form import check_form, shown_fields
from tongban.rooms.catalogue.rules.situations import check_answers, required_materials
from tongban.rooms.catalogue.words import (
    Checked,
    CheckedAnswers,
    Covered,
    Difference,
    Given,
    GoldenCase,
    GoldenCoverage,
    GoldenResult,
    Material,
    Need,
    Outcome,
    Verdict,
    Version,
)

BEFORE_ACCEPTANCE = frozenset({"applicant", "intake"})


def judge_application(version: Version, given: Given, workdays: Workdays) -> Verdict:
    """判一份申请：应交什么、多少钱、能不能受理、哪天办结；不能受理的逐条说理由。

    Law: 行政许可法 第三十二条第一款（材料齐全、符合法定形式的应当受理；不齐全的一次告知）、第四十二条、第八十二条.
    """
    answers = check_answers(version, given.answers)
    asked = required_materials(version, given.answers)
    form = check_form(version, given.form, given.answers, on=given.accepted_on)
    reasons = (*_answered(answers), *_filled(form), *_missing(version, asked, given))
    refused = bool(reasons)
    return Verdict(
        materials=tuple(m.key for m in asked),
        fee=fee_due(version, form.values),
        outcome=Outcome.REFUSED if refused else Outcome.ACCEPTED,
        due_on=None if refused else _due(version, given, workdays),
        reasons=reasons,
    )


def _answered(answers: CheckedAnswers) -> Iterator[str]:
    return (f"situations.{key}：{says}" for key, says in answers.problems.items())


def _filled(form: Checked) -> Iterator[str]:
    return (f"form.{path}：{says}" for path, says in form.problems.items())


def _missing(version: Version, asked: Sequence[Material], given: Given) -> Iterator[str]:
    """What may come later, on a tolerant item, and what is optional or made by the system itself, does not hold it up."""
    waits = {Need.OPTIONAL, Need.LATER} if version.tolerant else {Need.OPTIONAL}
    for material in asked if given.submitted is not None else ():
        owed = material.need not in waits and not material.made_by_system
        if owed and material.key not in (given.submitted or ()):
            yield f"materials.{material.key}：缺少{material.name}"


def _due(version: Version, given: Given, workdays: Workdays) -> date:
    limit = version.promised
    if limit.unit in (TimeUnit.HOUR, TimeUnit.MINUTE):
        return workdays.after(given.accepted_on, int(limit.workdays)).on
    return workdays.within(given.accepted_on, limit.amount, limit.unit).on


def run_golden(version: Version, case: GoldenCase, workdays: Workdays) -> GoldenResult:
    """跑一个样例：应交材料（不论先后）、费用、结论、应办结日、理由，逐样比。"""
    actual = judge_application(version, case.given, workdays)
    compared = (
        ("应交材料", _names(version, case.expects), _names(version, actual)),
        ("费用", _money(case.expects.fee), _money(actual.fee)),
        ("结论", case.expects.outcome.zh, actual.outcome.zh),
        ("应办结日", str(case.expects.due_on or ""), str(actual.due_on or "")),
        ("理由", "；".join(case.expects.told), "；".join(actual.told)),
    )
    differences = tuple(Difference(what, should, now) for what, should, now in compared if should != now)
    return GoldenResult(case=case, actual=actual, differences=differences)


def broken_golden(version: Version, cases: Sequence[GoldenCase], workdays: Workdays) -> list[str]:
    """没有通过的样例，一句一个；空的就是都通过。"""
    results = [run_golden(version, case, workdays) for case in cases]
    return [
        f"黄金样例“{each.case.name}”没有通过：{'，'.join(d.zh for d in each.differences)}"
        for each in results
        if not each.passed
    ]


def coverage(version: Version, cases: Sequence[GoldenCase]) -> GoldenCoverage:
    """覆盖：哪些栏目填到了、选项选到了、材料要到了、环节走到了（受理的走完全部环节，不能受理的到受理为止）。"""
    accepted = sum(case.expects.outcome is Outcome.ACCEPTED for case in cases)
    filled = {path for case in cases for path in _filled_paths(version, case)}
    chosen = {(key, option) for case in cases for key, option in _chosen(case)}
    asked = {m.key for case in cases for m in required_materials(version, case.given.answers)}
    return GoldenCoverage(
        fields=_covered("表单栏目", list(_all_fields(version)), filled),
        options=_covered(
            "情形选项",
            [((q.key, o.key), f"{q.ask}{o.label}") for q in version.situations for o in q.options],
            chosen,
        ),
        materials=_covered("申请材料", [(m.key, m.name) for m in version.materials], asked),
        steps=_covered(
            "办理环节",
            [(n, step.name) for n, step in enumerate(version.steps)],
            {n for n, s in enumerate(version.steps) if cases and (accepted or s.post in BEFORE_ACCEPTANCE)},
        ),
        accepted=accepted,
        refused=len(cases) - accepted,
    )


def _covered(zh: str, every: Sequence[tuple[object, str]], seen: AbstractSet[object]) -> Covered:
    return Covered(zh, len(every), tuple(name for key, name in every if key not in seen))


def _all_fields(version: Version) -> Iterator[tuple[str, str]]:
    for field in version.fields:
        if field.fields:
            yield from (
                (f"{field.name}.{inner.name}", f"{field.label}：{inner.label}") for inner in field.fields
            )
        else:
            yield field.name, field.label


def _filled_paths(version: Version, case: GoldenCase) -> Iterator[str]:
    """Fields that are shown and have a value; a row's number is left out: ``staff.0.name`` fills ``staff.name``."""
    shown = shown_fields(version, case.given.form, case.given.answers)
    values = check_form(version, case.given.form, case.given.answers).values
    for path in shown:
        name, _, rest = path.partition(".")
        if rest:
            yield f"{name}.{rest.partition('.')[2]}"
        elif name in values:
            yield name


def _chosen(case: GoldenCase) -> Iterator[tuple[str, str]]:
    for key, told in case.given.answers.items():
        for option in told if isinstance(told, list | tuple) else [told]:
            yield key, str(option)


def _names(version: Version, verdict: Verdict) -> str:
    names = {m.key: m.name for m in version.materials}
    return "、".join(sorted(names.get(key, key) for key in verdict.materials))


def _money(fee: Decimal | None) -> str:
    return "由窗口核定" if fee is None else f"{fee.normalize():f}元"
