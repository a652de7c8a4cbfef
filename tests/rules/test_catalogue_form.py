"""表单：填得对的化成一种写法，填得不对的一栏一句话，不显示的栏不要。"""

from datetime import date
from time import perf_counter

import pytest

from tests.factories.catalogue import bare, content, rows
from tongban.rooms.catalogue.queries import check_form, flat, nested, prefill, published_content, shown_fields
from tongban.rooms.catalogue.rules import form as rules
from tongban.rooms.catalogue.rules.judging import judge
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import Version


def version_with(*fields: dict, answers: tuple[str, ...] = ()) -> Version:
    situations = [
        {
            "key": key,
            "ask": key,
            "kind": "single",
            "options": [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}],
        }
        for key in answers
    ]
    return read_version(content(form=[{"section": "一", "fields": list(fields)}], situations=situations))


def field(kind: str, **more: object) -> dict:
    return {"name": "x", "label": "某栏", "type": kind, **more}


CHOICES = [{"key": "hot", "label": "热食"}, {"key": "cold", "label": "冷食"}]


@pytest.mark.parametrize(
    ("kind", "more", "typed", "value"),
    [
        ("text", {}, "　小馆  ", "小馆"),
        ("text", {}, "小 \n 馆\x00\u200b", "小 馆"),
        ("text", {}, 12, "12"),
        ("long_text", {}, "甲\r\n乙", "甲\n乙"),
        ("number", {}, "１２６", 126),
        ("number", {}, "1,260.5", 1260.5),
        ("number", {"unit": "平方米"}, "126 平方米", 126),
        ("money", {}, "8600", "8600.00"),
        ("money", {}, "８６００.５元", "8600.50"),
        ("date", {}, "2026年3月2日", "2026-03-02"),
        ("date", {}, "２０２６／３／２", "2026-03-02"),
        ("date", {}, "20260302", "2026-03-02"),
        ("date", {}, "2026.3.2", "2026-03-02"),
        ("choice", {"options": CHOICES}, "hot", "hot"),
        ("choice", {"options": CHOICES}, "冷食", "cold"),
        ("multi_choice", {"options": CHOICES}, ["cold", "hot", "cold"], ["hot", "cold"]),
        ("multi_choice", {"options": CHOICES}, "cold", ["cold"]),
        ("yes_no", {}, "是", True),
        ("yes_no", {}, False, False),
        ("yes_no", {}, "off", False),
        ("id_no", {}, "９９０１０２ 19880615 007x", "99010219880615007X"),
        ("uscc", {}, "91990102ma0000015t", "91990102MA0000015T"),
        ("phone", {}, "199-0102-1222", "19901021222"),
        ("phone", {}, "0990-0101001", "09900101001"),
        ("address", {}, "X市X区东关街道 18号", "X市X区东关街道 18号"),
        ("region", {}, "990102001001", "990102001001"),
    ],
)
def test_what_people_type_becomes_one_spelling(kind, more, typed, value):
    checked = check_form(version_with(field(kind, **more)), {"x": typed})
    assert (checked.values, checked.problems) == ({"x": value}, {})


@pytest.mark.parametrize(
    ("kind", "more", "typed", "says"),
    [
        ("text", {"max_len": 3}, "一二三四", "某栏最多3个字，现有4个字"),
        ("number", {}, "很多", "某栏应为数字，例如 120"),
        ("number", {}, "1e9", "某栏应为数字，例如 120"),
        ("number", {}, "NaN", "某栏应为数字，例如 120"),
        ("number", {"min": 1, "unit": "人"}, "0", "某栏不能小于1人"),
        ("number", {"max": 20}, "21", "某栏不能大于20"),
        ("money", {}, "1.234", "某栏最多写到两位小数"),
        ("money", {}, "-1", "某栏不能小于0"),
        ("date", {}, "2026-02-30", "某栏没有这一天，请核对"),
        ("date", {}, "明天", "某栏应为日期，例如 2026-03-02"),
        ("date", {}, "1026-02-03", "某栏的年份不对，请核对"),
        ("choice", {"options": CHOICES}, "raw", "请在选项中选择某栏"),
        ("multi_choice", {"options": CHOICES}, ["hot", "raw"], "请在选项中选择某栏"),
        ("yes_no", {}, "也许", "请选择是或者否：某栏"),
        ("phone", {"label": "联系人手机"}, "0990-0101001", "联系人手机：手机号码应以13至19开头"),
        ("address", {}, "家里", "某栏太短，请写到门牌号"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(kind, more, typed, says):
    checked = check_form(version_with(field(kind, **more)), {"x": typed})
    assert (checked.values, checked.problems) == ({}, {"x": says})


@pytest.mark.parametrize("kind", ["id_no", "uscc", "region"])
def test_a_wrong_identifier_says_what_is_wrong_without_repeating_it(kind):
    checked = check_form(version_with(field(kind)), {"x": "990102198806150071"})
    assert checked.problems["x"].startswith("某栏：")
    assert "990102198806150071" not in checked.problems["x"]


@pytest.mark.parametrize("empty", [None, "", "  　", [], {}, ["", " "]])
def test_what_must_be_filled_in_is_asked_for(empty):
    version = version_with(field("text", required=True))
    assert check_form(version, {"x": empty}).problems == {"x": "请填写某栏"}
    assert check_form(version_with(field("text")), {"x": empty}).problems == {}


def test_a_field_unknown_to_the_form_is_left_out():
    assert check_form(version_with(field("text")), {"x": "甲", "role": "admin"}).values == {"x": "甲"}


def test_a_hidden_field_is_neither_asked_for_nor_kept():
    version = version_with(
        {"name": "online", "label": "接单", "type": "yes_no"},
        {"name": "platform", "label": "平台", "type": "text", "required": True, "show_when": "online==true"},
    )
    assert check_form(version, {"online": "否", "platform": "旧的"}).values == {"online": False}
    assert check_form(version, {"online": "是"}).problems == {"platform": "请填写平台"}
    assert shown_fields(version, {"online": True}) == ("online", "platform")


def test_a_field_may_depend_on_an_answer_about_the_situation():
    version = version_with(field("text", show_when="who in a,c"), answers=("who",))
    assert shown_fields(version, {}, {"who": "a"}) == ("x",)
    assert shown_fields(version, {}, {"who": "b"}) == ()
    assert shown_fields(version, {}, {}) == ()


def test_what_hangs_on_a_hidden_field_is_hidden_too():
    version = version_with(
        {"name": "a", "label": "甲", "type": "yes_no"},
        {"name": "b", "label": "乙", "type": "yes_no", "show_when": "a==true"},
        {"name": "c", "label": "丙", "type": "text", "show_when": "b==true"},
    )
    assert shown_fields(version, {"a": False, "b": True}) == ("a",)


STAFF = {
    "name": "staff",
    "label": "人员",
    "type": "repeat",
    "required": True,
    "min": 1,
    "max": 2,
    "fields": [
        {"name": "name", "label": "姓名", "type": "text", "required": True},
        {"name": "kind", "label": "身份", "type": "choice", "options": CHOICES},
        {"name": "until", "label": "有效期", "type": "date", "required": True, "show_when": "kind==hot"},
    ],
}


def test_each_row_of_a_group_is_checked_at_its_own_path():
    checked = check_form(version_with(STAFF), {"staff": [{"name": "甲", "kind": "hot"}, {"kind": "cold"}]})
    assert checked.problems == {"staff.0.until": "请填写有效期", "staff.1.name": "请填写姓名"}
    assert checked.values == {"staff": [{"name": "甲", "kind": "hot"}, {"kind": "cold"}]}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "请填写人员，至少1项"),
        ([{"name": " "}], "请填写人员，至少1项"),
        ("甲", "请填写人员，至少1项"),
        ([{"name": "甲"}] * 3, "人员最多2项，现有3项"),
    ],
)
def test_a_group_has_as_many_rows_as_it_may(rows, says):
    assert check_form(version_with(STAFF), {"staff": rows}).problems == {"staff": says}


def test_the_checks_of_a_version_are_built_once():
    version = version_with(STAFF)
    before = rules._kept.cache_info().misses
    for _ in range(3):
        check_form(version, {})
    assert rules._kept.cache_info().misses == before + 1


def test_a_hostile_form_costs_little():
    version = version_with(field("text"), STAFF)
    started = perf_counter()
    check_form(version, {"x": "九" * 5_000_000, "staff": [{"name": "甲" * 100_000}] * 100_000})
    check_form(version, {"x": [["a"] * 10_000] * 10_000, "staff": {"name": "甲"}})
    assert perf_counter() - started < 1


def test_what_is_known_is_filled_in_and_what_does_not_fit_is_not():
    version = read_version(content())
    facts = {
        "enterprise.name": "X区春山餐饮有限公司",
        "enterprise.uscc": "123",
        "agent.phone": "１９９０１０２１２２２",
        "person.name": "",
    }
    assert prefill(version, facts) == {
        "enterprise_name": "X区春山餐饮有限公司",
        "contact_phone": "19901021222",
    }


def test_of_several_sources_the_first_known_is_taken():
    version = version_with(field("text", prefill="person.name|enterprise.name"))
    assert prefill(version, {"person.name": "", "enterprise.name": "某公司"}) == {"x": "某公司"}


def test_paths_and_groups_turn_into_each_other():
    values = {"shop": "小馆", "staff": [{"name": "甲"}, {"name": "乙"}], "items": ["hot"]}
    told = {"shop": "小馆", "staff.0.name": "甲", "staff.1.name": "乙", "items": ["hot"]}
    assert (flat(values), nested(told)) == (told, values)
    assert nested({"staff.7.name": "乙", "staff.2.name": "甲", "a.b": 1, "a.-1.b": 1, "a.b.c.d": 2}) == {
        "staff": [{"name": "甲"}, {"name": "乙"}]
    }


@pytest.mark.parametrize("item", published_content(), ids=lambda item: item["key"])
def test_the_worked_example_of_every_item_passes_its_own_form(item):
    version = read_version(item)
    checked = check_form(version, item["example"]["form"], item["example"]["answers"])
    assert checked.problems == {}
    assert set(checked.values) == set(item["example"]["form"])


def test_a_bare_item_has_a_form_that_can_be_filled_in():
    [judged] = judge(rows(bare()), region="")
    version = read_version(judged.content)
    filled = {"applicant_name": "甲某", "contact_phone": "19901021222", "request": "申请一个摊位"}
    assert check_form(version, filled).ok
    assert prefill(version, {"person.name": "甲某", "person.phone": "19901021222"}) == {
        "applicant_name": "甲某",
        "contact_phone": "19901021222",
    }


PERSON = (
    {"name": "id_no", "label": "号码", "type": "id_no", "prefill": "person.id_no"},
    {"name": "born", "label": "出生日期", "type": "date", "prefill": "person.birth_date", "min": 60},
    {"name": "sex", "label": "性别", "type": "choice", "prefill": "person.sex",
     "options": [{"key": "f", "label": "女"}, {"key": "m", "label": "男"}]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("id_no", "born", "sex", "problems"),
    [
        ("990102195102110068", "19510211", "女", {}),
        ("", "2010-02-11", "男", {}),
        (
            "990102195102110068",
            "2010-02-11",
            "男",
            {
                "born": "出生日期与公民身份号码不一致，号码上是1951-02-11，请核对",
                "sex": "性别与公民身份号码不一致，号码上是女，请核对",
            },
        ),
    ],
)
def test_birth_date_and_sex_agree_with_the_number_of_the_same_person(id_no, born, sex, problems):
    given = {"id_no": id_no, "born": born, "sex": sex}
    assert check_form(version_with(*PERSON), given).problems == problems


def test_a_number_of_somebody_else_says_nothing_about_this_person():
    other = {**PERSON[0], "prefill": ""}
    given = {"id_no": "990102195102110068", "born": "1960-01-01", "sex": "男"}
    assert check_form(version_with(other, *PERSON[1:]), given).problems == {}


@pytest.mark.parametrize(
    ("born", "on", "old_enough"),
    [
        ("1966-03-02", date(2026, 3, 1), False),
        ("1966-03-02", date(2026, 3, 2), True),
        ("1964-02-29", date(2024, 2, 28), False),
        ("1960-02-29", date(2021, 2, 28), True),
        ("1964-02-29", date(2026, 2, 27), True),
    ],
)
def test_who_must_have_reached_an_age_has_reached_it_on_his_birthday(born, on, old_enough):
    problems = check_form(version_with(PERSON[1]), {"born": born}, on=on).problems
    assert problems == ({} if old_enough else {"born": "出生日期到今天还不满60年，不符合办理条件"})


def test_who_must_not_have_passed_an_age_is_refused_when_he_has():
    until = {**PERSON[1], "min": 0, "max": 17}
    found = [
        check_form(version_with(until), {"born": born}, on=date(2026, 3, 2)).problems
        for born in ("2008-03-03", "2008-03-02", "2026-03-03")
    ]
    assert found == [
        {},
        {"born": "出生日期到今天已经满18年，超过了17年，不符合办理条件"},
        {"born": "出生日期在今天以后，请核对"},
    ]


def test_without_a_day_no_age_is_asked():
    assert check_form(version_with(PERSON[1]), {"born": "2020-01-01"}).problems == {}
