"""草稿：预填、边填边存、几处同时填、材料进出、再用以前的，都只归填写人自己。"""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import cases as sample
from tests.factories.cases import AT, FOOD, PLAIN, a_case, a_draft, a_firm, an_applicant, an_officer, upload
from tongban.foundation.files import FileKindRefused, QuotaExceeded
from tongban.rooms.cases import acts, errors, models, queries
from tongban.rooms.cases.acts import handing_in
from tongban.rooms.cases.words import CaseState, Channel, MaterialSource, Typed
from tongban.rooms.organisation.words import Role
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, Capacity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world()


def save(uid: str, by: Any, based_on: int, answers: dict[str, Any] | None = None, **changes: Any) -> int:
    typed = Typed(based_on=based_on, changes=changes, answers=answers or {})
    return acts.save_draft(draft_uid=uid, by=by, typed=typed, at=AT).revision


def test_what_is_known_is_filled_in_already():
    boss = a_firm()
    uid = acts.start_draft(item_code=sample.item(FOOD).code, by=boss, at=AT)
    values = queries.draft(uid=uid, by=boss).values
    firm = people.prefill_facts(legal_person_id=boss.principal.id)
    own = people.prefill_facts(person_id=boss.agent.id)
    assert values["enterprise_name"] == firm["enterprise.name"]
    assert values["enterprise_uscc"] == firm["enterprise.uscc"]
    assert (values["legal_person_name"], values["legal_person_id_no"]) == ("赵磊", own["person.id_no"])
    assert (values["contact_name"], values["contact_phone"]) == ("赵磊", own["person.phone"])


def test_an_agent_is_not_shown_the_representatives_identity_number():
    boss, agent = a_firm(), an_applicant(name="吴敏")
    acting = Acting(agent=agent, principal=boss.principal, capacity=Capacity.HANDLER)
    uid = acts.start_draft(item_code=sample.item(FOOD).code, by=acting, at=AT)
    values = queries.draft(uid=uid, by=acting).values
    assert (values["legal_person_name"], values["contact_name"]) == ("赵磊", "吴敏")
    assert "legal_person_id_no" not in values


def test_an_agent_of_a_person_is_shown_nothing_of_him_unless_the_door_got_it_lawfully():
    agent, mother = an_applicant(name="吴敏"), an_applicant(name="孙桂兰")
    acting = Acting(agent=agent, principal=mother, capacity=Capacity.RELATIVE)
    uid = acts.start_draft(item_code=sample.item(PLAIN).code, by=acting, at=AT)
    assert queries.draft(uid=uid, by=acting).values == {}
    facts = people.prefill_facts(person_id=mother.id)
    told = acts.start_draft(item_code=sample.item(PLAIN).code, by=acting, at=AT, facts=facts)
    assert queries.draft(uid=told, by=acting).values["name"] == "孙桂兰"


def test_an_item_for_enterprises_is_not_begun_by_a_person():
    with pytest.raises(errors.NotForThisApplicant, match="自然人"):
        acts.start_draft(item_code=sample.item(FOOD).code, by=an_applicant(), at=AT)


def test_a_draft_is_its_owners_alone():
    uid, who = a_draft()
    strangers = [an_applicant(name="王芳"), a_firm(), an_officer(*Role)]
    strangers.append(Acting(agent=who, principal=an_applicant(name="王芳"), capacity=Capacity.AGENT))
    doings = (
        lambda by: queries.draft(uid=uid, by=by),
        lambda by: save(uid, by, 99, name="王芳"),
        lambda by: upload(uid, "photo", by=by),
        lambda by: acts.remove_file(draft_uid=uid, by=by, key="photo"),
        lambda by: acts.reuse_material(draft_uid=uid, by=by, key="photo", material_id=1, at=AT),
        lambda by: acts.copy_earlier(draft_uid=uid, case_no="1", by=by, at=AT),
        lambda by: acts.discard_draft(draft_uid=uid, by=by),
    )
    for by in strangers:
        for doing in doings:
            with pytest.raises(errors.NoSuchDraft):
                doing(by)
    assert queries.draft(uid=uid, by=who).values["name"] == "李小敏"


def test_two_pages_that_fill_different_fields_keep_both():
    uid, who = a_draft()
    seen = queries.draft(uid=uid, by=who).revision
    save(uid, who, seen, remark="甲")
    save(uid, who, seen, contact_phone="19901021185")
    values = queries.draft(uid=uid, by=who).values
    assert (values["remark"], values["contact_phone"]) == ("甲", "19901021185")


def test_a_conflict_names_the_field_keeps_both_values_and_saves_all_the_rest():
    uid, who = a_draft()
    seen = queries.draft(uid=uid, by=who).revision
    save(uid, who, seen, remark="甲写的")
    with pytest.raises(errors.DraftConflict, match="备注") as conflict:
        save(uid, who, seen, remark="乙写的", contact_phone="19901021185")
    assert conflict.value.facts["conflicts"] == {
        "remark": {"label": "备注", "stored": "甲写的", "sent": "乙写的"}
    }
    now = queries.draft(uid=uid, by=who)
    assert conflict.value.facts["revision"] == now.revision
    assert (now.values["remark"], now.values["contact_phone"]) == ("甲写的", "19901021185")
    assert save(uid, who, now.revision, remark="乙写的") == now.revision + 1


def test_answers_conflict_like_fields():
    uid, who = a_draft(FOOD)
    seen = queries.draft(uid=uid, by=who).revision
    save(uid, who, seen, {"auto_machine": "yes"})
    with pytest.raises(errors.DraftConflict, match="自动售卖"):
        save(uid, who, seen - 1, {"auto_machine": "no"})
    assert queries.draft(uid=uid, by=who).answers["auto_machine"] == "yes"


def test_a_save_without_change_is_no_new_revision():
    uid, who = a_draft()
    seen = queries.draft(uid=uid, by=who).revision
    assert save(uid, who, seen, name="李小敏") == seen


def test_fields_the_item_does_not_have_are_not_kept():
    uid, who = a_draft(FOOD)
    save(uid, who, 99, **{"unicorn": "x", "staff.0.horn": "x", "staff.999.staff_name": "x", "staff.x.y": "x"})
    assert "x" not in queries.draft(uid=uid, by=who).values.values()
    save(uid, who, 99, **{"staff.1.staff_name": "王芳芳"})
    assert queries.draft(uid=uid, by=who).values["staff.1.staff_name"] == "王芳芳"


def test_a_flood_of_fields_is_refused():
    uid, who = a_draft()
    with pytest.raises(errors.TooMuch):
        save(uid, who, 99, remark="长" * 20_001)


def test_the_answers_decide_the_materials():
    uid, who = a_draft(FOOD)
    assert "auto_device" not in queries.draft(uid=uid, by=who).check.required
    save(uid, who, 99, {"auto_machine": "yes"})
    check = queries.draft(uid=uid, by=who).check
    assert check.missing == ("自动设备放置地点和食品安全风险管控方案",)


def test_a_second_file_for_a_material_takes_the_place_of_the_first():
    uid, who = a_draft()
    first = queries.draft(uid=uid, by=who).files["photo"]
    upload(uid, "photo", by=who, content=sample.PDF.replace(b"200 200", b"300 300"))
    files = queries.draft(uid=uid, by=who).files
    assert len(files) == 1 and files["photo"].digest != first.digest
    assert files["photo"].name == "我的文件.pdf"
    assert queries.draft_file(draft_uid=uid, key="photo", by=who) == files["photo"]


@pytest.mark.parametrize(
    ("key", "content", "refusal"),
    [("unicorn", sample.PDF, errors.NoSuchMaterial), ("photo", b"MZ\x90\x00 program", FileKindRefused)],
)
def test_what_is_not_on_the_list_or_not_a_document_is_not_taken(key, content, refusal):
    uid, who = a_draft(filled=False)
    with pytest.raises(refusal):
        upload(uid, key, by=who, content=content)
    assert queries.draft(uid=uid, by=who).files == {}


def test_one_application_has_room_for_so_much_and_no_more(monkeypatch):
    uid, who = a_draft()
    monkeypatch.setattr(handing_in, "ONE_DRAFT", len(sample.PDF) + 10)
    with pytest.raises(QuotaExceeded):
        upload(uid, "extra", by=who)
    upload(uid, "photo", by=who)  # takes the place of the one that is there


def test_what_was_handed_in_once_may_be_used_again_by_its_owner_only():
    case = a_case(CaseState.ACCEPTED)
    (earlier,) = queries.materials_handed_in(applicant=case.applicant, name="近期照片")
    uid, _ = a_draft(by=case.by, filled=False)
    acts.reuse_material(
        draft_uid=uid, by=case.by, key="photo", material_id=earlier.material_id, at=AT + timedelta(days=9)
    )
    photo = queries.draft(uid=uid, by=case.by).files["photo"]
    assert (photo.source, photo.digest) == (
        MaterialSource.REUSE,
        models.Material.objects.get(key="photo").digest,
    )
    other, thief = a_draft(filled=False)
    with pytest.raises(errors.NoSuchMaterial):
        acts.reuse_material(draft_uid=other, by=thief, key="photo", material_id=earlier.material_id, at=AT)
    assert queries.materials_handed_in(applicant=thief.ref, name="近期照片") == []


def test_paper_is_ticked_at_the_window_only():
    uid, who = a_draft(filled=False)
    with pytest.raises(errors.NotYourDesk):
        acts.hand_in_paper(draft_uid=uid, by=who, key="photo", at=AT)


def test_an_earlier_application_can_be_copied_into_what_is_still_empty():
    case = a_case()
    models_before = models.Case.objects.get().form
    uid, _ = a_draft(by=case.by, filled=False)
    save(uid, case.by, 0, contact_phone="19901021185")
    acts.copy_earlier(draft_uid=uid, case_no=case.case_no, by=case.by, at=AT)
    values = queries.draft(uid=uid, by=case.by).values
    assert values == {**models_before, "contact_phone": "19901021185"}
    stranger, who = a_draft(filled=False)
    with pytest.raises(errors.NoSuchCase):
        acts.copy_earlier(draft_uid=stranger, case_no=case.case_no, by=who, at=AT)


def test_a_submitted_draft_is_closed_and_keeps_nothing_that_was_typed():
    uid, who = a_draft()
    acts.receive(draft_uid=uid, key="k", by=who, channel=Channel.ONLINE, at=AT)
    for doing in (
        lambda: save(uid, who, 99, remark="迟了"),
        lambda: upload(uid, "photo", by=who),
        lambda: acts.discard_draft(draft_uid=uid, by=who),
    ):
        with pytest.raises(errors.DraftSubmitted):
            doing()
    seen = queries.draft(uid=uid, by=who)
    assert (seen.values, seen.case_no) == ({}, models.Case.objects.get().case_no)
    assert queries.my_drafts(by=who) == []


def test_a_discarded_draft_is_gone_with_its_files():
    uid, who = a_draft()
    assert [listed.uid for listed in queries.my_drafts(by=who)] == [uid]
    acts.discard_draft(draft_uid=uid, by=who)
    assert (models.Draft.objects.count(), models.DraftFile.objects.count()) == (0, 0)


def test_reading_a_draft_costs_one_statement(django_assert_num_queries):
    uid, who = a_draft(FOOD)
    with django_assert_num_queries(1):
        assert queries.draft(uid=uid, by=who).check.is_ready
