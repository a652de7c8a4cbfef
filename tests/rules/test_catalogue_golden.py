"""黄金样例：随产品带来的每个样例都照写明的得到结果；改错了事项，样例就说出来。"""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories.catalogue import content
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.rules import golden
from tongban.rooms.catalogue.rules.fees import fee_due
from tongban.rooms.catalogue.rules.golden_cases import case_of, stored_given, stored_verdict
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import GoldenCase, Outcome, Version

WORKDAYS = calendar.published_workdays()
CASES = queries.golden_content()
ITEMS = {each["task_handle_item"]: each for each in queries.published_content()}
FOOD = "11990102MB0000019H499013100100101"
WHOLE = "材料齐全，予以受理"


def cases(code: str = FOOD) -> dict[str, GoldenCase]:
    return {case.name: case for case in CASES[code]}


def broken(case: GoldenCase, version: Version) -> list[str]:
    return [d.what for d in golden.run_golden(version, case, WORKDAYS).differences]


def test_every_showpiece_has_its_golden_cases_one_accepted_and_one_refused_at_least() -> None:
    assert sorted(CASES) == sorted(ITEMS)
    for code, each in CASES.items():
        outcomes = {case.expects.outcome for case in each}
        assert outcomes == set(Outcome), code


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_every_golden_case_of_a_showpiece_comes_out_as_written(code: str) -> None:
    assert golden.broken_golden(read_version(ITEMS[code]), CASES[code], WORKDAYS) == []


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_the_accepted_case_is_the_items_own_worked_example(code: str) -> None:
    example, whole = ITEMS[code]["example"], cases(code)[WHOLE]
    assert (whole.given.answers, whole.given.form) == (example["answers"], example["form"])
    assert sorted(whole.expects.materials) == sorted(example["materials"])
    assert whole.expects.fee == Decimal(str(example["fee"]))
    assert str(whole.expects.due_on) == example["due_on"]


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_the_golden_cases_of_a_showpiece_choose_every_option_and_ask_for_every_material(code: str) -> None:
    covered = golden.coverage(read_version(ITEMS[code]), CASES[code])
    assert [part.unseen for part in (covered.options, covered.materials, covered.steps)] == [(), (), ()]
    assert covered.fields.seen >= covered.fields.total * 3 // 4


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"promise_day": 8}, ["应办结日"]),
        (
            {
                "is_fee": True,
                "fee_projects": [{"fee_name": "工本费", "fee_stand": "10元", "counted": {"amount": 10}}],
            },
            ["费用"],
        ),
        ({"is_fee": True, "fee_projects": [{"fee_name": "检测费", "fee_stand": "按标准"}]}, ["费用"]),
    ],
)
def test_a_change_of_the_item_that_changes_a_result_breaks_the_case_and_says_where(changes, what) -> None:
    assert broken(cases()[WHOLE], read_version(content(**changes))) == what


def test_a_material_left_out_by_mistake_is_seen() -> None:
    item = content()
    item["materials"] = [m for m in item["materials"] if m["key"] != "special_room"]
    [difference] = golden.run_golden(read_version(item), cases()[WHOLE], WORKDAYS).differences
    assert difference.what == "应交材料"
    assert "专间" in difference.expected or "special_room" in difference.expected
    assert "special_room" not in difference.actual


def test_a_field_that_became_required_turns_an_acceptance_into_a_refusal_with_its_reason() -> None:
    item = content()
    item["form"][0]["fields"].append({"name": "fax", "label": "传真", "type": "text", "required": True})
    result = golden.run_golden(read_version(item), cases()[WHOLE], WORKDAYS)
    assert [d.what for d in result.differences] == ["结论", "应办结日", "理由"]
    assert result.actual.reasons == ("form.fax：请填写传真",)


def test_what_an_item_costs_is_counted_by_its_published_rate() -> None:
    street = read_version(content("street_occupation"))
    values = {
        "road_part": "lane",
        "length": 4,
        "width": "2.5",
        "start_on": "2026-03-10",
        "end_on": "2026-03-10",
    }
    assert fee_due(street, values) == Decimal("5.00")
    assert fee_due(street, {**values, "road_part": "both"}) is None
    assert fee_due(street, {}) is None
    assert fee_due(read_version(content()), {}) == Decimal("0.00")


def test_on_a_tolerant_item_a_secondary_paper_may_come_later_and_on_another_it_may_not() -> None:
    item = content("labour_dispatch_licence")
    [name] = [name for name in cases(item["task_handle_item"]) if "容缺" in name]
    case = cases(item["task_handle_item"])[name]
    assert case.expects.outcome is Outcome.ACCEPTED
    assert broken(case, read_version({**item, "is_tolerant": False})) == ["结论", "应办结日", "理由"]


def test_a_case_is_stored_and_read_back_the_same() -> None:
    for case in CASES[FOOD]:
        told = stored_given(case.given), stored_verdict(case.expects)
        assert case_of(name=case.name, given=told[0], expects=told[1]) == case


def test_coverage_names_what_no_case_has_touched() -> None:
    version = read_version(content())
    covered = golden.coverage(version, [cases()[WHOLE]])
    assert covered.options.unseen == (
        "供应的食品里有没有冷食类（凉菜）、生食类或者裱花蛋糕？没有，只做热食、面点或者饮品",
        "用不用自动售卖、自动制作设备？用",
        "厨师和服务员招到了没有？只有经营者自己操作",
        "厨师和服务员招到了没有？还没有招到",
        "由谁来办理？法定代表人（负责人、经营者）本人办理",
    )
    assert covered.materials.unseen == ("自动设备放置地点和食品安全风险管控方案",)
    assert (covered.accepted, covered.refused) == (1, 0)
    assert [part.seen for part in golden.coverage(version, []).parts] == [0, 0, 0, 0]


def test_a_refused_case_goes_only_as_far_as_the_counter() -> None:
    refused = replace(cases()[WHOLE], expects=replace(cases()[WHOLE].expects, outcome=Outcome.REFUSED))
    covered = golden.coverage(read_version(content()), [refused])
    assert covered.steps.unseen == ("现场核查", "审查", "决定", "制证", "送达")
