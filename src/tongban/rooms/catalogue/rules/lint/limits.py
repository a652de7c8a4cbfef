"""时限与到场（TB2xx）：法定、承诺、受理时限，特别程序，到现场次数。"""

from collections.abc import Iterator

from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.online import level_of
from tongban.rooms.catalogue.rules.lint.raw import (
    UNITS,
    Content,
    Found,
    code,
    codes,
    counted,
    is_licence,
    number,
    rows,
    text,
    told,
    workdays,
)
from tongban.rooms.catalogue.words import LintFacts, OnlineLevel

LICENCE_WORKDAYS = 20
ACCEPT_WORKDAYS = 5
ON_THE_SPOT = "1"
PROMISED = "2"
BY_POST = "3"


@rule("TB201")
def promise_beyond_statute(content: Content, facts: LintFacts) -> Iterator[Found]:
    """承诺长于法定。"""
    statutory, promised = workdays(content, "anticipate"), workdays(content, "promise")
    if statutory and promised and promised > statutory:
        yield "promise_day", f"承诺{_limit(content, 'promise')}，法定{_limit(content, 'anticipate')}"


@rule("TB202")
def on_the_spot_with_days(content: Content, facts: LintFacts) -> Iterator[Found]:
    """即办件承诺的不是当场（当日）办结。"""
    promised = workdays(content, "promise")
    if code(content, "project_type") == ON_THE_SPOT and promised is not None and promised >= 1:
        yield "promise_day", f"承诺{_limit(content, 'promise')}"


@rule("TB203")
def promised_at_once(content: Content, facts: LintFacts) -> Iterator[Found]:
    """承诺零个工作日却是承诺件。"""
    if code(content, "project_type") == PROMISED and number(content, "promise_day") == 0:
        yield "project_type", ""


@rule("TB204")
def long_licence(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可的法定时限超过二十个工作日，没有说明另有规定。"""
    statutory = workdays(content, "anticipate")
    if (
        is_licence(content)
        and statutory
        and statutory > LICENCE_WORKDAYS
        and not told(content, "anticipate_explain")
    ):
        yield "anticipate_explain", f"法定{_limit(content, 'anticipate')}"


@rule("TB205")
def no_statutory_limit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """法定时限写零，没有说明。"""
    if number(content, "anticipate_day") == 0 and not told(content, "anticipate_explain"):
        yield "anticipate_explain", ""


@rule("TB206")
def late_acceptance(content: Content, facts: LintFacts) -> Iterator[Found]:
    """受理时限超过五个工作日。"""
    days = number(content, "accept_limit_days")
    if days is not None and days > ACCEPT_WORKDAYS:
        yield "accept_limit_days", f"写的是{days}个工作日"


@rule("TB207")
def slow_on_the_spot(content: Content, facts: LintFacts) -> Iterator[Found]:
    """即办件的受理时限不是零。"""
    if code(content, "project_type") == ON_THE_SPOT and number(content, "accept_limit_days"):
        yield "accept_limit_days", ""


@rule("TB208")
def vague_procedure(content: Content, facts: LintFacts) -> Iterator[Found]:
    """特别程序没有写种类、依据或者所需时间。"""
    names = {"kind": "种类", "basis": "依据", "limit": "所需时间"}
    for path, procedure in rows(content, "special_procedure"):
        for key, zh in names.items():
            if not told(procedure, key):
                yield f"{path}.{key}", f"缺{zh}"


@rule("TB209")
def unpaid_procedure(content: Content, facts: LintFacts) -> Iterator[Found]:
    """特别程序没有写费用由谁承担。"""
    for path, procedure in rows(content, "special_procedure"):
        if not told(procedure, "payer"):
            yield f"{path}.payer", text(procedure, "kind")[:30]


@rule("TB210")
def visit_without_reason(content: Content, facts: LintFacts) -> Iterator[Found]:
    """要到现场，没有写原因。"""
    if (number(content, "limit_scene_num") or 0) >= 1 and not told(content, "limit_scene_explain"):
        yield "limit_scene_explain", f"到现场{number(content, 'limit_scene_num')}次"


@rule("TB211")
def reason_without_visit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不用到现场，却写了必须到现场的原因。"""
    if number(content, "limit_scene_num") == 0 and told(content, "limit_scene_explain"):
        yield "limit_scene_explain", ""


@rule("TB212")
def no_way_without_visit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """写了零次到现场，却既不能全程网办，也不能快递申请。"""
    remote = level_of(content) is OnlineLevel.FOUR or BY_POST in codes(content, "handle_type")
    if number(content, "limit_scene_num") == 0 and not remote:
        yield "limit_scene_num", ""


@rule("TB213")
def strange_unit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """时限的单位不在代码表里。"""
    for key in ("anticipate_type", "promise_type"):
        if code(content, key) not in {"", *UNITS}:
            yield key, code(content, key)[:10]


@rule("TB214")
def no_limit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """时限、次数没有写，或者不是不小于零的整数。"""
    for key in ("anticipate_day", "promise_day", "accept_limit_days", "limit_scene_num"):
        if not counted(content, key):
            yield key, ""


@rule("TB215")
def no_unit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """时限没有写单位。"""
    for key in ("anticipate_type", "promise_type"):
        if not code(content, key):
            yield key, ""


@rule("TB216")
def procedures_unsaid(content: Content, facts: LintFacts) -> Iterator[Found]:
    """特别程序没有写（没有的应当写明没有）。"""
    if "special_procedure" not in content:
        yield "special_procedure", ""


def _limit(content: Content, stem: str) -> str:
    unit = UNITS[code(content, f"{stem}_type") or "1"]
    return f"{number(content, f'{stem}_day')}个{unit.zh}"
