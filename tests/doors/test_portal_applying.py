"""Applying without scripts: from the guide to the confirmation; wrong input kept; nobody sees another's draft."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from tests.doors.portal_visits import citizen, see, send, signed_in
from tests.factories import cases as factory
from tests.factories import catalogue as items
from tests.factories import people as persons
from tests.foundation.test_files_kinds import DOCX, archive, picture
from tongban.foundation import clock
from tongban.rooms.cases import queries as cases
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Applicant, Party

pytestmark = pytest.mark.django_db(transaction=True)
FOOD = f"/items/{items.FOOD}"
HOT = "s.high_risk_items=no&s.auto_machine=no&s.staff_hired=self&s.who_applies=legal_person"
KITCHEN: dict[str, Any] = {
    "shop_name": "春山小馆",
    "premises_area": " １２６ ",
    "kitchen_area": "42平方米",
    "items": ["hot", "self_made_drink"],
    "online_delivery": "false",
    "safety_manager_name": "赵磊",
    "staff__0__staff_name": "赵磊",
    "staff__0__health_cert_no": "JK2026-00031",
    "staff__0__health_cert_until": "２０２７０１１４",
    "need_paper": "true",
}


@pytest.fixture(autouse=True)
def district() -> None:
    factory.world(at=clock.now())


def owner(serial: int = 1) -> tuple[Client, str]:
    """The legal representative of a firm, and the firm's reference."""
    person_id, account_id = persons.citizen(serial, name="赵磊")
    return signed_in(account_id), f"legal_person:{persons.firm(serial, representative=person_id)}"


def begun(client: Client, query: str = HOT) -> str:
    """An application begun from the guide: the address of its form."""
    started = client.post(f"{FOOD}/apply?{query}")
    assert started.status_code == 302, see(started).words
    return str(started["Location"])


def plain_form(client: Client) -> str:
    code = factory.contents()[factory.PLAIN]["task_handle_item"]
    return str(client.post(f"/items/{code}/apply")["Location"])


def photo(name: str = "照片.pdf", content: bytes = factory.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def applicant(person_id: int) -> Applicant:
    return people.applicant(party=Party.person(person_id))


# ── from the guide to the confirmation ────────────────────────────────────────────────────────────────────────────


def test_the_whole_application_works_without_scripts() -> None:
    client, firm = owner()
    form = begun(client)
    fields = see(client.get(form)).fields
    assert (fields["enterprise_name"], fields["contact_name"]) == (["X区第1餐饮有限公司"], ["赵磊"])

    manager = fields["legal_person_id_no"][0]
    answer = send(client, form, **KITCHEN, safety_manager_id_no=manager)
    materials = answer["Location"]
    assert materials.endswith("/materials")

    sent = {"next": "1", "layout": photo(), "rules": photo("制度.pdf")}
    check = client.post(materials, sent)["Location"]
    page = see(client.get(check))
    assert page.faults == []
    assert [word in page.words for word in ("126 平方米", "热食类食品制售、自制饮品制售", "2027-01-14")] == [
        True
    ] * 3
    assert "待核验" in page.words

    done = client.post(check.replace("/check", "/submit"), {"key": page.fields["key"][0]})["Location"]
    told = see(client.get(done)).words
    mine = cases.my_cases(applicants=[firm])
    assert len(mine) == 1
    assert [word in told for word in ("申请已提交", mine[0].short_no, "查询码", "接下来", "收件凭证")] == [
        True
    ] * 5


def test_the_confirmation_still_opens_from_a_bookmark_and_the_form_leads_to_it() -> None:
    person, client = citizen()
    by = applicant(person)
    uid, _ = factory.a_draft(by=by, at=clock.now())
    check = f"/apply/{uid}/check"
    key = see(client.get(check)).fields["key"][0]
    client.post(f"/apply/{uid}/submit", {"key": key})
    assert "申请已提交" in see(client.get(f"/apply/{uid}/done")).words
    steps = ("form", "materials", "situation", "check")
    assert {client.get(f"/apply/{uid}/{step}")["Location"] for step in steps} == {f"/apply/{uid}/done"}


def test_pressing_submit_twice_or_coming_back_to_it_makes_one_case() -> None:
    person, client = citizen()
    uid, _ = factory.a_draft(by=applicant(person), at=clock.now())
    first, second = (see(client.get(f"/apply/{uid}/check")).fields["key"][0] for _ in range(2))
    answers = [
        client.post(f"/apply/{uid}/submit", {"key": key})["Location"] for key in (first, first, second)
    ]
    assert answers == [f"/apply/{uid}/done"] * 3
    assert len(cases.my_cases(applicants=[f"person:{person}"])) == 1


def test_a_bare_item_is_applied_for_with_the_general_form() -> None:
    region = "511602000000"
    catalogue.import_items(rows=items.rows(items.bare()), region=region, by=items.BY, at=items.AT)
    person, client = citizen()
    form = client.post(f"/items/{items.bare()['item_code']}/apply")["Location"]
    fields = see(client.get(form)).fields
    assert fields["applicant_name"] == ["李小敏"]
    check = send(client, form, request="想在夜市摆一个烤红薯的摊")["Location"]
    assert check.endswith("/check")
    page = see(client.get(check))
    assert page.faults == []
    client.post(check.replace("/check", "/submit"), {"key": page.fields["key"][0]})
    assert [each.item_name for each in cases.my_cases(applicants=[f"person:{person}"])] == [
        "夜市摊位设置审批"
    ]


# ── who may apply, and for whom ───────────────────────────────────────────────────────────────────────────────────


def test_who_is_not_signed_in_signs_in_first_and_keeps_the_answers() -> None:
    answer = Client().post(f"{FOOD}/apply?{HOT}")
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert "s.high_risk_items" in answer["Location"]


def test_a_person_without_a_firm_is_told_why_he_cannot_apply_for_a_firms_licence() -> None:
    _, client = citizen()
    page = see(client.post(f"{FOOD}/apply"))
    assert "现在还不能由您申请" in page.words
    assert "企业法人" in page.words


def test_who_may_act_for_two_firms_is_asked_for_which() -> None:
    person_id, account_id = persons.citizen(1, name="赵磊")
    firms = [persons.firm(serial, representative=person_id) for serial in (1, 2)]
    client = signed_in(account_id)
    page = see(client.post(f"{FOOD}/apply?{HOT}"))
    assert "为谁办？" in page.words
    assert see(client.post(f"{FOOD}/apply?{HOT}", {"asked": "1"})).faults == ["请选择为谁办"]
    form = client.post(f"{FOOD}/apply?{HOT}", {"for": f"legal_person:{firms[1]}"})["Location"]
    assert see(client.get(form)).fields["enterprise_name"] == ["X区第2餐饮有限公司"]


def test_somebody_elses_application_does_not_exist() -> None:
    person, _ = citizen(1)
    _, other = citizen(2, name="王芳")
    uid, _ = factory.a_draft(by=applicant(person), at=clock.now())
    steps = ("situation", "form", "materials", "check", "done", "receipt.pdf", "files/photo")
    assert [other.get(f"/apply/{uid}/{step}").status_code for step in steps] == [404] * len(steps)
    sent = {"name": "王芳", "base": "99", "key": "k", "next": "1"}
    assert [other.post(f"/apply/{uid}/{step}", sent).status_code for step in (*steps[:3], "submit")] == [
        404
    ] * 4
    body = json.dumps({"base": 0, "changes": {"name": "王芳"}})
    assert other.post(f"/apply/{uid}/save", body, content_type="application/json").status_code == 404


# ── wrong input ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_wrong_input_is_kept_and_each_fault_leads_to_its_field() -> None:
    client, _ = owner()
    form = begun(client)
    wrong = KITCHEN | {"premises_area": "很大", "safety_manager_id_no": "990102198806150070", "shop_name": ""}
    page = see(client.get(send(client, form, **wrong)["Location"]))
    assert page.text.count("data-error-summary") == 1
    assert page.faults[0] == "请填写门店招牌名称"
    assert "使用面积应为数字，例如 120" in page.faults
    assert any(fault.startswith("食品安全管理员身份号码") for fault in page.faults)
    assert page.fields["premises_area"] == ["很大"]
    assert page.fields["safety_manager_id_no"] == ["990102198806150070"]
    assert "#f-premises_area" in page.links
    assert "<title>错误：" in page.text


def test_a_choice_that_shows_another_field_asks_for_it() -> None:
    client, _ = owner()
    form = begun(client)
    hidden = 'data-when="online_delivery" data-any="true" hidden'
    assert hidden in see(client.get(form)).text
    again = send(client, form, **KITCHEN | {"online_delivery": "true"})["Location"]
    page = see(client.get(again))
    assert hidden not in page.text
    assert "请填写入驻的平台名称" in page.faults


def test_rows_are_added_and_taken_away_by_plain_buttons() -> None:
    client, _ = owner()
    form = begun(client)
    more = send(client, form, staff__0__staff_name="赵磊", more="staff")["Location"]
    assert more.endswith("#f-staff.1.staff_name")
    page = see(client.get(more))
    assert "staff.1.staff_name" in page.fields
    third = send(client, more, staff__1__staff_name="王芳", more="staff")["Location"]
    fewer = send(client, third, remove="staff.0")["Location"]
    fields = see(client.get(fewer)).fields
    assert "staff.0.staff_name" not in fields
    assert fields["staff.1.staff_name"] == ["王芳"]


def test_a_situation_must_be_answered_before_the_form() -> None:
    client, _ = owner()
    situation = begun(client, query="")
    assert situation.endswith("/situation")
    page = see(client.post(situation, {"s.high_risk_items": "yes"}))
    assert len(page.faults) == 3
    assert page.fields["s.high_risk_items"] == ["yes"]
    told = dict(pair.split("=") for pair in HOT.split("&"))
    assert client.post(situation, told)["Location"].endswith("/form")


def test_a_step_that_an_item_does_not_have_leads_to_one_it_has() -> None:
    _, client = citizen()
    form = plain_form(client)
    assert client.get(form.replace("/form", "/situation"))["Location"] == form


def test_changing_from_the_check_page_leads_straight_back() -> None:
    person, client = citizen()
    uid, _ = factory.a_draft(by=applicant(person), at=clock.now())
    change = next(link for link in see(client.get(f"/apply/{uid}/check")).links if "f-remark" in link)
    back = send(client, change.replace("&amp;", "&"), remark="请电话联系")
    assert back["Location"] == f"/apply/{uid}/check"
    assert "请电话联系" in see(client.get(back["Location"])).words


def test_what_is_missing_is_told_all_at_once_and_there_is_nothing_to_submit() -> None:
    _, client = citizen()
    form = plain_form(client)
    page = see(client.get(form.replace("/form", "/check")))
    assert "还没有交近期照片" in page.faults
    assert "提交申请" not in page.words.replace("“提交申请”", "")
    refused = client.post(form.replace("/form", "/submit"), {"key": "k"})
    assert refused["Location"].endswith("/check")


# ── materials ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_cannot_be_taken_says_why_and_the_others_are_kept() -> None:
    _, client = citizen()
    materials = plain_form(client).replace("/form", "/materials")
    answer = see(client.post(materials, {"next": "1", "photo": photo("x.pdf", b"MZ\x90"), "extra": photo()}))
    assert len(answer.faults) == 1
    assert "不能接收这个文件" in answer.faults[0]
    assert answer.words.count("已收到") == 1


def pages_of(client: Client, materials: str) -> int:
    """How many pages the file has that the material now is."""
    shown = client.get(materials.replace("/materials", "/files/photo"))
    return len(PdfReader(io.BytesIO(b"".join(shown.streaming_content))).pages)


def test_several_files_become_one_document_page_by_page_and_one_is_taken_away_again() -> None:
    _, client = citizen()
    materials = plain_form(client).replace("/form", "/materials")
    client.post(materials, {"upload": "1", "photo": [photo("一.pdf"), photo("二.png", picture("PNG"))]})
    client.post(materials, {"upload": "1", "photo": photo("三.pdf")})
    seen = see(client.get(materials))
    places = [seen.text.index(name) for name in ("一.pdf", "二.png", "三.pdf")]
    assert (places, pages_of(client, materials)) == (sorted(places), 3)
    client.post(materials, {"remove": "photo.2"})
    seen = see(client.get(materials))
    assert ("二.png" in seen.text, pages_of(client, materials)) == (False, 2)
    client.post(materials, {"remove": "photo.2"})
    assert ("一.pdf" in see(client.get(materials)).text, pages_of(client, materials)) == (True, 1)
    client.post(materials, {"remove": "photo"})
    assert "还没交" in see(client.get(materials)).words


def test_what_cannot_be_a_page_is_refused_with_what_to_do_and_the_pages_before_stay() -> None:
    _, client = citizen()
    materials = plain_form(client).replace("/form", "/materials")
    word = photo("说明.docx", archive(*DOCX))
    answer = see(client.post(materials, {"upload": "1", "photo": [photo("一.pdf"), word]}))
    assert answer.faults == ["Word 文档不能和别的文件合成一份。请先移除它，或者换成照片或 PDF 再上传"]
    assert pages_of(client, materials) == 1
    gone = client.post(materials, {"remove": "photo.7"})
    assert gone.status_code == 404


def test_a_material_is_seen_taken_away_and_used_again_another_time() -> None:
    person, client = citizen()
    case = factory.a_case(by=applicant(person), at=clock.now())
    materials = plain_form(client).replace("/form", "/materials")
    page = see(client.get(materials))
    assert "再用一次" in page.words
    number = page.text.partition('name="reuse" value="photo.')[2].partition('"')[0]
    client.post(materials, {"reuse": f"photo.{number}"})
    assert "用以前交过的" in see(client.get(materials)).words
    shown = client.get(materials.replace("/materials", "/files/photo"))
    assert b"".join(shown.streaming_content)[:5] == b"%PDF-"
    assert shown["X-Content-Type-Options"] == "nosniff"
    client.post(materials, {"remove": "photo"})
    assert "还没交" in see(client.get(materials)).words
    assert case.case_no


def test_nobody_uses_again_what_somebody_else_handed_in() -> None:
    factory.a_case(at=clock.now())
    _, client = citizen(900, name="王芳")
    materials = plain_form(client).replace("/form", "/materials")
    answers = [client.post(materials, {"reuse": f"photo.{n}"}).status_code for n in range(1, 40)]
    assert set(answers) == {404}


# ── saving while typing ───────────────────────────────────────────────────────────────────────────────────────────


def save(client: Client, form: str, base: int, **changes: Any) -> dict[str, Any]:
    body = json.dumps({"base": base, "changes": changes})
    answer = client.post(
        form.replace("/form", "/save"),
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    return {"status": answer.status_code, **answer.json()}


def test_what_is_typed_is_saved_and_a_second_page_never_overwrites_the_first() -> None:
    _, client = citizen()
    form = plain_form(client)
    base = int(see(client.get(form)).fields["base"][0])
    first = save(client, form, base, remark="甲")
    assert (first["status"], first["conflicts"]) == (200, {})
    second = save(client, form, base, remark="乙", contact_phone="19901020001")
    assert second["conflicts"] == {"remark": {"label": "备注", "theirs": ["甲"]}}
    fields = see(client.get(form)).fields
    assert (fields["remark"], fields["contact_phone"]) == (["甲"], ["19901020001"])
    assert save(client, form, second["revision"], remark="乙")["conflicts"] == {}


def test_a_page_is_told_what_another_page_changed() -> None:
    _, client = citizen()
    form = plain_form(client)
    base = int(see(client.get(form)).fields["base"][0])
    save(client, form, base, remark="甲")
    assert save(client, form, base, contact_phone="19901020001")["elsewhere"] == {"remark": ["甲"]}


def test_a_whole_page_sent_late_shows_both_values_and_loses_neither() -> None:
    _, client = citizen()
    form = plain_form(client)
    stale = {k: v for k, v in see(client.get(form)).fields.items() if k in ("base", "name", "citizen_id")}
    save(client, form, int(stale["base"][0]), remark="甲")
    page = see(client.post(form, {**stale, "remark": "乙"}))
    assert page.fields["remark"] == ["乙"]
    assert "刚才在别的页面改成了“甲”" in page.words
    client.post(form, {**stale, "remark": "乙", "base": page.fields["base"][0]})
    assert see(client.get(form)).fields["remark"] == ["乙"]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"changes": 3}', '{"base": "x", "changes": {"nothing": "x"}}', "{"]
)
def test_an_autosave_that_makes_no_sense_changes_nothing(body: str) -> None:
    _, client = citizen()
    form = plain_form(client)
    before = see(client.get(form)).fields["base"]
    answer = client.post(form.replace("/form", "/save"), body, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert see(client.get(form)).fields["base"] == before


# ── cost ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("step", "statements"), [("form", 2), ("materials", 4), ("check", 2)])
def test_each_page_costs_a_known_number_of_statements(
    step: str, statements: int, django_assert_num_queries: Any
) -> None:
    person, client = citizen()
    uid, _ = factory.a_draft(by=applicant(person), at=clock.now())
    client.get(f"/apply/{uid}/{step}")
    with django_assert_num_queries(statements):
        client.get(f"/apply/{uid}/{step}")


def test_in_large_letters_the_form_comes_one_section_at_a_time() -> None:
    client, _ = owner()
    client.cookies["display"] = "elder.."
    form = begun(client)
    page = see(client.get(form))
    assert "shop_name" not in page.fields
    second = send(client, form)["Location"]
    assert second.endswith("place=1")
    assert "shop_name" in see(client.get(second)).fields
