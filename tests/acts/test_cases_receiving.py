"""收件：一次提交一个办件，写下的与逐行写的相同，编号不跳，明文不落盘。"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests.acts.test_people_privacy import leaks
from tests.factories import cases as sample
from tests.factories.cases import (
    AT,
    FOOD,
    PLAIN,
    SPOT,
    a_case,
    a_draft,
    a_firm,
    an_applicant,
    an_officer,
    upload,
)
from tongban.foundation.identifiers import parse_case_code
from tongban.rooms.cases import acts, errors, events, models, queries
from tongban.rooms.cases.acts import numbering
from tongban.rooms.cases.words import Channel, DocumentKind, MaterialSource, Typed
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.journal import models as journal_models
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation.words import Role
from tongban.rooms.people import queries as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world()


def receive(uid: str, by: Any, *, key: str = "k1", at: datetime = AT) -> events.CaseReceived:
    return acts.receive(draft_uid=uid, key=key, by=by, channel=Channel.ONLINE, at=at)


def test_a_submitted_draft_becomes_a_numbered_case_with_its_receipt_and_its_event():
    uid, who = a_draft(FOOD)
    event = receive(uid, who)
    case = models.Case.objects.get()
    task = sample.item(FOOD).code[:31]
    assert case.case_no == event.case_no == f"{task}2026030200001"
    assert parse_case_code(case.short_no).valid and case.short_no == event.short_no
    assert case.short_no.startswith("990102-260302-00001-")
    assert re.fullmatch("[0-9]{6}", case.query_code)
    assert (case.applicant, case.agent) == (who.principal.ref, who.agent.ref)
    assert (case.accept_by, case.act_by) == (date(2026, 3, 3), date(2026, 3, 3))
    assert case.department_code == "approval"
    told = [(e.kind, e.by, e.payload) for e in journal.stream(name=f"case:{case.case_no}")]
    assert told == [("case.received", who.agent.ref, event.payload())]
    assert models.Document.objects.get().kind == DocumentKind.RECEIPT


def test_what_the_one_statement_writes_reads_like_what_the_orm_would_have_written():
    uid, who = a_draft(FOOD)
    event = receive(uid, who)
    stored = models.Case.objects.get()
    twin = models.Case.objects.get()
    twin.uid, twin.case_no, twin.short_no = models.new_key(), "twin", "twin"
    twin.save(force_insert=True)
    columns = [
        f.column for f in models.Case._meta.concrete_fields if f.name not in ("uid", "case_no", "short_no")
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {', '.join(columns)} FROM cases_case")
        assert len(cursor.fetchall()) == 1
    assert event.accept_by == stored.accept_by
    version = sample.item(FOOD)
    keys = [
        "apply",
        "business_licence",
        "layout",
        "rules",
        "health_certs",
        "special_room",
        "agent_letter",
        "agent_id",
    ]
    assert list(stored.materials.values_list("key", flat=True)) == keys
    assert stored.required == keys
    for material in stored.materials.all():
        assert (material.state, material.round, material.earlier) == ("handed_in", 0, [])
        assert material.name == next(m.name for m in version.materials if m.key == material.key)
    sources = dict(stored.materials.values_list("key", "source"))
    assert {key: sources[key] for key in ("apply", "business_licence", "layout")} == {
        "apply": MaterialSource.FORM,
        "business_licence": MaterialSource.SHARED,
        "layout": MaterialSource.UPLOAD,
    }


def test_submitting_costs_six_statements(django_assert_num_queries):
    uid, who = a_draft(FOOD)
    receive(*a_draft(FOOD), key="warm")
    # draft with current version and editions; the agent's mandate; savepoint (a test's BEGIN); claim; store; release
    with django_assert_num_queries(6):
        receive(uid, who)


def test_the_same_key_gives_the_same_answer():
    uid, who = a_draft()
    first = receive(uid, who)
    assert receive(uid, who, at=AT + timedelta(days=3)) == first
    assert receive(uid, who, key="another key, the same draft", at=AT + timedelta(days=3)) == first
    assert (models.Case.objects.count(), models.Submission.objects.count()) == (1, 1)


def test_the_same_answer_is_given_after_the_case_has_moved_on():
    uid, who = a_draft()
    first = receive(uid, who)
    case = sample.CaseInHand(first.case_no, first.short_no, PLAIN, uid, who, sample.Officers(), at=AT)
    for step in ("ask_supplement", "supplement", "accept"):
        case = sample.walk(case, step)
    assert receive(uid, who) == first


def test_a_key_used_for_one_draft_is_refused_for_another():
    first, who = a_draft()
    second, _ = a_draft(by=who)
    receive(first, who)
    with pytest.raises(errors.KeyReused):
        receive(second, who)
    third, somebody = a_draft()
    with pytest.raises(errors.KeyReused):
        receive(third, somebody)
    assert queries.draft(uid=second, by=who).case_no == ""
    assert receive(second, who, key="k2").case_no.endswith("00002")


def test_somebody_elses_draft_does_not_exist():
    uid, _ = a_draft()
    for stranger in (an_applicant(name="王芳"), a_firm(), an_officer(*Role)):
        with pytest.raises(errors.NoSuchDraft):
            receive(uid, stranger)
    assert models.Case.objects.count() == 0


def test_an_incomplete_form_is_refused_field_by_field_and_leaves_nothing():
    uid, who = a_draft()
    typed = Typed(based_on=99, changes={"citizen_id": "123", "name": ""})
    acts.save_draft(draft_uid=uid, by=who, typed=typed, at=AT)
    with pytest.raises(errors.FormProblems) as refusal:
        receive(uid, who)
    assert sorted(refusal.value.facts["problems"]) == ["citizen_id", "name"]
    assert [m.objects.count() for m in (models.Case, models.Submission, models.Counter)] == [0, 0, 0]


def test_a_missing_material_is_refused_by_name():
    uid, who = a_draft()
    acts.remove_file(draft_uid=uid, by=who, key="photo")
    with pytest.raises(errors.MaterialsMissing, match="近期照片"):
        receive(uid, who)


def test_an_optional_material_may_be_left_out():
    uid, who = a_draft()
    receive(uid, who)
    extra = models.Material.objects.get(key="extra")
    assert (extra.source, extra.state, extra.handed_in_at) == ("", "", None)


def test_full_width_digits_and_spaces_are_taken():
    uid, who = a_draft()
    wide = people.prefill_facts(person_id=who.id)["person.id_no"].translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    acts.save_draft(
        draft_uid=uid, by=who, typed=Typed(based_on=99, changes={"citizen_id": f" {wide} "}), at=AT
    )
    receive(uid, who)
    assert (
        models.Case.objects.get().form["citizen_id"] == people.prefill_facts(person_id=who.id)["person.id_no"]
    )


def test_a_case_belongs_to_the_version_in_force_when_it_was_submitted():
    uid, who = a_draft()
    before = sample.item(PLAIN).id
    content = {
        **sample.contents()[PLAIN],
        "promise_day": 5,
        "handle_flow": sample.contents()[SPOT]["handle_flow"],
    }
    catalogue_acts.publish(content=content, by="system:test", at=AT)
    receive(uid, who)
    case = models.Case.objects.get()
    assert (case.version_id, case.promised_amount) == (sample.item(PLAIN).id, 5)
    assert case.version_id != before


def test_a_new_version_that_asks_for_more_is_told_before_anything_is_received():
    uid, who = a_draft()
    content = sample.contents()[PLAIN]
    section = content["form"][0]
    fields = [*section["fields"], {"name": "purpose", "label": "查询用途", "type": "text", "required": True}]
    catalogue_acts.publish(
        content={**content, "form": [{**section, "fields": fields}]}, by="system:test", at=AT
    )
    with pytest.raises(errors.FormProblems) as refusal:
        receive(uid, who)
    assert list(refusal.value.facts["problems"]) == ["purpose"]


def test_two_items_of_one_task_never_share_a_number():
    numbers = {receive(*a_draft(key), key=key).case_no for key in (PLAIN, SPOT)}
    assert {number[-5:] for number in numbers} == {"00001", "00002"}


def test_numbers_start_anew_each_day_and_documents_each_year():
    for n, day in enumerate((AT, AT + timedelta(days=1), AT + timedelta(days=366))):
        receive(*a_draft(at=AT), key=str(n), at=day)
    assert [
        no[-13:] for no in models.Case.objects.order_by("received_at").values_list("case_no", flat=True)
    ] == [
        "2026030200001",
        "2026030300001",
        "2027030300001",
    ]
    assert sorted(models.Document.objects.values_list("number", flat=True)) == [
        "X行审收〔2026〕第00001号",
        "X行审收〔2026〕第00002号",
        "X行审收〔2027〕第00001号",
    ]


class _Fails(Exception):
    pass


def test_a_number_that_was_taken_in_vain_is_given_to_the_next():
    taken = []
    for n in range(100):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                number = numbering.take(cursor, "document:X行:D04:2026")
                if n % 10 == 3:
                    raise _Fails
                taken.append(number)
        except _Fails:
            continue
    assert taken == list(range(1, 91))


def test_the_receipt_lists_what_was_handed_in_and_when_the_clock_ends():
    uid, who = a_draft(FOOD)
    receive(uid, who)
    facts = models.Document.objects.get().facts
    names = [row[1] for row in facts["table"]["rows"]]
    lines = models.Case.objects.get().lines()
    asked = [m.name for m in lines if m.source == MaterialSource.SHARED]
    assert names == [m.name for m in lines if m.is_received and m.name not in asked]
    assert (
        f"另有{len(asked)}份不用您提交，由本机关向有关部门的数据核验：{'、'.join(asked)}；"
        in facts["paragraphs"][0]
    )
    assert "最晚于2026年3月3日决定是否受理" in facts["paragraphs"][1]
    assert re.fullmatch("X区第[0-9]+餐饮有限公司（统一社会信用代码[0-9A-Z]{18}）", facts["addressee"])


def test_at_the_window_an_intake_officer_receives_for_the_person_in_front_of_him():
    clerk, citizen = an_officer(Role.INTAKE), an_applicant()
    facts = people.prefill_facts(person_id=citizen.id)
    uid = acts.start_draft(
        item_code=sample.item(SPOT).code, by=clerk, on_behalf_of=citizen, facts=facts, at=AT
    )
    acts.hand_in_paper(draft_uid=uid, by=clerk, key="photo", at=AT)
    event = acts.receive(draft_uid=uid, key="k", by=clerk, channel=Channel.WINDOW, at=AT)
    case = models.Case.objects.get()
    assert (event.by, event.applicant, event.channel) == (clerk.actor, citizen.ref, "window")
    assert (case.agent, case.materials.get(key="photo").source) == ("", MaterialSource.PAPER)
    receipt = models.Document.objects.get().facts
    assert receipt["table"]["rows"][0][2] == "纸质：原件1份"


@pytest.mark.parametrize("by", [an_officer(Role.REVIEWER), an_officer(Role.INTAKE, at="990122000000")])
def test_nobody_else_receives_at_the_window(by):
    with pytest.raises(errors.NotYourDesk):
        acts.start_draft(item_code=sample.item(PLAIN).code, by=by, on_behalf_of=an_applicant(), at=AT)


def test_no_personal_fact_of_an_application_stands_in_plain_text_anywhere():
    who = an_applicant(name="金丝雀甲乙")
    known = people.prefill_facts(person_id=who.id)
    uid, _ = a_draft(by=who, remark="金丝雀住在滨江路")
    upload(uid, "extra", by=who)
    file = acts.Upload(source=sample.PDF, name=f"{known['person.id_no']}的照片.pdf")
    acts.add_file(draft_uid=uid, by=who, key="photo", file=file, at=AT)
    other, _ = a_draft(by=who, remark="金丝雀住在滨江路")
    receive(uid, who)
    for step in ("accept", "review", "deny", "serve", "close"):
        case = sample.CaseInHand(
            models.Case.objects.get().case_no, "", PLAIN, uid, who, sample.Officers(), at=AT
        )
        sample.walk(case, step)
    needles = (known["person.id_no"], known["person.phone"], "金丝雀住在滨江路")
    assert leaks(*needles) == set()
    models.Draft.objects.filter(pk=other).update(values_sealed=needles[2])
    assert leaks(*needles) == {("cases_draft.values_sealed", needles[2])}


def test_the_query_code_and_the_verification_code_are_not_to_be_guessed():
    a_case()
    document = models.Document.objects.get()
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", document.code)


def test_after_the_last_number_of_a_day_a_submission_is_refused_and_the_draft_stays_as_it_was():
    scope = numbering.region_scope(region="990102", on=AT.date())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_counter (scope, n) VALUES (%s, 99998)", [scope])
    uid, who = a_draft()
    assert receive(uid, who).short_no.split("-")[2] == "99999"
    late, told = a_draft(), journal_models.Event.objects.count()
    with pytest.raises(errors.NumbersUsedUp) as refused:
        receive(*late, key="k2")
    assert str(refused.value) == "2026年03月02日的收件已满99,999件，当天的编号用完了"
    assert queries.draft(uid=late[0], by=late[1], at=AT).case_no == ""
    assert (models.Case.objects.count(), journal_models.Event.objects.count()) == (1, told)
    tomorrow = receive(*late, key="k2", at=AT + timedelta(days=1))
    assert tomorrow.short_no.split("-")[1:3] == ["260303", "00001"]
