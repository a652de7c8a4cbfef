"""设计：加一行、改一行、挪一行、去一行，都给出新的内容，原来的不变。"""

import json

import pytest

from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.errors import MixedCondition, NoSuchRow

CONTENT = {
    "task_name": "养犬登记",
    "materials": [
        {"key": "m1", "material_name": "申请表"},
        {"key": "m2", "material_name": "免疫证明"},
        {"key": "m3", "material_name": "房屋租赁合同"},
    ],
    "situations": [
        {
            "key": "q1",
            "ask": "住的房子是自己的吗？",
            "options": [
                {"key": "o1", "label": "是"},
                {"key": "o2", "label": "租的", "adds": ["m3"], "removes": ["m1"]},
            ],
        }
    ],
    "form": [
        {
            "section": "犬只",
            "fields": [
                {"name": "f1", "label": "做过绝育吗", "type": "yes_no"},
                {"name": "f2", "label": "品种", "type": "choice", "options": [{"key": "a", "label": "小型"}]},
                {"name": "f3", "label": "疫苗", "type": "repeat", "fields": [{"name": "g1"}]},
                {"name": "f4", "label": "毛色", "type": "text"},
            ],
        }
    ],
}


@pytest.fixture(autouse=True)
def content_stays_as_it_was():
    before = json.dumps(CONTENT, ensure_ascii=False)
    yield
    assert json.dumps(CONTENT, ensure_ascii=False) == before


def names(content, at="materials", key="key"):
    return [each[key] for each in content[at]]


def test_a_row_is_added_at_the_end_and_replaced_where_it_stands():
    more = catalogue.added(CONTENT, "materials", {"key": "m4"})
    assert names(more) == ["m1", "m2", "m3", "m4"]
    other = catalogue.replaced(more, "materials", 1, {"key": "m2", "material_name": "免疫证"})
    assert other["materials"][1] == {"key": "m2", "material_name": "免疫证"}


def test_the_first_row_of_a_part_never_written_makes_the_part():
    assert catalogue.rows(CONTENT, "by_law") == []
    assert catalogue.added(CONTENT, "by_law", {"law": "动物防疫法"})["by_law"] == [{"law": "动物防疫法"}]


def test_a_row_within_a_row_is_found_by_its_path():
    at = "form.0.fields"
    assert catalogue.row(CONTENT, at, 3)["label"] == "毛色"
    moved = catalogue.moved(CONTENT, at, 3, by=-1)
    assert [f["name"] for f in moved["form"][0]["fields"]] == ["f1", "f2", "f4", "f3"]


@pytest.mark.parametrize(
    ("place", "by", "order"),
    [
        (0, -1, ["m1", "m2", "m3"]),
        (0, +1, ["m2", "m1", "m3"]),
        (2, -1, ["m1", "m3", "m2"]),
        (2, +1, ["m1", "m2", "m3"]),
    ],
)
def test_a_row_moves_one_place_and_stops_at_the_ends(place, by, order):
    assert names(catalogue.moved(CONTENT, "materials", place, by=by)) == order


def test_a_material_taken_out_is_forgotten_by_the_situations_too():
    left = catalogue.without(CONTENT, "materials", 2)
    assert names(left) == ["m1", "m2"]
    assert left["situations"][0]["options"][1] == {
        "key": "o2",
        "label": "租的",
        "adds": [],
        "removes": ["m1"],
    }


@pytest.mark.parametrize("at", ["materials.9.x", "form.5.fields", "task_name", "task_name.x"])
def test_a_place_that_is_not_there_is_refused(at):
    with pytest.raises(NoSuchRow):
        catalogue.row(CONTENT, at, 0)


@pytest.mark.parametrize("place", [-1, 3, 99])
def test_a_row_that_is_not_there_is_refused(place):
    for change in (
        lambda: catalogue.row(CONTENT, "materials", place),
        lambda: catalogue.replaced(CONTENT, "materials", place, {}),
        lambda: catalogue.moved(CONTENT, "materials", place, by=1),
        lambda: catalogue.without(CONTENT, "materials", place),
    ):
        with pytest.raises(NoSuchRow):
            change()


def test_a_fresh_key_is_the_first_one_free():
    assert catalogue.fresh_key([], stem="f") == "f1"
    assert catalogue.fresh_key(["f1", "f3", "x"], stem="f") == "f2"
    assert catalogue.keys_of(CONTENT, "form.0.fields") == ["f1", "f2", "f3", "g1", "f4"]
    assert catalogue.keys_of(CONTENT, "materials") == ["m1", "m2", "m3"]


def test_only_what_stands_before_a_field_may_decide_whether_it_shows():
    offered = [o.key for o in catalogue.deciders_on_offer(CONTENT, before="f2")]
    assert offered == ["q1==o1", "q1==o2", "f1==true", "f1==false"]
    last = [o.label for o in catalogue.deciders_on_offer(CONTENT, before="f4")][-1]
    assert last == "“品种”选了“小型”"


@pytest.mark.parametrize(
    ("ways", "condition"),
    [([], ""), (["f1==true"], "f1==true"), (["f2==a", "f2==b"], "f2 in a,b")],
)
def test_answers_and_a_condition_say_the_same(ways, condition):
    assert catalogue.condition_of(ways) == condition
    assert catalogue.ways_of(condition) == ways


def test_a_condition_looks_at_one_question_only():
    with pytest.raises(MixedCondition):
        catalogue.condition_of(["f1==true", "f2==a"])
    assert catalogue.ways_of("f1!=true") == []
    assert catalogue.ways_of("不是条件") == []


def test_a_line_of_the_result_may_take_any_field_but_a_repeated_group():
    offered = [o.key for o in catalogue.sources_on_offer(CONTENT)]
    assert offered[:4] == ["form.f1", "form.f2", "form.f4", "answer.q1"]
    assert offered[4:] == [
        "case.result_no",
        "case.decided_on",
        "case.valid_until",
        "organ.name",
        "organ.code",
        "applicant.name",
    ]


def test_every_register_named_in_the_shipped_items_is_on_offer():
    named = {
        m["share_api"]
        for item in catalogue.published_content()
        for m in item["materials"]
        if m.get("share_api")
    }
    assert named <= {o.key for o in catalogue.registers_on_offer()}


def test_a_row_is_found_by_its_key_and_one_without_a_key_by_its_number():
    assert catalogue.found_at(CONTENT, "materials", "m3") == 2
    assert catalogue.found_at(CONTENT, "form", "0") == 0
    laws = catalogue.added(CONTENT, "by_law", {"law": "动物防疫法"})
    assert catalogue.found_at(laws, "by_law", "0") == 0
    for at, told in (("materials", "m9"), ("materials", "0"), ("form", "1"), ("form", "-1"), ("form", "０")):
        with pytest.raises(NoSuchRow):
            catalogue.found_at(CONTENT, at, told)


@pytest.mark.parametrize(
    ("mine", "now", "kept", "disputed"),
    [
        ({"a": 2, "b": 1}, {"a": 1, "b": 1}, {"a": 2, "b": 1}, ()),
        ({"a": 2, "b": 1}, {"a": 1, "b": 3}, {"a": 2, "b": 3}, ()),
        ({"a": 2, "b": 1}, {"a": 3, "b": 1}, {"a": 3, "b": 1}, ("a",)),
        ({"a": 2, "b": 1}, {"a": 2, "b": 1}, {"a": 2, "b": 1}, ()),
        ({"b": 1}, {"a": 1, "b": 1, "c": 4}, {"b": 1, "c": 4}, ()),
        ({"a": 1, "b": 1, "c": 5}, {"a": 1, "b": 1, "c": 4}, {"a": 1, "b": 1, "c": 4}, ("c",)),
    ],
)
def test_of_two_editors_each_keeps_what_the_other_did_not_touch(mine, now, kept, disputed):
    assert catalogue.merged({"a": 1, "b": 1}, now, mine) == (kept, disputed)
