"""授权委托书：委托在平台登记着、此刻有效、管得到这件事的免交；纸的照收，解除了的照要。"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.factories import cases as sample
from tests.factories import people as persons
from tests.factories.cases import AT, FOOD, a_firm, an_applicant, an_officer, upload
from tongban.rooms.cases import acts, errors, queries
from tongban.rooms.cases.words import Channel, MaterialSource
from tongban.rooms.organisation.words import Role
from tongban.rooms.people import acts as people
from tongban.rooms.people.words import Acting, Capacity, MandateAct, Scope

pytestmark = pytest.mark.django_db
LETTER, IDENTITY = "agent_letter", "agent_id"


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world()


def an_agent() -> Acting:
    """吴敏，经办人，替一家餐馆来办。"""
    return Acting(agent=an_applicant(name="吴敏"), principal=a_firm().principal, capacity=Capacity.HANDLER)


def registered(acting: Acting, **changes: object) -> int:
    return persons.mandate(acting.principal.party, acting.agent.id, **changes)


def begun(acting: Acting) -> str:
    """A filled-in application in the situation “an agent comes”; the letter itself is not handed in."""
    uid, _ = sample.a_draft(FOOD, by=acting)
    sample.acts.save_draft(
        draft_uid=uid,
        by=acting,
        at=AT,
        typed=sample.Typed(based_on=10_000, changes={}, answers={"who_applies": "agent"}),
    )
    acts.remove_file(draft_uid=uid, by=acting, key=LETTER)
    return uid


def source_of(uid: str, acting: Acting, key: str = LETTER, at: datetime = AT) -> str:
    draft = queries.draft(uid=uid, by=acting, at=at)
    return next(line.source for line in draft.check.materials if line.key == key)


def test_a_registered_mandate_stands_in_for_the_letter_up_to_the_case_itself() -> None:
    acting = an_agent()
    registered(acting)
    uid = begun(acting)
    assert (source_of(uid, acting), source_of(uid, acting, IDENTITY)) == ("mandate", "shared")
    event = acts.receive(draft_uid=uid, key="k" * 32, by=acting, channel=Channel.ONLINE, at=AT)
    clerk = an_officer(Role.INTAKE)
    page = queries.case_page(case_no=event.case_no, officer=clerk, on=AT.date())
    (letter,) = (line for line in page.materials if line.key == LETTER)
    assert (letter.source_zh, letter.is_received, letter.digest) == ("委托已登记，免提交", True, "")
    acts.accept(case_no=event.case_no, by=clerk, at=AT + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("changes", "later"),
    [
        ({"valid_from": date(2026, 3, 1), "valid_to": date(2026, 3, 2)}, timedelta(days=1)),
        ({"valid_from": date(2026, 3, 3), "valid_to": date(2026, 12, 31)}, timedelta(0)),
        ({"scope": Scope(acts=(MandateAct.APPLY,), items=("老年人优待证办理",))}, timedelta(0)),
        ({"scope": Scope(acts=(MandateAct.VIEW,))}, timedelta(0)),
    ],
    ids=["over", "not yet", "another item", "only to look"],
)
def test_a_mandate_that_does_not_reach_this_far_leaves_the_letter_to_be_handed_in(
    changes: dict[str, object], later: timedelta
) -> None:
    acting, at = an_agent(), AT + later
    registered(acting, **changes)
    uid = begun(acting)
    assert source_of(uid, acting, at=at) == ""
    with pytest.raises(errors.MaterialsMissing, match="授权委托书"):
        acts.receive(draft_uid=uid, key="k" * 32, by=acting, channel=Channel.ONLINE, at=at)


def test_a_revoked_mandate_and_none_at_all_leave_the_letter_to_be_handed_in() -> None:
    acting = an_agent()
    number = registered(acting)
    uid = begun(acting)
    assert source_of(uid, acting) == "mandate"
    people.revoke_mandate(mandate_id=number, by=persons.CLERK, at=AT)
    assert source_of(uid, acting) == ""
    upload(uid, LETTER, by=acting)
    assert source_of(uid, acting) == MaterialSource.UPLOAD


def test_the_window_asks_for_no_letter_either_when_the_mandate_is_registered() -> None:
    acting, clerk = an_agent(), an_officer(Role.INTAKE)
    registered(acting)
    uid = acts.start_draft(item_code=sample.item(FOOD).code, by=clerk, on_behalf_of=acting, at=AT)
    answers = {**sample.contents()[FOOD]["example"]["answers"], "who_applies": "agent"}
    acts.save_draft(
        draft_uid=uid, by=clerk, typed=sample.Typed(based_on=0, changes={}, answers=answers), at=AT
    )
    draft = queries.draft(uid=uid, by=clerk, at=AT)
    assert [line.source for line in draft.check.materials if line.key == LETTER] == ["mandate"]


def test_only_an_agent_costs_a_question_about_mandates(django_assert_num_queries: Any) -> None:
    owner = sample.an_applicant()
    own, _ = sample.a_draft(sample.PLAIN, by=owner)
    acting = an_agent()
    uid = begun(acting)
    for number, draft_uid, by in ((1, own, owner), (2, uid, acting)):
        queries.draft(uid=draft_uid, by=by, at=AT)
        with django_assert_num_queries(number):
            queries.draft(uid=draft_uid, by=by, at=AT)
