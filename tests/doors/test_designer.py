"""设计器：一个人从空白写起，写错的说明白、写过的退得回；两个人同时写，谁的也不丢。"""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.doors.backstage_office import CHECKER, COMPILER, STRANGER, backstage, open_backstage
from tests.doors.portal_visits import see
from tests.factories import catalogue as sample
from tests.factories.organisation import officer
from tongban.foundation import clock
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import ContentPart

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = [part.value for part in ContentPart]
NEW = {"department": "approval", "name": "养犬登记（新办）", "task_type": "20"}


@pytest.fixture(autouse=True)
def office():
    open_backstage()


@pytest.fixture
def begun():
    """A draft just begun: its uid."""
    answer = backstage(COMPILER).post("/backstage/new", NEW)
    assert answer.status_code == 302, see(answer).words
    return answer.url.split("/")[3]


def draft(uid, staff_no=COMPILER):
    return catalogue.draft(version_uid=uid, by=officer(staff_no), at=clock.now())


def add(client, uid, name, **given):
    return client.post(f"/backstage/versions/{uid}/design/{name}/rows", {"do": "add", **given})


def test_a_new_item_gets_its_codes_and_what_is_known_of_its_department(begun):
    content = draft(begun).content
    assert content["catalog_code"] == "992099900001"
    assert content["task_handle_item"] == "11990102MB0000019H499209990000101"
    assert (content["dept_name"], content["consult_phone"]) == ("X区行政审批局", "0990-0101001")
    second = backstage(COMPILER).post("/backstage/new", {**NEW, "name": "养犬登记（变更）"}).url.split("/")[3]
    assert draft(second).content["catalog_code"] == "992099901001"


def test_what_is_missing_from_a_new_item_is_said_and_what_was_typed_stays():
    answer = backstage(COMPILER).post("/backstage/new", {"name": "养犬登记"})
    seen = see(answer)
    assert answer.status_code == 200
    assert "请选择是哪一类" in seen.words and 'value="养犬登记"' in answer.content.decode()


def test_every_part_opens_and_is_sound(begun):
    client = backstage(COMPILER)
    for name in PARTS:
        answer = client.get(f"/backstage/versions/{begun}/design/{name}")
        assert (name, answer.status_code, see(answer).faults) == (name, 200, [])
    for what in ("form", "guide", "result"):
        answer = client.get(f"/backstage/versions/{begun}/design/see/{what}")
        assert (what, answer.status_code, see(answer).faults) == (what, 200, [])
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_the_golden_cases_are_offered_while_there_is_enough_to_run_them_on(begun):
    client, page = backstage(COMPILER), f"/backstage/versions/{begun}/design/basics"
    offered = client.get(page)
    assert client.get(offered.context["golden"]["url"]).status_code == 200
    add(client, begun, "situations", title="养了几只")
    unready = client.get(page)
    told = {"says": "内容还没有写全，样例等写全了再跑。", "broken": [], "url": ""}
    assert unready.context["golden"] == told
    hidden = "<p data-golden-link hidden>"
    assert [hidden in answer.content.decode() for answer in (offered, unready)] == [False, True]


def test_a_part_is_saved_as_far_as_it_is_fit(begun):
    client, url = backstage(COMPILER), f"/backstage/versions/{begun}/design/limits"
    answer = client.post(
        url, {"base": 1, "anticipate_day": "二十", "promise_day": "７", "limit_scene_num": "1"}
    )
    assert answer.status_code == 200 and 'value="二十"' in answer.content.decode()
    content = draft(begun).content
    assert (content.get("anticipate_day"), content["promise_day"], content["limit_scene_num"]) == (None, 7, 1)


def test_where_to_complain_and_how_far_it_reaches_are_written_and_judged_beside_their_boxes(begun):
    client, url = backstage(COMPILER), f"/backstage/versions/{begun}/design"
    told = {
        "review_organ": "X区人民政府",
        "review_address": "府前路1号",
        "review_phone": "0990-0108016",
        "review_days": "60",
        "court": "X区人民法院",
        "suit_months": "6",
    }
    assert client.post(f"{url}/remedies", {"base": 1, **told}).status_code == 302
    reach = {"base": 2, "is_tolerant": "true", "handle_area": ["2", "4"], "cross_mode": "多地联办"}
    client.post(f"{url}/reach", reach)
    content = draft(begun).content
    assert content["remedies"] == {**told, "review_days": 60, "suit_months": 6}
    assert (content["is_tolerant"], content["handle_area"], content["cross_mode"]) == (
        True,
        [2, 4],
        "多地联办",
    )
    assert "可以容缺和有没有容缺后补的材料不一致" in see(client.get(f"{url}/reach")).words
    add(client, begun, "procedures", title="专家评审")
    assert draft(begun).content["special_procedure"][0]["kind"] == "专家评审"
    assert "特别程序要写明种类、依据和所需时间" in see(client.get(f"{url}/procedures")).words


def test_fields_are_added_moved_and_taken_out(begun):
    client = backstage(COMPILER)
    for title, kind in (("犬名", "text"), ("出生日期", "date"), ("免疫证号", "text")):
        add(client, begun, "field", around=0, title=title, kind=kind)
    rows = f"/backstage/versions/{begun}/design/field/rows"
    client.post(rows, {"do": "up", "row": "f3"})
    client.post(rows, {"do": "remove", "row": "f1"})
    fields = draft(begun).content["form"][0]["fields"]
    assert [(f["name"], f["label"], f["type"]) for f in fields] == [
        ("f3", "免疫证号", "text"),
        ("f2", "出生日期", "date"),
    ]


def test_a_row_without_a_name_is_opened_to_be_written(begun):
    answer = add(backstage(COMPILER), begun, "materials")
    assert answer.url == f"/backstage/versions/{begun}/design/materials/row/m1"


def test_a_step_back_brings_back_what_was_and_a_step_again_what_came_after(begun):
    client = backstage(COMPILER)
    for title in ("申请表", "免疫证明"):
        add(client, begun, "materials", title=title)

    def names():
        return [m["material_name"] for m in draft(begun).content["materials"]]

    back, again = (f"/backstage/versions/{begun}/design/{way}" for way in ("back", "again"))
    seen = [names()]
    for url in (back, back, again, again):
        client.post(url, {"part": "materials"})
        seen.append(names())
    both, one, none = ["申请表", "免疫证明"], ["申请表"], []
    assert seen == [both, one, none, one, both]
    assert draft(begun).can_redo is False


def test_nothing_to_step_back_to_is_said(begun):
    answer = backstage(COMPILER).post(f"/backstage/versions/{begun}/design/back", follow=True)
    assert "没有可以退回或者重做的一步" in see(answer).words


def autosave(client, uid, place, base, **changes):
    answer = client.post(
        f"/backstage/versions/{uid}/design/{place}/save",
        json.dumps({"base": base, "changes": changes}),
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    return answer.json()


def test_two_who_write_the_same_row_each_keep_what_the_other_did_not_touch(begun):
    one, other = backstage(COMPILER), backstage(CHECKER)
    add(one, begun, "materials", title="申请表")
    base = draft(begun).revision
    autosave(one, begun, "materials/row/m1", base, material_name="养犬登记申请表")
    told = autosave(other, begun, "materials/row/m1", base, by_law="X市养犬管理条例第九条")
    assert told["conflicts"] == {} and told["others"][0].startswith("沈静怡（")
    material = draft(begun).content["materials"][0]
    assert (material["material_name"], material["by_law"]) == ("养犬登记申请表", "X市养犬管理条例第九条")


def test_of_two_who_write_the_same_box_the_second_is_asked(begun):
    one, other = backstage(COMPILER), backstage(CHECKER)
    add(one, begun, "materials", title="申请表")
    base = draft(begun).revision
    autosave(one, begun, "materials/row/m1", base, material_name="养犬登记申请表")
    told = autosave(other, begun, "materials/row/m1", base, material_name="登记表")
    assert told["conflicts"] == {"material_name": {"label": "材料名称", "theirs": ["养犬登记申请表"]}}
    assert draft(begun).content["materials"][0]["material_name"] == "养犬登记申请表"
    assert (
        autosave(other, begun, "materials/row/m1", told["revision"], material_name="登记表")["conflicts"]
        == {}
    )
    assert draft(begun).content["materials"][0]["material_name"] == "登记表"


def test_autosave_says_which_box_was_not_kept(begun):
    told = autosave(backstage(COMPILER), begun, "limits", 1, promise_day="很快")
    assert set(told["problems"]) == {"promise_day"}


def test_what_another_department_compiles_is_as_nothing(begun):
    stranger, nothing = backstage(STRANGER), "00000000-0000-0000-0000-000000000000"
    for place in ("", "/basics", "/see/form", "/materials/row/m1"):
        theirs = stranger.get(f"/backstage/versions/{begun}/design{place}")
        none = stranger.get(f"/backstage/versions/{nothing}/design{place}")
        assert (theirs.status_code, none.status_code) == (404, 404)


@pytest.mark.parametrize("place", ["nothing", "materials/row/m9", "see/nothing", "line", "field"])
def test_a_place_that_is_not_there_is_not_found(begun, place):
    assert backstage(COMPILER).get(f"/backstage/versions/{begun}/design/{place}").status_code == 404


def test_a_material_taken_out_leaves_the_situations_too(begun):
    client = backstage(COMPILER)
    add(client, begun, "materials", title="租赁合同")
    add(client, begun, "situations", title="房子是自己的吗？")
    row = f"/backstage/versions/{begun}/design/situations/row/q1"
    given = {"ask": "房子是自己的吗？", "kind": "single", "options.0.label": "是", "options.1.label": "租的"}
    client.post(row, {"base": draft(begun).revision, **given, "options.1.adds": ["m1"], "next": "1"})
    assert draft(begun).content["situations"][0]["options"] == [
        {"key": "o1", "label": "是"},
        {"key": "o2", "label": "租的", "adds": ["m1"]},
    ]
    client.post(f"/backstage/versions/{begun}/design/materials/rows", {"do": "remove", "row": "m1"})
    assert draft(begun).content["situations"][0]["options"][1] == {"key": "o2", "label": "租的", "adds": []}


def test_the_result_prints_as_a_specimen_from_the_real_template(begun):
    client = backstage(COMPILER)
    none = client.get(f"/backstage/versions/{begun}/design/see/specimen.pdf")
    assert none.status_code == 422 and "还没有写证照的样本" in see(none).words
    content = sample.content()
    catalogue_acts.publish(content=content, by=sample.BY, at=clock.now())
    by = officer(COMPILER)
    uid = catalogue_acts.start_revision(item_code=sample.FOOD, by=by, at=clock.now()).version_uid
    answer = client.get(f"/backstage/versions/{uid}/design/see/specimen.pdf")
    pages = PdfReader(BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    labels = [line["label"] for line in content["results"][0]["template"]]
    expected = [content["results"][0]["result_name"], "样张不作凭证", *labels[:2]]
    assert (answer.headers["Content-Type"], len(pages)) == ("application/pdf", 1)
    assert [word for word in expected if word not in text.replace(" ", "")] == []
