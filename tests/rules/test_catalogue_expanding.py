"""展开：主项写了什么就是什么，没有写的按环节、对象和办什么补齐；展开的每一项都可以发布。"""

import pytest

from tongban.rooms.catalogue.queries.content import units
from tongban.rooms.catalogue.rules.expanding import expand
from tongban.rooms.catalogue.rules.expanding.table import table
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.soundness import unsound

MAIN = {
    "key": "salt_retail",
    "name": "食盐零售许可",
    "type": "01",
    "system": "07",
    "main_no": "999",
    "department": "industry",
    "organ": "approval",
    "window_group": "entry",
    "by_law": [{"law": "中华人民共和国食盐法", "article": "第一条"}],
    "targets": [2],
    "enterprise_topics": ["准营准办"],
    "profile": "premises",
    "statutory": 20,
    "promised": 5,
    "result": "食盐零售许可证",
    "handling": [{"kind": "新办"}, {"kind": "变更"}, {"kind": "延续"}, {"kind": "补办"}, {"kind": "注销"}],
}


def expanded(*, handling: dict | None = None, **changes):
    """The contents of the main above with changes; ``handling`` alone when given."""
    main = {**MAIN, **changes}
    return expand({**main, "handling": [handling]} if handling else main, units=units())


def test_each_handling_kind_gets_its_code_name_key_and_share_of_the_promise():
    told = [(c["key"], c["task_name"], c["catalog_code"], c["promise_day"]) for c in expanded()]
    assert told == [
        ("salt_retail_new", "食盐零售许可（新办）", "990107999001", 5),
        ("salt_retail_change", "食盐零售许可（变更）", "990107999002", 3),
        ("salt_retail_extended", "食盐零售许可（延续）", "990107999003", 3),
        ("salt_retail_replaced", "食盐零售许可（补办）", "990107999004", 0),
        ("salt_retail_deregistered", "食盐零售许可（注销）", "990107999005", 1),
    ]


def test_who_decides_gives_the_code_the_window_and_the_telephone():
    content = expanded()[0]
    assert content["task_handle_item"] == "11990102MB0000019H499010799900101"
    assert (content["department"], content["undertake_org"]) == ("approval", "industry")
    assert content["transact_addr"].endswith("X区政务服务中心一层东 A 区 07—12 号窗口")
    assert content["consult_phone"] == "0990-0101001"


@pytest.mark.parametrize("targets", [[1], [2, 5], [1, 2]])
@pytest.mark.parametrize("profile", sorted(table()["profiles"]))
@pytest.mark.parametrize("promised", [0, 1, 2, 3, 4, 5, 20])
def test_whatever_is_filled_in_can_be_published(targets, profile, promised):
    for content in expanded(targets=targets, profile=profile, promised=promised):
        assert unsound(read_version(content)) == [], content["task_name"]


def test_what_the_main_says_stands_and_what_the_kind_says_stands_above_it():
    conditions, own = ["有店面。"], [{"key": "a", "material_name": "甲", "by_law": "食盐法第一条"}]
    content = expanded(
        handling={"kind": "变更", "name": "食盐零售许可地址变更", "promised": 2, "materials": own},
        accept_condition=conditions,
        aliases=["盐证"],
    )[0]
    assert (content["task_name"], content["promise_day"]) == ("食盐零售许可地址变更", 2)
    assert (content["accept_condition"], content["aliases"]) == (conditions, ["盐证"])
    assert [m["key"] for m in content["materials"]] == ["a", "agent_letter", "agent_id"]
    assert content["is_tolerant"] is False


def test_a_material_that_may_come_later_makes_the_item_tolerant():
    later = {"key": "a", "material_name": "甲", "by_law": "法", "is_need": 3, "tolerant_days": 3}
    assert expanded(materials=[later])[0]["is_tolerant"] is True


@pytest.mark.parametrize(
    ("said", "level", "visits", "online", "by"),
    [
        ({}, "IV", 0, True, [1, 2, 3]),
        ({"visits": 1}, "III", 1, True, [1, 2]),
        ({"visits": 2, "depth": [1, 2, 3]}, "II", 2, True, [1, 2]),
        ({"visits": 1, "depth": [1]}, "I", 1, False, [1]),
    ],
)
def test_how_far_it_goes_online_gives_level_visits_and_ways(said, level, visits, online, by):
    content = expanded(**said)[0]
    found = (
        content["online_level"],
        content["limit_scene_num"],
        content["is_online"],
        content["handle_type"],
    )
    assert found == (level, visits, online, by)
    assert (content["limit_scene_explain"] == "无") is (visits == 0)


def test_a_flow_longer_than_the_promise_of_a_kind_gives_way_to_the_usual_one():
    flow = [{"link_name": "审查", "days": 5, "post": "reviewer"}]
    new, changed = expanded(handle_flow=flow)[:2]
    assert new["handle_flow"] == flow
    assert sum(step["days"] for step in changed["handle_flow"]) == changed["promise_day"] == 3


def test_changing_extending_and_ending_a_licence_cite_the_licence_law():
    cited = {c["handling_kind"]: c["by_law"][-1]["article"] for c in expanded()}
    assert cited == {
        "新办": "第一条",
        "变更": "第四十九条",
        "延续": "第五十条",
        "补办": "第一条",
        "注销": "第七十条",
    }


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"main_no": "1"}, ValueError), ({"window_group": "market"}, ValueError), ({"organ": "moon"}, KeyError)],
)
def test_a_main_written_wrong_is_not_expanded(wrong, error):
    with pytest.raises(error):
        expanded(**wrong)
