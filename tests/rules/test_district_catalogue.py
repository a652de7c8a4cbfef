"""X区（990102）截至 2024-06-30 的整个目录：报告里的数都从一个个事项数出来，别处没有。"""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from tongban.doors.desk.phrases import phrases
from tongban.rooms.cases.queries.applying import line
from tongban.rooms.cases.words import MaterialSource
from tongban.rooms.catalogue.queries import catalogue_content, lint_contents, shipped_facts
from tongban.rooms.catalogue.queries.content import _folder, catalogue_mains, published_content, units
from tongban.rooms.catalogue.rules.expanding import expand
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.soundness import unsound
from tongban.rooms.catalogue.words import Material, Need, Severity
from tongban.rooms.catalogue.words import MaterialSource as Source

AS_OF = "2024-06-30"


@cache
def items() -> list[dict[str, Any]]:
    """Every item of the district, expanded once for all the tests here."""
    return catalogue_content()


@cache
def entries() -> list[dict[str, Any]]:
    """The entries of the licence list."""
    return content("licence-list.yml")["lists"][-1]["entries"]


def content(name: str) -> Any:
    return yaml.load((_folder() / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def repeated(values: Any) -> list[Any]:
    return sorted(value for value, times in Counter(values).items() if times > 1)


def test_there_are_1428_items_in_force_and_every_one_of_them_has_entered_the_hall():
    in_force = [i for i in items() if i["task_state"] == 1 and i.get("plan_effective_date", "") <= AS_OF]
    assert len(in_force) == len(items()) == 1428
    assert sum(i["is_entry_center"] for i in items()) == 1428


def test_29_units_of_two_levels_decide_them_at_75_windows_that_are_their_own():
    assert {i["department"] for i in items()} == {unit["key"] for unit in units().departments}
    assert Counter(unit["level"] for unit in units().departments) == {"区": 23, "市": 6}
    assert sum(len(group["windows"]) for group in units().window_groups) == 75
    astray = [
        i["task_name"]
        for i in items()
        if units().window_group(i["window_group"])["department"] != i["department"]
    ]
    assert astray == []


def test_1263_can_be_done_online_and_the_165_that_cannot_say_why():
    offline = [i for i in items() if not set(i["online_handle_depth"]) & {2, 3, 4, 5, 6, 7}]
    assert (len(items()) - len(offline), len(offline)) == (1263, 165)
    assert [i["task_name"] for i in offline if not i.get("offline_reason") or i["is_online"]] == []
    assert [
        i["task_name"]
        for i in items()
        if i not in offline and (i.get("offline_reason") or not i["is_online"])
    ] == []


def test_1373_need_at_most_one_visit_and_what_is_wholly_online_needs_none():
    assert sum(i["limit_scene_num"] <= 1 for i in items()) == 1373
    assert [i["task_name"] for i in items() if i["online_level"] == "IV" and i["limit_scene_num"]] == []


def test_the_types_are_spread_as_in_a_real_district():
    real = {
        "01": 47,
        "20": 31,
        "10": 16,
        "07": 4.4,
        "05": 0.8,
        "09": 0.7,
        "08": 0.2,
    }  # per cent, domain.md 1.6
    counted = Counter(i["task_type"] for i in items())
    assert {
        t: abs(100 * counted[t] / len(items()) - share) <= 1 for t, share in real.items()
    } == dict.fromkeys(real, True)
    assert set(counted) == set(real)
    largest, how_many = Counter(i["department"] for i in items()).most_common(1)[0]
    assert (largest, 0.27 <= how_many / len(items()) <= 0.33) == ("approval", True)


OWN = ("form", "situations", "materials")


def test_170_items_beside_the_36_showpieces_have_a_form_situations_and_materials_of_their_own():
    written = [
        item
        for main in catalogue_mains()
        for given, item in zip(main["handling"], expand(main, units=units()), strict=True)
        if all(part in {**main, **given} for part in OWN)
    ]
    assert (len(written), len(published_content())) == (170, 36)
    assert [i["task_name"] for i in written if not all(i[part] for part in OWN)] == []
    assert [
        (i["task_name"], m["material_name"])
        for i in (*written, *published_content())
        for m in i["materials"]
        if not (m["accept_stand"] and m["by_law"])
    ] == []
    assert repeated(str(i["form"]) for i in written) == []


def test_no_name_key_or_code_is_used_twice():
    for element in ("key", "task_name", "catalog_code", "task_handle_item"):
        assert repeated(i[element] for i in items()) == [], element
    assert repeated(main["key"] for main in catalogue_mains()) == []
    assert (
        repeated((m["type"], m["system"], m["main_no"], m.get("first_sub", 1)) for m in catalogue_mains())
        == []
    )


def test_every_item_can_be_published():
    assert {i["task_name"]: wrong for i in items() if (wrong := unsound(read_version(i)))} == {}


def test_the_licence_list_has_245_entries_set_centrally_and_14_locally():
    assert [entry["no"] for entry in entries()] == [f"{number:03d}" for number in range(1, 260)]
    assert Counter(entry["set_level"] for entry in entries()) == {"中央设定": 245, "地方设定": 14}
    assert repeated(entry["name"] for entry in entries()) == []
    local = [entry["basis"][0] for entry in entries() if entry["set_level"] == "地方设定"]
    assert [basis for basis in local if not basis.startswith(("X省", "X市"))] == []


def test_every_licence_item_stands_on_the_list_and_every_entry_has_its_items():
    numbers = {i["licence_no"] for i in items() if i["task_type"] == "01"}
    assert numbers == {entry["no"] for entry in entries()}
    assert [i["task_name"] for i in items() if i["task_type"] != "01" and "licence_no" in i] == []
    by_no = {entry["no"]: entry for entry in entries()}
    told = {
        (i["licence_no"], i["department"], i["undertake_org"], i["set_level"])
        for i in items()
        if "licence_no" in i
    }
    listed = {(no, e["organ"], e["department"], e["set_level"]) for no, e in by_no.items()}
    assert told == listed


def test_143_entries_came_from_13_departments_in_three_batches():
    batches = content("transfers.yml")["batches"]
    lines = [(line["licence_no"], line["from"]) for batch in batches for line in batch["lines"]]
    assert (len(batches), len(lines), len({department for _, department in lines})) == (3, 143, 13)
    moved = {(e["no"], e["department"]) for e in entries() if e["organ"] == "approval"}
    assert set(lines) == moved
    assert {"propaganda", "drc", "market", "housing", "health"} <= {department for _, department in lines}
    assert [len(set(batch["issued_by"])) for batch in batches] == [2, 2, 2]
    assert [batch["effective_on"][:4] for batch in batches] == ["2021", "2022", "2023"]


def test_what_was_transferred_knows_the_code_under_which_the_former_department_handled_it():
    batches = content("transfers.yml")["batches"]
    former = {line["licence_no"]: line["from"] for batch in batches for line in batch["lines"]}
    told = {i["task_handle_item"]: i.get("supersedes") for i in items()}
    assert told == {
        i["task_handle_item"]: f"{units().department(former[no])['uscc']}{i['task_handle_item'][18:]}"
        if (no := i.get("licence_no")) in former
        else None
        for i in items()
    }
    assert sum(code is not None for code in told.values()) == 418
    assert len(set(told.values()) - {None}) == 418


def test_50_items_in_two_batches_may_be_accepted_with_gaps_and_no_others():
    batches = content("tolerance.yml")["batches"]
    listed = [line["item"] for batch in batches for line in batch["items"]]
    later = [i["catalog_code"] for i in items() if any(str(m.get("is_need")) == "3" for m in i["materials"])]
    assert (len(batches), len(listed)) == (2, 50)
    assert sorted(listed) == sorted(later)
    assert repeated(listed) == []


def test_1085_agreement_items_cover_what_is_often_asked_for_in_the_city():
    told = content("agreements.yml")
    codes = {i["catalog_code"] for i in items()}
    terms = {
        a["partner"]: [c for s in a["sets"] for c in told["sets"][s]["items"]] for a in told["agreements"]
    }
    assert sum(map(len, terms.values())) == 1085
    assert [partner for partner, agreed in terms.items() if repeated(agreed) or set(agreed) - codes] == []
    regions = [r for r in content("regions.yml")["regions"] if r["kind"] in ("区", "县")]
    in_city = {r["code"] for r in regions if r["parent"] == "990100000000"} - {"990102000000"}
    out_of_city = {r["code"]: r["parent"] for r in regions if r["code"][:4] != "9901"}
    assert set(terms) == in_city | set(out_of_city)
    assert (len(out_of_city), len(set(out_of_city.values()))) == (5, 4)
    frequent = set(told["high_frequency"]["items"])
    assert [partner for partner in in_city if frequent - set(terms[partner])] == []


def test_12_bundles_name_their_parts_from_two_departments_or_more():
    bundles = content("bundles.yml")["lists"][0]["bundles"]
    competent = {i["catalog_code"]: i["undertake_org"] for i in items()}
    assert len(bundles) == 12
    assert [b["name"] for b in bundles if len({competent[code] for code in b["items"]}) < 2] == []


def test_every_agreed_item_says_how_it_is_done_elsewhere():
    told = content("agreements.yml")["sets"].values()
    mode = {code: each["mode"] for each in told for code in each["items"]}
    assert {i["catalog_code"]: i["cross_mode"] for i in items() if i["catalog_code"] in mode} == mode


def test_the_whole_catalogue_passes_the_linter_without_an_error():
    report = lint_contents(contents=items(), facts=shipped_facts())
    errors = [(f.name, f.code, f.path) for f in report.findings if f.severity is Severity.ERROR]
    assert errors == []


def test_whoever_is_told_that_the_form_makes_a_material_need_not_hand_it_in():
    asked = [
        (version.name, material.name)
        for version in map(read_version, items())
        for material in version.materials
        if "生成" in material.fill_explain and line(material, None).source != MaterialSource.FORM
    ]
    assert asked == []
    made = Material("apply", "申请表", Need.REQUIRED, Source.OWN, 1, True, fill_explain="网上填写自动生成")
    sources = [line(each, None).source for each in (made, replace(made, form_name="申请表"))]
    assert sources == ["", MaterialSource.FORM]


def test_only_who_seeks_a_qualification_is_asked_for_schooling_training_or_an_examination():
    asked = Counter(
        "学历、培训或者考试合格证明" in {m["material_name"] for m in i["materials"]}
        for i in items()
        if re.search(
            "优待证|通行证|签证|乘车卡|公交|残疾人证|残疾等级|劳动能力|辅助器具|注销|审验|补领|补证",
            i["task_name"],
        )
    )
    assert asked == {False: asked[False]}
    assert sum("ability_proof" in {m["key"] for m in i["materials"]} for i in items()) == 34


def test_a_loss_is_declared_of_a_certificate_and_never_of_a_notice_that_something_was_done():
    told = [m["material_name"] for i in items() for m in i["materials"] if m["key"] == "loss_statement"]
    assert [name for name in told if "办理结果通知书" in name] == []
    assert "老年人优待证遗失、损毁声明" in told


NOT_THE_FIRST_TIME = (
    "变更|注销|举报|投诉|检举|年度报告|年度检查|补领|补发|换发|换领|换证|复核|仲裁|裁决(?!书)|报修|备案$"
)


def test_only_a_first_application_says_that_it_is_the_first():
    told = [i["task_name"] for i in items() if "第一次申请" in i["plain_words"]]
    assert [n for n in told if re.search(NOT_THE_FIRST_TIME, n) and not n.endswith("（新办）")] == []
    words = {i["task_name"]: i["plain_words"] for i in items()}
    assert words["消费投诉受理"] == "消费投诉受理：合法权益受了侵害、对处理和服务不满意，来这里投诉。"
    assert words["城乡居民养老保险注销登记"].endswith("：不再使用、不再从事或者要退出登记的，来这里办。")


PERIOD = re.compile(r"届满前?\s*([一二三四五六七八九十0-9 ]+(?:个?工作)?日(?:至\s*[0-9 ]+个?工作日)?)前?")


def test_what_is_said_about_renewing_one_licence_is_the_same_everywhere():
    said: dict[str, set[str]] = {}
    for item in items():
        if item["task_type"] == "01":
            words = [q["answer"] for q in item["questions"] if "没有另外规定" not in q["answer"]]
            words += [*item["accept_condition"], *(s for m in item["materials"] for s in m["accept_stand"])]
            told = {found.replace(" ", "") for each in words for found in PERIOD.findall(each)}
            said.setdefault(item["licence_no"], set()).update(told)
    assert {no: told for no, told in said.items() if len(told) > 1} == {}


def test_food_water_and_dispatch_renew_within_the_days_of_their_own_rules():
    words = {i["task_name"]: str(i["questions"]) + str(i["accept_condition"]) for i in items()}
    days = {
        "食品经营许可延续": "90 个工作日至 15 个工作日",
        "取水许可（延续）": "四十五日",
        "劳务派遣经营许可（延续）": "六十日",
    }
    assert {
        name: day in words[name] and "三十日" not in words[name] for name, day in days.items()
    } == dict.fromkeys(days, True)
    food = {i["anticipate_day"] for i in items() if i["task_name"].startswith("食品经营许可")}
    assert food == {10}
    assert [each for each in phrases()["grant"] if re.search("[一二三四五六七八九十0-9]日", each)] == []
