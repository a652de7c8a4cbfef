"""指标从行里数出来：同另写的一条朴素 SQL 一致；改一行，数就变；点开的事项就是数到的事项。"""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection

from tests.factories.catalogue import AT, BY, content
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import BaselineExists
from tongban.rooms.catalogue.events import BaselineTaken
from tongban.rooms.catalogue.words import ListHead, ListKind, NegativeEntry, Rate, RateKey, ReductionKey

pytestmark = pytest.mark.django_db

REGION = "990102000000"
DAY = date(2026, 6, 30)
KEYS = ("food_service_licence", "social_security_card", "marriage_registration", "signboard_filing")
# Counted another way than the product does: plain SQL over the current versions, one figure a line.
ORACLE = {
    RateKey.ONLINE: "content->'online_handle_depth' @> ANY(ARRAY['[2]','[3]','[4]','[5]','[6]','[7]']::jsonb[])",
    RateKey.ONE_VISIT: "content->'limit_scene_num' IN ('0', '1')",
    RateKey.FULLY_ONLINE: "content->'online_handle_depth' @> ANY(ARRAY['[5]','[6]','[7]']::jsonb[])",
    RateKey.ZERO_VISIT: "content->'limit_scene_num' = '0'"
    " OR content->'online_handle_depth' @> ANY(ARRAY['[5]','[6]','[7]']::jsonb[])",
    RateKey.ON_THE_SPOT: "content->'project_type' = '1'",
    RateKey.HALL_ENTRY: "content->'is_entry_center' = 'true'",
}


@pytest.fixture(autouse=True)
def items() -> None:
    for key in KEYS:
        publish(key)


def publish(key: str, **changes: Any) -> str:
    published = content(key, **changes)
    acts.publish(content=published, by=BY, at=AT)
    return str(published["task_handle_item"])


def counted(key: RateKey) -> Rate:
    return queries.headline(region=REGION, on=DAY).rate(key)


def oracle(condition: str = "true", amount: str = "count(*)") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {amount} FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id"
            f" WHERE i.state = '1' AND i.region = %s AND ({condition})",
            [REGION],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("key", list(ORACLE))
def test_a_rate_equals_plain_sql(key):
    rate = counted(key)
    assert (rate.numerator, rate.denominator) == (oracle(ORACLE[key]), oracle()) != (0, 0)


def test_the_time_saved_equals_plain_sql():
    rate = counted(RateKey.TIME_SAVED)
    limited = "(content->>'anticipate_day')::int > 0 AND content->>'anticipate_type' = '1'"
    statutory = oracle(limited, "sum((content->>'anticipate_day')::int)")
    promised = oracle(limited, "sum((content->>'promise_day')::int)")
    assert {c["anticipate_type"] for c in map(content, KEYS) if c["anticipate_day"]} == {1}
    assert (rate.numerator, rate.denominator) == (statutory - promised, statutory)


def test_natural_days_and_hours_are_counted_as_exact_parts_of_workdays():
    publish("signboard_filing", task_state=3)
    publish("social_security_card", task_state=3)
    publish("marriage_registration", task_state=3)
    quick = [{**step, "days": 0} for step in content("food_service_licence")["handle_flow"]]
    limits = {"anticipate_day": 20, "anticipate_type": 2, "promise_day": 12, "promise_type": 3}
    publish("food_service_licence", handle_flow=quick, **limits)
    rate = counted(RateKey.TIME_SAVED)
    assert (rate.denominator, rate.numerator) == (Fraction(100, 7), Fraction(100, 7) - Fraction(3, 2))
    assert rate.value == Fraction(179, 200)


@pytest.mark.parametrize(
    ("key", "changes", "less"),
    [
        (RateKey.ONLINE, {"online_handle_depth": [1], "online_level": "I", "is_online": False}, 1),
        (RateKey.ONE_VISIT, {"limit_scene_num": 2, "limit_scene_explain": "两次现场核验"}, 1),
        (RateKey.FULLY_ONLINE, {"online_handle_depth": [1, 2, 3, 4], "online_level": "III"}, 1),
        (RateKey.HALL_ENTRY, {"is_entry_center": False}, 1),
    ],
)
def test_changing_one_row_changes_the_figure(key, changes, less):
    before = counted(key)
    publish("food_service_licence", **changes)
    after = counted(key)
    assert (after.numerator, after.denominator) == (before.numerator - less, before.denominator)


@pytest.mark.parametrize("state", [2, 3])
def test_what_is_paused_or_cancelled_is_not_counted(state):
    before = counted(RateKey.ONLINE).denominator
    publish("food_service_licence", task_state=state)
    assert counted(RateKey.ONLINE).denominator == before - 1 == oracle()


def test_penalties_and_inspections_are_no_service_items():
    before = counted(RateKey.ONLINE).denominator
    publish("food_service_licence", task_type="06")
    assert counted(RateKey.ONLINE).denominator == before - 1


def test_what_stands_on_the_negative_list_is_not_expected_in_the_hall():
    code = publish("food_service_licence", is_entry_center=False)
    assert counted(RateKey.HALL_ENTRY).of == "3/4"
    head = ListHead(
        region=REGION,
        kind=ListKind.NEGATIVE,
        number=1,
        title="负面清单",
        document_no="X政〔2024〕1号",
        issued_by=("X区",),
        published_on=date(2024, 1, 2),
        effective_on=date(2024, 2, 1),
    )
    entry = NegativeEntry(name="食品", department="局", reason="涉密", handled_at="别处", item=code)
    acts.publish_negative(head=head, entries=[entry], by=BY, at=AT)
    assert counted(RateKey.HALL_ENTRY).of == "3/3"


def opened(key: RateKey) -> Iterator[list[str]]:
    for part in (True, False):
        items, _ = queries.counted_items(region=REGION, on=DAY, key=key, counted=part)
        yield [item.code for item in items]


@pytest.mark.parametrize("key", [k for k in RateKey if k is not RateKey.TIME_SAVED])
def test_a_figure_opens_into_exactly_the_items_it_counted(key):
    publish("food_service_licence", online_handle_depth=[1], limit_scene_num=3, is_entry_center=False)
    rate = counted(key)
    inside, outside = opened(key)
    assert (len(inside), len(outside)) == (rate.numerator, rate.rest)
    assert sorted(inside + outside) == sorted(str(content(k)["task_handle_item"]) for k in KEYS)


def test_an_item_that_is_not_online_says_why():
    code = publish(
        "food_service_licence",
        online_handle_depth=[1],
        is_online=False,
        online_level="I",
        offline_reason="须当面指认",
    )
    items, more = queries.counted_items(region=REGION, on=DAY, key=RateKey.ONLINE, counted=False)
    assert ([(item.code, item.says, item.reason) for item in items], more) == (
        [(code, "I级", "须当面指认")],
        "",
    )


def test_what_is_opened_is_read_page_by_page_to_its_end(monkeypatch):
    monkeypatch.setattr("tongban.rooms.catalogue.queries.rates.LONGEST_PAGE", 3)
    whole, mark = queries.counted_items(region=REGION, on=DAY, key=RateKey.ONLINE)
    rest, last = queries.counted_items(region=REGION, on=DAY, key=RateKey.ONLINE, after=mark)
    assert (len(whole), len(rest), last) == (3, 1, "")
    assert [i.organ for i in (*whole, *rest)] == sorted(i.organ for i in (*whole, *rest))


def take(name: str = "甲基线") -> BaselineTaken:
    return acts.take_baseline(region=REGION, name=name, on=DAY, by=BY, at=AT)


def test_a_baseline_is_taken_once_under_its_name():
    assert take() == BaselineTaken(
        region=REGION, name="甲基线", taken_on=DAY, source="本平台目录", items=4, by=BY, at=AT
    )
    with pytest.raises(BaselineExists):
        take()
    assert (models.Baseline.objects.count(), models.BaselineLine.objects.count()) == (1, 4)


def test_the_four_reductions_compare_the_day_with_the_baseline():
    take()
    before = content("food_service_licence")
    publish(
        "food_service_licence",
        promise_day=before["promise_day"] - 2,
        handle_flow=[{**step, "days": 0} for step in before["handle_flow"][:-1]],
        limit_scene_num=before["limit_scene_num"] + 1,
        limit_scene_explain="核验",
    )
    found = {one.key: one for one in queries.headline(region=REGION, on=DAY).reductions}
    assert {key: (one.before - one.now, one.worse, one.backwards) for key, one in found.items()} == {
        ReductionKey.TIME: (2, 0, False),
        ReductionKey.STEPS: (1, 0, False),
        ReductionKey.MATERIALS: (0, 0, False),
        ReductionKey.VISITS: (-1, 1, True),
    }
    assert found[ReductionKey.STEPS].before == sum(len(content(k)["handle_flow"]) for k in KEYS)
    assert found[ReductionKey.MATERIALS].before == sum(len(content(k)["materials"]) for k in KEYS)


def test_a_reduction_opens_with_what_went_backwards_in_front():
    take()
    publish("food_service_licence", limit_scene_num=2, limit_scene_explain="核验")
    items, _ = queries.reduced_items(region=REGION, on=DAY, key=ReductionKey.VISITS, counted=False)
    assert (items[0].name, items[0].before, items[0].says) == ("食品经营许可（餐饮服务经营者新办）", "0", "2")
    assert queries.reduced_items(region=REGION, on=DAY, key=ReductionKey.VISITS)[0] == ()


def test_without_a_baseline_there_is_no_reduction():
    assert queries.headline(region=REGION, on=DAY).reductions == ()
    assert queries.reduced_items(region=REGION, on=DAY, key=ReductionKey.TIME) == ((), "")


def test_all_the_figures_of_a_day_cost_a_fixed_number_of_statements(django_assert_num_queries):
    take()
    with django_assert_num_queries(3):
        queries.headline(region=REGION, on=DAY)


def test_figures_are_told_as_json_with_their_fractions():
    told = json.loads(json.dumps(queries.plain_figures(queries.figures(region=REGION, on=DAY))))
    assert told["catalogue"] == {"items": 4, "online": 4, "one_visit": 4, "online_rate_2dp": 100.0}
    assert {
        key: rate["fraction"] for key, rate in told["of"]["rates"].items() if key != "time_saved_rate"
    } == {key.value: counted(key).of for key in RateKey if key is not RateKey.TIME_SAVED}
    assert {bool(rate["definition"]) for rate in told["of"]["rates"].values()} == {True}
