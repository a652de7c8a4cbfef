"""检查一个区划的目录：事实从库里来，种下的每一处毛病都查得出来，只查出它一处；没有毛病就一处也没有。"""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.acts.test_catalogue_lists import head
from tests.factories import powers
from tests.factories.catalogue import AT, BY, FOOD, content
from tests.factories.catalogue_life import COMPILER, brought_to
from tests.factories.organisation import load_district
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import PublishingBlocked
from tongban.rooms.catalogue.rules.directory import line_of
from tongban.rooms.catalogue.words import (
    DutyEntry,
    IntermediaryEntry,
    ListKind,
    NegativeEntry,
    SetLevel,
    Stage,
)
from tongban.wiring.commands.lint_items import lint_items_command

pytestmark = pytest.mark.django_db
TODAY = AT.date()
REGION = "990102000000"
KEY = content()["catalog_code"]


def an_item(**changes: object) -> None:
    acts.publish(content=content(licence_no=powers.FOOD_NO, **changes), by=BY, at=AT)


def an_office(key: str = KEY) -> None:
    acts.publish_duties(head=head(ListKind.DUTY), entries=[DutyEntry(key, "准入股")], by=BY, at=AT)


def kept_outside(**more: str) -> None:
    entry = NegativeEntry(content()["task_name"], "X区市场监督管理局", "涉密", "保密场所", **more)
    acts.publish_negative(head=head(ListKind.NEGATIVE), entries=[entry], by=BY, at=AT)


@pytest.fixture(autouse=True)
def district() -> None:
    powers.district()


def told(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, int]:
    lint_items_command(["--region", "990102", "--on", str(TODAY), "--json", *more])
    found: dict[str, int] = json.loads(capsys.readouterr().out)["by_code"]
    return found


def test_a_district_whose_lists_and_items_agree_has_nothing_to_be_told(capsys):
    an_item()
    powers.publish()
    models.keep_lines([line_of(content())])
    an_office()
    assert told(capsys) == {}


def _off_the_list() -> None:
    an_item()
    powers.publish(powers.a_list(entries=powers.without(powers.FOOD_NO)))


def _other_level() -> None:
    an_item()
    ours, other = powers.without("037", "250")[0], powers.without(powers.FOOD_NO)
    powers.publish(powers.a_list(entries=(*other, replace(ours, set_level=SetLevel.LOCAL))))


def _drifted() -> None:
    an_item()
    models.keep_lines([line_of(content(task_name="食品经营许可核发"))])


def _claimed_another_code() -> None:
    an_item()
    models.keep_lines([line_of(content()), line_of(content(catalog_code="990131001999"))])
    claimed = models.DirectoryEntry.current("990131001999")
    models.Item.objects.filter(code=FOOD).update(claimed=claimed)


def _unclaimed() -> None:
    an_item()
    models.keep_lines([line_of(content(catalog_code="990131001999"))])


def _without_an_office() -> None:
    acts.publish(content=content("labour_dispatch_licence"), by=BY, at=AT)
    an_office(content("labour_dispatch_licence")["catalog_code"])
    an_item()


def _outside_without_a_list() -> None:
    an_item(is_entry_center=False)


def _inside_though_listed() -> None:
    an_item()
    kept_outside(item=KEY)


def _strange_window() -> None:
    load_district()
    an_item(window_group="nowhere")


def _unlisted_intermediary() -> None:
    listed = IntermediaryEntry("安全评价", "X区应急管理局", "安全生产法第三十二条")
    acts.publish_intermediaries(head=head(ListKind.INTERMEDIARY), entries=[listed], by=BY, at=AT)
    an_item(service_type=["安全评价", "风水鉴定"])


def _strange_organ() -> None:
    an_item(dept_code="11990102MB0000027C", dept_name="X区某局")


@pytest.mark.parametrize(
    ("plant", "codes"),
    [
        (_off_the_list, {"TB804": 1}),
        (_other_level, {"TB805": 1}),
        (_drifted, {"TB807": 1}),
        (_claimed_another_code, {"TB807": 1}),
        (_unclaimed, {"TB808": 1}),
        (_without_an_office, {"TB809": 1}),
        (_outside_without_a_list, {"TB401": 1}),
        (_inside_though_listed, {"TB402": 1}),
        (_strange_window, {"TB406": 1}),
        (_unlisted_intermediary, {"TB524": 1}),
    ],
    ids=lambda each: each.__name__.strip("_") if callable(each) else None,
)
def test_a_planted_breach_is_told_and_nothing_else(plant: Callable[[], None], codes, capsys):
    plant()
    found = told(capsys)
    found.pop("TB814", None)
    assert found == codes


def test_a_district_without_a_licence_list_is_told_that_the_gate_is_open(capsys):
    an_item()
    assert told(capsys) == {"TB814": 1}


def test_an_item_outside_the_hall_may_be_listed_by_name_before_it_is_published(capsys):
    kept_outside()
    an_item(is_entry_center=False)
    powers.publish()
    assert told(capsys) == {}


def test_each_day_is_linted_as_it_was_and_drafts_as_they_are_being_written(capsys):
    an_item()
    powers.publish()
    brought_to(Stage.DRAFT, is_entry_center=False)
    assert told(capsys) == {}
    assert told(capsys, "--drafts") == {"TB401": 1}
    lint_items_command(["--region", "990102", "--on", "2020-01-01", "--json"])
    assert json.loads(capsys.readouterr().out)["items"] == 0


def test_what_the_district_has_published_holds_a_version_up():
    an_item()
    uid = brought_to(Stage.PASSED)
    models.keep_lines([line_of(content(task_name="食品经营许可核发"))])
    with pytest.raises(PublishingBlocked, match="TB807"):
        acts.publish_version(version_uid=uid, by=COMPILER, at=AT)


def test_the_facts_cost_the_same_number_of_statements_however_many_items(django_assert_num_queries):
    an_item()
    acts.publish(content=content("labour_dispatch_licence"), by=BY, at=AT)
    powers.publish()
    queries.lint_region(region=REGION, on=TODAY)
    with django_assert_num_queries(6):  # in force; edition, departments, windows, lists, who stands
        queries.lint_region(region=REGION, on=TODAY)
    models.keep_lines([line_of(content())])
    with django_assert_num_queries(7):  # and the directory
        queries.lint_region(region=REGION, on=TODAY)
