"""黄金样例存在事项名下；发布之前先检查、先跑样例，有错误、有样例不过的不能发布。"""

from dataclasses import replace

import pytest

from tests.factories.catalogue import AT, BY, FOOD, content
from tests.factories.catalogue_life import CHECKER, COMPILER, STRANGER, brought_to, published
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.catalogue import acts, errors, models, queries
from tongban.rooms.catalogue.words import GoldenCase, Stage
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db
REGION = "990102000000"


@pytest.fixture(autouse=True)
def year() -> None:
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by=BY, at=AT)


def shipped(name: str = "材料齐全，予以受理") -> GoldenCase:
    return next(case for case in queries.golden_content()[FOOD] if case.name == name)


def saved(case: GoldenCase | None = None) -> str:
    return acts.save_golden_case(item_code=FOOD, case=case or shipped(), by=COMPILER, at=AT).uid


def test_a_golden_case_is_saved_changed_and_removed_and_each_leaves_its_event():
    published()
    uid = saved()
    assert queries.golden_cases(item_code=FOOD) == (replace(shipped(), uid=uid),)
    acts.save_golden_case(item_code=FOOD, case=replace(shipped(), uid=uid, name="样例一"), by=COMPILER, at=AT)
    assert [case.name for case in queries.golden_cases(item_code=FOOD)] == ["样例一"]
    acts.remove_golden_case(uid=uid, by=COMPILER, at=AT)
    assert queries.golden_cases(item_code=FOOD) == ()
    kinds = [e.kind.removeprefix("catalogue.") for e in journal.stream(name=f"item:{FOOD}")]
    assert kinds == ["item_published", "golden_case_saved", "golden_case_saved", "golden_case_removed"]


def test_two_cases_of_an_item_have_two_names():
    published()
    saved()
    with pytest.raises(errors.GoldenNameTaken):
        saved()
    assert models.GoldenCase.objects.count() == 1


def test_only_who_manages_the_item_saves_or_removes_its_cases():
    published()
    uid = saved()
    with pytest.raises(errors.NotYourItem):
        acts.save_golden_case(item_code=FOOD, case=replace(shipped(), name="另一个"), by=STRANGER, at=AT)
    with pytest.raises(errors.NotYourItem):
        acts.remove_golden_case(uid=uid, by=STRANGER, at=AT)


REFUSED = shipped("没有填单位名称")


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (replace(shipped(), name="  "), "没有写名称"),
        (
            replace(shipped(), expects=replace(shipped().expects, due_on=None)),
            "予以受理的要写应办结日，不写理由",
        ),
        (
            replace(
                shipped("没有填单位名称"), expects=replace(shipped("没有填单位名称").expects, reasons=())
            ),
            "不能受理的要写理由",
        ),
    ],
)
def test_a_case_that_cannot_be_right_is_refused_with_its_reason(case, why):
    published()
    with pytest.raises(errors.GoldenCaseInvalid) as refused:
        saved(case)
    assert refused.value.facts["why"] == why


def test_a_version_that_breaks_a_golden_case_is_not_published():
    published()
    saved()
    uid = brought_to(Stage.PASSED, promise_day=8)
    said = "黄金样例“材料齐全，予以受理”没有通过：应办结日应为“2026-03-11”，现在是“2026-03-12”"
    assert queries.what_blocks(version_uid=uid, on=AT.date()) == [said]
    with pytest.raises(errors.PublishingBlocked) as refused:
        acts.publish_version(version_uid=uid, by=COMPILER, at=AT)
    assert refused.value.facts["why"] == said
    assert queries.current(code=FOOD).promised_days == 7


def test_the_same_version_is_published_once_the_case_says_what_is_now_right():
    published()
    uid = saved()
    version = brought_to(Stage.PASSED, promise_day=8)
    [result] = queries.golden_sheet(item_code=FOOD).results
    right = replace(shipped(), uid=uid, expects=result.actual)
    acts.save_golden_case(item_code=FOOD, case=right, by=CHECKER, at=AT)
    acts.publish_version(version_uid=version, by=COMPILER, at=AT)
    assert queries.current(code=FOOD).promised_days == 8


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"questions": []}, "TB522"),
        ({"consult_phone": "0990-0101012"}, "TB408"),
        ({"limit_scene_num": 1, "limit_scene_explain": "核验"}, "TB305"),
        ({"anticipate_day": 5, "promise_day": 5, "accept_condition": ["法律、法规规定的其他条件"]}, "TB517"),
    ],
)
def test_a_version_with_a_lint_error_is_not_published(changes, code):
    published()
    uid = brought_to(Stage.PASSED, **changes)
    with pytest.raises(errors.PublishingBlocked) as refused:
        acts.publish_version(version_uid=uid, by=COMPILER, at=AT)
    assert code in refused.value.facts["why"]
    assert queries.current(code=FOOD).number == 1


def test_a_warning_does_not_hold_a_version_up():
    published()
    uid = brought_to(Stage.PASSED, complain_phone="0990-0101012")
    assert [
        f.code
        for each in queries.lint(content=content(complain_phone="0990-0101012"), on=AT.date()).values()
        for f in each
    ] == ["TB409"]
    acts.publish_version(version_uid=uid, by=COMPILER, at=AT)
    assert queries.current(code=FOOD).number == 2


def test_findings_are_told_by_the_path_of_the_element_they_stand_beside():
    item = content()
    item["materials"][2]["by_law"] = ""
    found = queries.lint(content=item, region=REGION, on=AT.date())
    assert {path: [f.code for f in each] for path, each in found.items()} == {"materials.2.by_law": ["TB605"]}


def test_the_shipped_cases_are_loaded_once_and_an_item_with_cases_of_its_own_is_left_alone():
    published()
    uid = saved(replace(shipped(), name="自己的"))
    acts.publish(content=content("company_setup"), by=BY, at=AT)
    event = acts.load_golden(region=REGION, by=BY, at=AT)
    company = content("company_setup")["task_handle_item"]
    assert event is not None
    assert (event.items, event.cases) == (1, len(queries.golden_content()[company]))
    assert [case.uid for case in queries.golden_cases(item_code=FOOD)] == [uid]
    assert acts.load_golden(region=REGION, by=BY, at=AT) is None


def test_the_sheet_runs_the_cases_on_the_draft_when_there_is_one(django_assert_num_queries):
    published()
    saved()
    brought_to(Stage.DRAFT, promise_day=6)
    with django_assert_num_queries(
        5
    ):  # the latest version, the cases, the calendar's edition, years and days
        sheet = queries.golden_sheet(item_code=FOOD)
    assert (sheet.draft, sheet.broken, sheet.version.promised_days) == (True, 1, 6)
    [result] = sheet.results
    assert [d.what for d in result.differences] == ["应办结日"]
