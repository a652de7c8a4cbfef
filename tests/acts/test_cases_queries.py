"""办件的查询：待办、办件页、我的办件、进度、核验；不归他的，与没有一样。"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import cases as sample
from tests.factories.cases import AT, FOOD, PLAIN, SPOT, Officers, a_case, an_applicant, an_officer
from tests.rules.test_cases_moves import allowed
from tongban.foundation.crypto.errors import SealBroken
from tongban.foundation.crypto.fields import FieldContext, seal
from tongban.rooms.cases import acts, errors, models, queries
from tongban.rooms.cases.queries import WorkFilter
from tongban.rooms.cases.words import Act, CaseState, Hand
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation.words import Grant, Officer, Role

pytestmark = pytest.mark.django_db
ON = AT.date()
LONG_AGO = AT - timedelta(days=20)


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world(at=AT - timedelta(days=90))


def states(officer: Officer, **only: Any) -> list[CaseState]:
    return [line.state for line in queries.worklist(officer=officer, on=ON, only=WorkFilter(**only))]


@pytest.mark.parametrize(
    ("role", "key", "expected"),
    [
        (Role.INTAKE, FOOD, {"submitted"}),
        (Role.REVIEWER, FOOD, {"accepted"}),
        (Role.DECIDER, FOOD, {"reviewed"}),
        (Role.ISSUER, FOOD, {"granted", "denied", "issued"}),
        (Role.ISSUER, PLAIN, {"granted", "denied"}),
        (Role.INTAKE, SPOT, {"submitted", "accepted", "reviewed", "granted", "denied", "issued"}),
        (Role.SUPERVISOR, SPOT, set()),
    ],
)
def test_a_post_finds_on_its_list_exactly_what_waits_for_it(role, key, expected):
    for state in CaseState:
        if state is not CaseState.ISSUED or key != PLAIN:
            a_case(state, key=key)
    assert {state.value for state in states(an_officer(role))} == expected


def test_the_list_of_a_post_agrees_with_the_buttons_it_would_show():
    officer = an_officer(Role.INTAKE, Role.REVIEWER, Role.DECIDER, Role.ISSUER)
    listed = set()
    waits = {Act.SUPPLEMENT, Act.RETURN_BACK, Act.CLOSE}
    for state in CaseState:
        a_case(state, key=SPOT)
    for line in queries.worklist(officer=officer, on=ON):
        page = queries.case_page(case_no=line.case_no, officer=officer, on=ON)
        assert set(page.allowed) - waits != set()
        listed.add(line.state)
    hands = {Hand.INTAKE, Hand.REVIEWER, Hand.DECIDER, Hand.ISSUER}
    cells = allowed(on_the_spot=True, has_result=True)
    assert listed == {state for state, act, hand in cells if hand in hands and act not in waits}


def test_the_most_urgent_case_stands_first_and_says_how_many_workdays_are_left():
    late = a_case(at=LONG_AGO)
    today = a_case(at=AT - timedelta(days=2))  # a Saturday that was worked: due on Monday, today
    fresh = a_case(at=AT)
    clerk = an_officer(Role.INTAKE)
    lines = queries.worklist(officer=clerk, on=ON)
    assert [line.case_no for line in lines] == [late.case_no, today.case_no, fresh.case_no]
    assert lines[0].days_left < -1
    assert (lines[1].days_left, lines[2].days_left) == (0, 1)
    assert queries.next_for(officer=clerk, on=ON) == late.case_no
    counts = queries.work_counts(officer=clerk, on=ON)
    assert [(c.state, c.waiting, c.late) for c in counts] == [(CaseState.SUBMITTED, 3, 1)]


def test_the_list_goes_on_where_the_last_page_ended_also_among_equals():
    cases = [a_case(at=AT) for _ in range(7)]
    clerk = an_officer(Role.INTAKE)
    seen, after = [], ""
    while page := queries.worklist(officer=clerk, on=ON, only=WorkFilter(after=after), limit=3):
        seen += [line.case_no for line in page]
        after = page[-1].after
    assert seen == sorted(case.case_no for case in cases)
    assert len(queries.worklist(officer=clerk, on=ON, only=WorkFilter(after="nonsense"))) == 7


def test_the_list_can_be_narrowed_by_state_and_by_words_of_the_items_name():
    a_case(key=FOOD)
    a_case(key=SPOT)
    a_case(CaseState.ACCEPTED, key=SPOT)
    clerk = an_officer(Role.INTAKE)
    assert states(clerk, state=CaseState.ACCEPTED) == [CaseState.ACCEPTED]
    assert len(states(clerk, text="食品经营")) == 1
    assert states(clerk, text="%") == states(clerk, text="_") == []


def test_another_region_or_department_has_none_of_it_on_its_list():
    a_case()
    for officer in (
        an_officer(Role.INTAKE, at="990122000000"),
        an_officer(Role.INTAKE, departments=frozenset({"market"})),
        an_officer(Role.GUIDE),
    ):
        assert queries.worklist(officer=officer, on=ON) == []
        assert queries.next_for(officer=officer, on=ON) is None
        assert queries.work_counts(officer=officer, on=ON) == []
    assert len(queries.worklist(officer=an_officer(Role.INTAKE, at="990100000000"), on=ON)) == 1


def test_two_posts_of_one_officer_do_not_mix_their_reach():
    a_case(key=FOOD)
    here = Grant(role=Role.REVIEWER, regions=("990102000000",), departments=None)
    there = Grant(role=Role.INTAKE, regions=("990122000000",), departments=None)
    officer = replace(an_officer(Role.INTAKE), scope=(here, there))
    assert queries.worklist(officer=officer, on=ON) == []


def test_who_reviewed_a_case_does_not_find_it_among_those_to_decide():
    both = an_officer(Role.REVIEWER, Role.DECIDER)
    case = a_case(CaseState.REVIEWED, officers=Officers(reviewer=both))
    assert states(both) == []
    assert states(an_officer(Role.DECIDER)) == [CaseState.REVIEWED]
    assert Act.GRANT not in queries.case_page(case_no=case.case_no, officer=both, on=ON).allowed


SPOILT = (str, str.lower, lambda n: n.replace("-", ""), lambda n: f" {n} ", lambda n: n.replace("-", " - "))


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_scanned_number_finds_its_case_however_it_is_written(spoil):
    case = a_case()
    clerk = case.officers.intake
    assert queries.find_case(officer=clerk, number=spoil(case.short_no)) == case.case_no
    wide = spoil(case.case_no).translate({n: n + 0xFEE0 for n in range(0x30, 0x3A)})
    assert queries.find_case(officer=clerk, number=wide) == case.case_no
    assert queries.find_case(officer=an_officer(Role.INTAKE, at="990122000000"), number=case.short_no) is None
    assert queries.find_case(officer=clerk, number="") is None


def test_the_case_page_is_one_statement_and_shows_everything_but_personal_facts(django_assert_num_queries):
    case = a_case(CaseState.REVIEWED, key=FOOD)
    decider = case.officers.decider
    queries.case_page(case_no=case.case_no, officer=decider, on=ON)
    with django_assert_num_queries(1):
        page = queries.case_page(case_no=case.case_no, officer=decider, on=ON)
    row = models.Case.objects.get()
    assert page.facts == row.facts(row.lines())
    assert page.allowed == (Act.GRANT, Act.DENY)
    assert [document.kind for document in page.documents] == ["D02", "D04"]
    assert [line.kind for line in page.history] == [
        e.kind for e in journal.stream(name=f"case:{case.case_no}")
    ]
    assert page.opinion == "符合条件，建议准予"
    assert (page.form, page.addressee, page.opened_today) == ({}, "", False)
    assert (page.days_left, page.act_by) == (7, date(2026, 3, 11))


def test_the_masked_form_shows_no_name_number_or_street():
    case = a_case(key=FOOD)
    page = queries.case_page(case_no=case.case_no, officer=case.officers.intake, on=ON)
    masked = page.masked_form
    assert masked["legal_person_name"] == "赵*"
    assert masked["legal_person_id_no"] == "9****************X"
    assert masked["contact_phone"] == "199****1222"
    assert masked["premises_address"].endswith("****")
    assert masked["staff"][0]["staff_name"] == "赵*"
    assert masked["enterprise_name"] == "X区春山餐饮有限公司"
    assert masked["items"] == ["hot", "cold", "self_made_drink"]


def test_opening_a_case_leaves_a_trace_once_a_day_and_officer(django_assert_num_queries):
    case = a_case(key=FOOD)
    clerk, other = case.officers.intake, an_officer(Role.INTAKE)
    opened = acts.open_case(case_no=case.case_no, by=clerk, purpose="核对材料", at=AT)
    assert opened.form["legal_person_name"] == "赵磊"
    assert "统一社会信用代码" in opened.addressee
    with django_assert_num_queries(1):
        acts.open_case(case_no=case.case_no, by=clerk, purpose="再看一眼", at=AT + timedelta(hours=1))
    acts.open_case(case_no=case.case_no, by=other, purpose="核对材料", at=AT + timedelta(hours=2))
    acts.open_case(case_no=case.case_no, by=clerk, purpose="核对材料", at=AT + timedelta(days=1))
    traces = [e for e in journal.stream(name=f"case:{case.case_no}") if e.kind == "case.opened"]
    assert [(e.by, e.payload and e.payload["purpose"]) for e in traces] == [
        (clerk.actor, "核对材料"),
        (other.actor, "核对材料"),
        (clerk.actor, "核对材料"),
    ]


def test_whose_case_it_is_not_he_can_neither_see_nor_open():
    case = a_case()
    for officer in (an_officer(Role.INTAKE, at="990122000000"), an_officer(Role.GUIDE, Role.SYSTEM_ADMIN)):
        for ask in (
            lambda o: queries.case_page(case_no=case.case_no, officer=o, on=ON),
            lambda o: acts.open_case(case_no=case.case_no, by=o, purpose="好奇", at=AT),
        ):
            with pytest.raises(errors.NoSuchCase):
                ask(officer)
        with pytest.raises(errors.NoSuchMaterial):
            queries.material_file(case_no=case.case_no, key="photo", by=officer)
        with pytest.raises(errors.NoSuchDocument):
            queries.document_of(case_no=case.case_no, uid=models.Document.objects.get().uid, by=officer)
    assert models.Opening.objects.count() == 0


def test_my_cases_are_mine_newest_first_and_page_on(django_assert_num_queries):
    me = an_applicant()
    mine = [a_case(by=me, at=AT + timedelta(minutes=n)) for n in range(4)]
    a_case()
    with django_assert_num_queries(1):
        first = queries.my_cases(applicants=[me.ref], limit=3)
    rest = queries.my_cases(applicants=[me.ref], after=first[-1].after, limit=3)
    assert [c.case_no for c in [*first, *rest]] == [c.case_no for c in reversed(mine)]
    assert queries.my_cases(applicants=[]) == []


def test_my_case_tells_what_to_bring_and_what_i_may_do(django_assert_num_queries):
    case = a_case(CaseState.CORRECTING)
    with django_assert_num_queries(1):
        mine = queries.my_case(case_no=case.case_no, applicants=[case.applicant], on=ON)
    assert [(m.name, m.defect) for m in mine.defects] == [("近期照片", "字迹不清，请重新拍照")]
    assert mine.allowed == (Act.SUPPLEMENT, Act.WITHDRAW)
    assert mine.progress.next_step == "请按补正告知书交来需要补正的材料"
    for applicants in ([], ["person:999999"], ["legal_person:1"]):
        with pytest.raises(errors.NoSuchCase):
            queries.my_case(case_no=case.case_no, applicants=applicants, on=ON)


def test_whoever_has_the_number_and_the_code_sees_how_far_it_is_and_nothing_more():
    case = a_case(CaseState.REVIEWED, key=FOOD)
    code = models.Case.objects.get().query_code
    acts.open_case(case_no=case.case_no, by=case.officers.decider, purpose="看看", at=case.at)
    for number in (case.case_no, case.short_no, case.short_no.lower().replace("-", "")):
        seen = queries.progress(number=number, query_code=code, on=ON)
        assert seen.case_no == case.case_no
    said = [(step.zh, step.says) for step in seen.steps]
    assert said == [
        ("收件", "已收到您的申请"),
        ("受理", "已受理，承诺2026年3月11日前作出决定"),
        ("审查", "审查完毕，等待作出决定"),
    ]
    assert seen.how_counted.startswith("受理日2026年3月2日，从次日起算7个工作日，法定节假日不计")
    assert (seen.due_on, seen.days_left, seen.state) == (date(2026, 3, 11), 7, CaseState.REVIEWED)
    told = repr(seen)
    for secret in ("符合条件，建议准予", "officer", "赵磊", "查看", code):
        assert secret not in told


@pytest.mark.parametrize("wrong", ["number", "code"])
def test_a_wrong_number_and_a_wrong_code_are_answered_alike(wrong):
    case = a_case()
    code = models.Case.objects.get().query_code
    asked = {"number": case.short_no, "query_code": code} | (
        {"number": "990102-260302-00009-K"} if wrong == "number" else {"query_code": str((int(code) + 1) % 10**6).zfill(6)}
    )  # fmt: skip
    with pytest.raises(errors.NoSuchCase):
        queries.progress(**asked, on=ON)


def test_a_denial_is_told_without_its_reason():
    case = a_case(CaseState.DENIED)
    seen = queries.progress(number=case.case_no, query_code=models.Case.objects.get().query_code, on=ON)
    assert "面积不足" not in repr(seen)


def test_granted_facts_are_there_once_it_is_granted():
    case = a_case(CaseState.REVIEWED, key=FOOD)
    with pytest.raises(errors.NoSuchCase):
        queries.granted_facts(case_no=case.case_no)
    acts.grant(case_no=case.case_no, by=case.officers.decider, conditions="不得经营生食", at=case.at)
    facts = queries.granted_facts(case_no=case.case_no)
    assert (facts.applicant, facts.conditions, facts.decided_on) == (case.applicant, "不得经营生食", ON)
    assert facts.form["enterprise_name"] == "X区春山餐饮有限公司"
    assert facts.decision_number == "X行审准〔2026〕第00001号"
    assert "春山" not in repr(facts)
    denied = a_case(CaseState.DENIED)
    with pytest.raises(errors.NoSuchCase):
        queries.granted_facts(case_no=denied.case_no)


def test_a_document_is_verified_by_the_code_on_it_however_it_is_typed():
    a_case(CaseState.ACCEPTED)
    document = models.Document.objects.get(kind="D04")
    lookalikes = document.code.replace("0", "O").replace("1", "l")
    for typed in (document.code, document.code.lower(), document.code.replace("-", " "), lookalikes):
        found = queries.document_by_code(code=typed)
        assert (found.organ, found.number, found.addressee_masked) == (
            "X区行政审批局",
            document.number,
            "李*敏",
        )
    with pytest.raises(errors.NoSuchDocument):
        queries.document_by_code(code="0000-0000-0000-0000")


def test_a_document_and_a_file_are_their_applicants_and_officers_to_see():
    case = a_case()
    uid = models.Document.objects.get().uid
    for by in (case.officers.intake, case.by, [case.applicant]):
        assert queries.document_of(case_no=case.case_no, uid=uid, by=by).number == "X行审收〔2026〕第00001号"
        assert queries.material_file(case_no=case.case_no, key="photo", by=by).kind == "pdf"
    for by in (an_applicant(name="王芳"), [], ["person:999999"]):
        with pytest.raises(errors.NoSuchDocument):
            queries.document_of(case_no=case.case_no, uid=uid, by=by)
        with pytest.raises(errors.NoSuchMaterial):
            queries.material_file(case_no=case.case_no, key="photo", by=by)
    with pytest.raises(errors.NoSuchMaterial):
        queries.material_file(case_no=case.case_no, key="extra", by=case.by)


def test_a_sealed_form_moved_to_another_case_does_not_open():
    mine, theirs = a_case(), a_case()
    rows = {row.case_no: row for row in models.Case.objects.all()}
    context = FieldContext(table="cases_case", row=rows[mine.case_no].uid, field="form")
    models.Case.objects.filter(case_no=theirs.case_no).update(form_sealed=seal("{}", context=context))
    with pytest.raises(SealBroken):
        acts.open_case(case_no=theirs.case_no, by=theirs.officers.intake, purpose="看", at=AT)
