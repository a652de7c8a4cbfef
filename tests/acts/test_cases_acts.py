"""办件的动作走数据库：准许的恰好留下一个事件（和它的文书），拒绝的什么也不留下。"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import cases as sample
from tests.factories.cases import FOOD, PLAIN, SPOT, a_case, an_applicant, an_officer
from tests.rules.test_cases_moves import allowed
from tongban.foundation.documents.signing import verify_pdf
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts, errors, models
from tongban.rooms.cases.words import CLOCK_ACTOR, MOVES, Act, CaseState, Hand, Manner
from tongban.rooms.organisation.words import Role
from tongban.rooms.people.words import Acting, Capacity

pytestmark = pytest.mark.django_db
NEIGHBOUR = "990122000000"


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world()


def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def everything(case_no: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that an act on this case could leave behind."""
    return {
        "case": rows("SELECT * FROM cases_case WHERE case_no = %s", case_no),
        "materials": rows("SELECT * FROM cases_material ORDER BY id"),
        "documents": rows("SELECT * FROM cases_document ORDER BY number"),
        "counters": rows("SELECT * FROM cases_counter ORDER BY scope"),
        "events": rows("SELECT stream, stream_no, kind, payload FROM journal_event ORDER BY id"),
    }


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens here is undone."""
    here = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(here)


def by_hand(case: sample.CaseInHand, hand: Hand) -> Any:
    officers = {
        Hand.INTAKE: case.officers.intake,
        Hand.REVIEWER: case.officers.reviewer,
        Hand.DECIDER: case.officers.decider,
        Hand.ISSUER: case.officers.issuer,
    }
    return {Hand.APPLICANT: case.by, Hand.CLOCK: CLOCK_ACTOR, **officers}[hand]


def do(act: Act, case: sample.CaseInHand, by: Any) -> None:
    at = case.at + timedelta(minutes=1)
    late = at + timedelta(days=60)
    call = {"case_no": case.case_no, "by": by}
    match act:
        case Act.ASK_SUPPLEMENT:
            acts.ask_supplement(**call, defects={"photo": "看不清"}, at=at)
        case Act.SUPPLEMENT:
            uid = acts.start_supplement(**call, at=at)
            sample.upload(uid, "photo", by=by, at=at)
            acts.supplement(**call, at=at)
        case Act.DECLINE:
            acts.decline(**call, reason="不属于本机关职权", right_authority="X区水利局", at=at)
        case Act.REVIEW:
            acts.review(**call, favourable=True, opinion="符合", at=at)
        case Act.DENY:
            acts.deny(**call, reason="不符合", at=at)
        case Act.SERVE:
            acts.serve(**call, manner=Manner.WINDOW, at=at)
        case Act.DEEM_ACCEPTED | Act.RETURN_BACK:
            getattr(acts, act.value)(**call, at=late)
        case _:
            getattr(acts, act.value)(**call, at=at)


@pytest.mark.parametrize("key", [PLAIN, SPOT])
@pytest.mark.parametrize("state", CaseState)
def test_an_allowed_act_leaves_one_event_and_its_document_and_a_refused_one_leaves_nothing(state, key):
    if state is CaseState.ISSUED and key == PLAIN:
        pytest.skip("this item has nothing to issue")
    case = a_case(state, key=key)
    before = everything(case.case_no)
    may = allowed(on_the_spot=key == SPOT, has_result=key == SPOT)
    for act in (act for act in Act if act is not Act.RECEIVE):
        for hand in Hand:
            with taken_back():
                if (state, act, hand) in may:
                    do(act, case, by_hand(case, hand))
                    assert_done(act, case, before)
                else:
                    with pytest.raises(Refusal):
                        do(act, case, by_hand(case, hand))
                    assert everything(case.case_no) == before, (act, hand)


def assert_done(act: Act, case: sample.CaseInHand, before: dict[str, list[tuple[Any, ...]]]) -> None:
    after = everything(case.case_no)
    fresh = after["events"][len(before["events"]) :]
    assert [(stream, kind.split(".")[0]) for stream, _, kind, _ in fresh] == [
        (f"case:{case.case_no}", "case")
    ]
    move = MOVES[act]
    assert models.Case.objects.get(case_no=case.case_no).state == move.goes_to
    kinds = [row[0] for row in rows("SELECT kind FROM cases_document ORDER BY issued_at, number")]
    assert len(kinds) == len(before["documents"]) + (move.document is not None)
    assert move.document is None or move.document in kinds


def test_reviewer_and_decider_are_two_officers():
    case = a_case(CaseState.ACCEPTED)
    both = an_officer(Role.REVIEWER, Role.DECIDER)
    acts.review(case_no=case.case_no, by=both, favourable=True, opinion="符合", at=case.at)
    before = everything(case.case_no)
    with pytest.raises(errors.SamePerson):
        acts.grant(case_no=case.case_no, by=both, at=case.at)
    assert everything(case.case_no) == before


def test_one_officer_takes_an_on_the_spot_item_from_receipt_to_closing():
    clerk = an_officer(Role.INTAKE)
    case = a_case(key=SPOT)
    for act in (Act.ACCEPT, Act.GRANT, Act.ISSUE, Act.SERVE, Act.CLOSE):
        do(act, case, clerk)
    assert models.Case.objects.get().state == CaseState.CLOSED


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.RECEIVE])
def test_for_whom_a_case_is_not_his_it_does_not_exist(act):
    state = {Act.SUPPLEMENT: CaseState.CORRECTING, Act.RETURN_BACK: CaseState.CORRECTING}.get(
        act, CaseState.SUBMITTED
    )
    case = a_case(state)
    agent = an_applicant(name="王芳")
    strangers = [
        an_applicant(name="王芳"),
        an_officer(*Role, at=NEIGHBOUR),
        an_officer(*Role, departments=frozenset({"market"})),
        an_officer(Role.GUIDE, Role.SUPERVISOR, Role.SYSTEM_ADMIN),
        Acting(agent=agent, principal=an_applicant(name="赵磊"), capacity=Capacity.AGENT),
    ]
    before = everything(case.case_no)
    for stranger in strangers:
        with pytest.raises(errors.NoSuchCase):
            do(act, case, stranger)
        with pytest.raises(errors.NoSuchCase):
            do(act, replace(case, case_no="no such number"), case.officers.intake)
    assert everything(case.case_no) == before


def test_an_agent_acts_for_his_principal_and_the_event_names_the_agent():
    agent = an_applicant(name="吴敏")
    principal = an_applicant(name="孙桂兰")
    acting = Acting(agent=agent, principal=principal, capacity=Capacity.RELATIVE)
    case = a_case(by=acting)
    row = models.Case.objects.get()
    assert (row.applicant, row.agent) == (principal.ref, agent.ref)
    event = acts.withdraw(case_no=case.case_no, by=acting, reason="不办了", at=case.at)
    assert (event.applicant, event.by) == (principal.ref, agent.ref)


def test_an_agent_without_a_mandate_no_longer_sees_the_case():
    agent, principal = an_applicant(name="吴敏"), an_applicant(name="孙桂兰")
    case = a_case(by=Acting(agent=agent, principal=principal, capacity=Capacity.RELATIVE))
    with pytest.raises(errors.NoSuchCase):
        acts.withdraw(case_no=case.case_no, by=agent, at=case.at)


def test_what_was_handed_in_before_a_supplement_stays_on_record():
    case = a_case(CaseState.CORRECTING)
    first = models.Material.objects.get(key="photo")
    sample.walk(case, "supplement")
    photo = models.Material.objects.get(key="photo")
    assert (photo.state, photo.round, photo.defect) == ("handed_in", 1, "")
    assert photo.earlier[0]["digest"] == first.digest
    assert photo.earlier[0]["defect"] == "字迹不清，请重新拍照"


def test_a_supplement_that_brings_nothing_is_refused_and_the_draft_stays_open():
    case = a_case(CaseState.CORRECTING)
    uid = acts.start_supplement(case_no=case.case_no, by=case.by, at=case.at)
    with pytest.raises(errors.MaterialsMissing, match="近期照片"):
        acts.supplement(case_no=case.case_no, by=case.by, at=case.at)
    assert acts.start_supplement(case_no=case.case_no, by=case.by, at=case.at) == uid


def test_a_form_that_was_wrong_is_corrected_with_the_supplement():
    case = a_case(CaseState.CORRECTING)
    uid = acts.start_supplement(case_no=case.case_no, by=case.by, at=case.at)
    typed = sample.Typed(based_on=0, changes={"remark": "已改正"})
    acts.save_draft(draft_uid=uid, by=case.by, typed=typed, at=case.at)
    sample.upload(uid, "photo", by=case.by)
    acts.supplement(case_no=case.case_no, by=case.by, at=case.at)
    assert models.Case.objects.get().form["remark"] == "已改正"


def test_paper_brought_to_the_window_is_a_supplement_too():
    case = a_case(CaseState.CORRECTING)
    clerk = case.officers.intake
    uid = acts.start_supplement(case_no=case.case_no, by=clerk, at=case.at)
    acts.hand_in_paper(draft_uid=uid, by=clerk, key="photo", at=case.at)
    event = acts.supplement(case_no=case.case_no, by=clerk, at=case.at)
    assert (event.by, event.materials) == (clerk.actor, ("photo",))


def test_the_documents_of_a_case_are_numbered_by_organ_kind_and_year():
    a_case(CaseState.CLOSED, key=FOOD)
    a_case(CaseState.ACCEPTED, key=FOOD)
    numbers = sorted(models.Document.objects.values_list("kind", "number"))
    assert numbers == [
        ("D02", "X行审收〔2026〕第00001号"),
        ("D02", "X行审收〔2026〕第00002号"),
        ("D04", "X行审受〔2026〕第00001号"),
        ("D04", "X行审受〔2026〕第00002号"),
        ("D14", "X行审准〔2026〕第00001号"),
        ("D17", "X行审送〔2026〕第00001号"),
    ]


def test_a_document_names_its_addressee_in_full_and_hides_most_of_his_number():
    case = a_case(CaseState.ACCEPTED)
    facts = models.Document.objects.get(kind="D04").facts
    assert facts["addressee"].startswith("李小敏（居民身份证9****************")
    assert case.short_no in facts["paragraphs"][-2]


def test_a_document_becomes_a_signed_pdf_once_and_stays_that_file():
    a_case(CaseState.ACCEPTED)
    document = models.Document.objects.get(kind="D04")
    pdf = acts.document_pdf(uid=document.uid)
    assert verify_pdf(pdf).good
    assert acts.document_pdf(uid=document.uid) == pdf
    assert models.Document.objects.get(pk=document.uid).digest != ""


def test_every_kind_of_document_can_be_typeset():
    for state in (CaseState.CLOSED, CaseState.DENIED, CaseState.DECLINED, CaseState.RETURNED):
        a_case(state, key=FOOD)
    printed = {
        document.kind for document in models.Document.objects.all() if acts.document_pdf(uid=document.uid)
    }
    assert printed == {"D02", "D03", "D04", "D05", "D14", "D15", "D17", "D20"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_document SET number = 'X'",
        "UPDATE cases_document SET facts_sealed = ''",
        "UPDATE cases_document SET issued_at = now()",
        "DELETE FROM cases_document",
        "DELETE FROM cases_material",
        "DELETE FROM cases_case",
    ],
)
def test_the_database_itself_keeps_cases_and_documents_as_they_were(sql):
    a_case()
    with pytest.raises(DatabaseError, match=r"never changes|forbidden"), transaction.atomic():
        rows(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_case SET state = 'lost'",
        "UPDATE cases_case SET due_on = NULL",
        "UPDATE cases_case SET state = 'correcting', supplement_by = NULL",
    ],
)
def test_the_database_refuses_a_case_that_cannot_be(sql):
    a_case(CaseState.ACCEPTED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


STATEMENTS = {Act.ACCEPT: 9, Act.REVIEW: 5, Act.GRANT: 7, Act.ISSUE: 5, Act.SERVE: 8, Act.CLOSE: 5}


def test_an_act_costs_a_fixed_number_of_statements(django_assert_num_queries):
    case = a_case(key=FOOD)
    hands = [Hand.INTAKE, Hand.REVIEWER, Hand.DECIDER, Hand.ISSUER, Hand.ISSUER, Hand.ISSUER]
    for (act, statements), hand in zip(STATEMENTS.items(), hands, strict=True):
        # two more in a test: the savepoint and its release
        with django_assert_num_queries(statements + 2):
            do(act, case, by_hand(case, hand))
