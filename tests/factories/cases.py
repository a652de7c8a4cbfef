"""办件测试用的样品：X区的事项、人和工作人员，草稿，走到任何一个状态的办件（一律走真的动作）。

>>> world()                                   # regions' calendar and the items; once a test
>>> case = a_case(CaseState.ACCEPTED)         # received and accepted by real acts
>>> case.case_no, case.applicant, case.officers.decider
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count, cycle
from typing import Any

from tests.factories import people as persons
from tests.factories.organisation import COUNTY
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import acts as calendar_acts
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.cases import acts, events, queries
from tongban.rooms.cases.words import CaseState, Channel, Manner, Typed
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Version
from tongban.rooms.organisation.words import Grant, Officer, Role
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, Applicant, Capacity, Party

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)  # a Monday
FOOD = "food_service_licence"
SPOT = "spot"
PLAIN = "plain"
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
158
%%EOF
"""  # noqa: W291
_serial = cycle(range(1, 1000))  # how many people of one birthday there can be
_ids = count(1000)


def world(*, at: datetime = AT - timedelta(days=1)) -> None:
    """日历和样品事项；同一测试里再叫一次不算。"""
    for each in calendars.published():
        calendar_acts.load_calendar(calendar=each, by="system:test", at=at)
    for content in contents().values():
        catalogue_acts.publish(content=content, by="system:test", at=at)


@cache
def contents() -> dict[str, dict[str, Any]]:
    """样品事项：写全的食品经营许可；一个即办件；一个只有一栏一份材料、没有证的公共服务。"""
    food = next(item for item in catalogue.published_content() if item["key"] == FOOD)
    return {FOOD: food, SPOT: _spot(food), PLAIN: _plain(food)}


def _spot(food: dict[str, Any]) -> dict[str, Any]:
    return {
        **food,
        **_small(food),
        "key": SPOT,
        "task_name": "老年人优待证核发（样品）",
        "task_handle_item": "11990102MB0000019H499013100100102",
        "task_type": "07",
        "server_type": [1],
        "project_type": 1,
        "promise_day": 0,
        "handle_flow": [{"link_name": "办理", "days": 0, "post": "intake", "says": "当场办结"}],
    }


def _plain(food: dict[str, Any]) -> dict[str, Any]:
    return {
        **food,
        **_small(food),
        "key": PLAIN,
        "task_name": "人才档案查询（样品）",
        "task_handle_item": "11990102MB0000019H499013100100103",
        "task_type": "20",
        "server_type": [1],
        "results": [],
    }


def _small(food: dict[str, Any]) -> dict[str, Any]:
    form = [
        {
            "section": "申请人",
            "fields": [
                {"name": "name", "label": "姓名", "type": "text", "required": True, "prefill": "person.name"},
                {"name": "citizen_id", "label": "身份号码", "type": "id_no", "required": True, "prefill": "person.id_no"},
                {"name": "contact_phone", "label": "联系人手机", "type": "phone", "prefill": "person.phone"},
                {"name": "remark", "label": "备注", "type": "text"},
            ],
        }
    ]  # fmt: skip
    photo = next(m for m in food["materials"] if m["key"] == "layout") | {
        "key": "photo",
        "material_name": "近期照片",
        "form_name": None,
    }
    extra = photo | {"key": "extra", "material_name": "其他说明", "is_need": 2, "order_num": 9}
    result = food["results"][0] | {
        "template": [{"label": "姓名", "source": "form.name"}],
        "result_name": "优待证",
    }
    return {"form": form, "materials": [photo, extra], "situations": [], "results": [result], "example": {}}


def item(key: str = FOOD) -> Version:
    """样品事项的现行版本。"""
    return catalogue.current(code=contents()[key]["task_handle_item"])


def an_officer(*roles: Role, at: str = COUNTY, departments: frozenset[str] | None = None) -> Officer:
    """一位工作人员；每次一位新的。"""
    scope = tuple(Grant(role=role, regions=(at,), departments=departments) for role in roles)
    number = next(_ids)
    return Officer(
        id=number, staff_no=str(number), name="某某", department="approval", region=COUNTY, scope=scope
    )


def an_applicant(serial: int | None = None, *, name: str = "李小敏") -> Applicant:
    """一位已实名的自然人。"""
    number = persons.person(serial or next(_serial), name=name)
    return people.applicant(party=Party.person(number))


def a_firm(serial: int | None = None) -> Acting:
    """法定代表人替自己的企业来办。"""
    number = serial or next(_serial)
    boss = persons.person(number, name="赵磊")
    firm = persons.firm(number, representative=boss)
    return Acting(
        agent=people.applicant(party=Party.person(boss)),
        principal=people.applicant(party=Party.legal_person(firm)),
        capacity=Capacity.LEGAL_REPRESENTATIVE,
    )


@dataclass(frozen=True)
class Officers:
    """四位各管一段的工作人员。"""

    intake: Officer = field(default_factory=lambda: an_officer(Role.INTAKE))
    reviewer: Officer = field(default_factory=lambda: an_officer(Role.REVIEWER))
    decider: Officer = field(default_factory=lambda: an_officer(Role.DECIDER))
    issuer: Officer = field(default_factory=lambda: an_officer(Role.ISSUER))


@dataclass(frozen=True)
class CaseInHand:
    """一个走到某一步的办件，和办它的人；``at`` 是最后一步的时间。"""

    case_no: str
    short_no: str
    key: str
    draft_uid: str
    by: Applicant | Acting
    officers: Officers
    at: datetime

    @property
    def applicant(self) -> str:
        return self.by.principal.ref if isinstance(self.by, Acting) else self.by.ref


def a_draft(
    key: str = PLAIN,
    *,
    by: Applicant | Acting | None = None,
    at: datetime = AT,
    filled: bool = True,
    **changes: Any,
) -> tuple[str, Applicant | Acting]:
    """一份草稿和填它的人；``filled`` 时可以直接提交。"""
    who = by or (a_firm() if key == FOOD else an_applicant())
    uid = acts.start_draft(item_code=item(key).code, by=who, at=at)
    if filled:
        fill(uid, key, by=who, at=at, **changes)
    return uid, who


def fill(uid: str, key: str, *, by: Any, at: datetime = AT, **changes: Any) -> None:
    """照样品填全，材料都交上。"""
    example = contents()[key]["example"]
    values = {**catalogue.flat(example.get("form", {})), **_personal(key, by), **changes}
    typed = Typed(based_on=10_000, changes=values, answers=example.get("answers", {}))
    acts.save_draft(draft_uid=uid, by=by, typed=typed, at=at)
    missing = queries.draft(uid=uid, by=by).check
    for line in missing.materials:
        if line.key in missing.required and not line.is_received:
            upload(uid, line.key, by=by, at=at)


def _personal(key: str, by: Any) -> dict[str, str]:
    """小事项的表单里申请人自己的内容；预填过的，再填一次也一样。"""
    applicant = by.principal if isinstance(by, Acting) else by
    if key == FOOD or not isinstance(applicant, Applicant):
        return {}
    known = people.prefill_facts(person_id=applicant.id)
    return {"name": known["person.name"], "citizen_id": known["person.id_no"]}


def upload(uid: str, key: str, *, by: Any, at: datetime = AT, content: bytes = PDF) -> None:
    """交一份材料。"""
    file = acts.Upload(source=content, name="我的文件.pdf")
    acts.add_file(draft_uid=uid, by=by, key=key, file=file, at=at)


def a_case(
    state: CaseState = CaseState.SUBMITTED,
    *,
    key: str = PLAIN,
    by: Applicant | Acting | None = None,
    at: datetime = AT,
    officers: Officers | None = None,
) -> CaseInHand:
    """一个走到 ``state`` 的办件，每一步都是真的动作，一步晚一分钟（退件晚到期限之后）。"""
    uid, who = a_draft(key, by=by, at=at)
    received = acts.receive(draft_uid=uid, key=f"key-{uid}", by=who, channel=Channel.ONLINE, at=at)
    case = CaseInHand(received.case_no, received.short_no, key, uid, who, officers or Officers(), at=at)
    for step in ROADS[state]:
        case = walk(case, step)
    return case


def walk(case: CaseInHand, step: str) -> CaseInHand:
    """再走一步。"""
    later = replace(
        case, at=case.at + (timedelta(days=60) if step == "return_back" else timedelta(minutes=1))
    )
    if step == "issue" and not item(case.key).results:
        return case
    STEPS[step](later)
    return later


def _any_material(case: CaseInHand) -> str:
    return "photo" if case.key != FOOD else "layout"


def supplement(case: CaseInHand) -> events.CaseSupplemented:
    """交来补正。"""
    uid = acts.start_supplement(case_no=case.case_no, by=case.by, at=case.at)
    upload(uid, _any_material(case), by=case.by, at=case.at)
    return acts.supplement(case_no=case.case_no, by=case.by, at=case.at)


STEPS: dict[str, Callable[[CaseInHand], Any]] = {
    "ask_supplement": lambda c: acts.ask_supplement(
        case_no=c.case_no, by=c.officers.intake, defects={_any_material(c): "字迹不清，请重新拍照"}, at=c.at
    ),
    "supplement": supplement,
    "accept": lambda c: acts.accept(case_no=c.case_no, by=c.officers.intake, at=c.at),
    "decline": lambda c: acts.decline(
        case_no=c.case_no, by=c.officers.intake, reason="不属于本机关职权", right_authority="X区水利局", at=c.at
    ),
    "review": lambda c: acts.review(
        case_no=c.case_no, by=c.officers.reviewer, favourable=True, opinion="符合条件，建议准予", at=c.at
    ),
    "grant": lambda c: acts.grant(case_no=c.case_no, by=c.officers.decider, at=c.at),
    "deny": lambda c: acts.deny(case_no=c.case_no, by=c.officers.decider, reason="面积不足，不符合第三条", at=c.at),
    "issue": lambda c: acts.issue(case_no=c.case_no, by=c.officers.issuer, at=c.at),
    "serve": lambda c: acts.serve(
        case_no=c.case_no, by=c.officers.issuer, manner=Manner.ELECTRONIC, at=c.at
    ),
    "close": lambda c: acts.close(case_no=c.case_no, by=c.officers.issuer, at=c.at),
    "withdraw": lambda c: acts.withdraw(case_no=c.case_no, by=c.by, at=c.at),
    "return_back": lambda c: acts.return_back(case_no=c.case_no, by=c.officers.intake, at=c.at),
}  # fmt: skip
_DECIDED = ("accept", "review", "grant", "issue")
ROADS: dict[CaseState, tuple[str, ...]] = {
    CaseState.SUBMITTED: (),
    CaseState.CORRECTING: ("ask_supplement",),
    CaseState.DECLINED: ("decline",),
    CaseState.ACCEPTED: ("accept",),
    CaseState.REVIEWED: ("accept", "review"),
    CaseState.GRANTED: ("accept", "review", "grant"),
    CaseState.DENIED: ("accept", "review", "deny"),
    CaseState.ISSUED: _DECIDED,
    CaseState.SERVED: (*_DECIDED, "serve"),
    CaseState.CLOSED: (*_DECIDED, "serve", "close"),
    CaseState.RETURNED: ("ask_supplement", "return_back"),
    CaseState.WITHDRAWN: ("withdraw",),
}
