"""指标的规则：准确的分数，四舍五入只为显示；没有分母没有值；四个“减”同基线比，不减反增看得见。"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rooms.catalogue.rules.headline import Counts, Totals, rates, reduction, spread_baseline
from tongban.rooms.catalogue.words import (
    BaselineRow,
    ItemFigures,
    RateKey,
    ReductionKey,
    Seen,
    SeenItem,
    TaskType,
    percent,
)

COUNTS = Counts(
    items=1428,
    online=1263,
    one_visit=1373,
    fully_online=700,
    zero_visit=720,
    on_the_spot=300,
    negative=0,
    entered=1428,
)


def shown(counts: Counts = COUNTS, statutory: int = 20, promised: int = 5) -> dict[RateKey, tuple[str, str]]:
    found = rates(counts, statutory=Fraction(statutory), promised=Fraction(promised))
    return {rate.key: (rate.shown, rate.of) for rate in found}


def test_the_figures_of_the_report_come_out_with_their_fractions():
    assert shown() == {
        RateKey.ONLINE: ("88.45%", "1263/1428"),
        RateKey.ONE_VISIT: ("96.15%", "1373/1428"),
        RateKey.FULLY_ONLINE: ("49.02%", "700/1428"),
        RateKey.ZERO_VISIT: ("50.42%", "720/1428"),
        RateKey.ON_THE_SPOT: ("21.01%", "300/1428"),
        RateKey.TIME_SAVED: ("75.00%", "15/20"),
        RateKey.HALL_ENTRY: ("100.00%", "1428/1428"),
    }


def test_88_45_is_a_rounded_figure_and_not_reached_by_the_fraction():
    assert percent(Fraction(1263, 1428)) == Decimal("88.45")
    assert Fraction(1263, 1428) < Fraction("0.8845")
    assert percent(Fraction(1373, 1428)) == Decimal("96.15")


def test_without_a_denominator_there_is_no_figure():
    nothing = Counts(
        items=0, online=0, one_visit=0, fully_online=0, zero_visit=0, on_the_spot=0, negative=0, entered=0
    )
    assert {one for one, _ in shown(nothing, 0, 0).values()} == {"—"}
    assert {rate.percent_2dp for rate in rates(nothing, statutory=Fraction(0), promised=Fraction(0))} == {
        None
    }


def test_items_on_the_negative_list_leave_the_denominator_of_hall_entry():
    counts = Counts(
        items=10, online=0, one_visit=0, fully_online=0, zero_visit=0, on_the_spot=0, negative=2, entered=8
    )
    assert shown(counts)[RateKey.HALL_ENTRY] == ("100.00%", "8/8")


def test_every_rate_says_how_it_is_counted():
    found = rates(COUNTS, statutory=Fraction(1), promised=Fraction(1))
    assert {"÷" in rate.definition and "业务办理项" in rate.definition for rate in found} == {True}
    assert [rate.key for rate in found] == list(RateKey)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_a_percentage_is_rounded_half_up(numerator: int, denominator: int):
    expected = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert percent(Fraction(numerator, denominator)) == expected


@pytest.mark.parametrize(("value", "told"), [("0.00125", "0.13"), ("0.00124", "0.12"), ("-0.00125", "-0.13")])
def test_a_half_goes_away_from_zero(value: str, told: str):
    assert percent(Fraction(value)) == Decimal(told)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(20, 5, ("75.00%", "15/20", False)), (4, 5, ("-25.00%", "-1/4", True)), (0, 3, ("—", "-3/0", True))],
)
def test_a_reduction_is_signed_and_going_backwards_is_flagged(before, now, told):
    totals = Totals(items=1, worse=int(now > before), before=Fraction(before), now=Fraction(now))
    found = reduction(ReductionKey.STEPS, totals, baseline="甲")
    assert (found.shown, found.of, found.backwards) == told
    assert found.definition.startswith("（甲的办理环节合计−当日办理环节合计）÷甲的办理环节合计")


LICENCE = SeenItem(
    key="990114002001",
    code="A1",
    name="甲",
    organ="局",
    department="hr",
    competent="hr",
    task_type=TaskType.LICENCE,
    on_the_spot=False,
    promised_days=5,
)
NOW = ItemFigures("990114002001", 5, "1", 20, "2", 4, 6, 0)
RULES = [
    {"on_the_spot": True, "promised": 1, "steps": 1, "materials": 1, "visits": 1},
    {"type": "01", "promised": "statutory", "steps": 2, "materials": 3, "visits": 1},
    {"promised": 3, "steps": 0, "materials": 0, "visits": 0},
]


@pytest.mark.parametrize(
    ("written", "row"),
    [
        ({"rules": RULES}, BaselineRow("990114002001", 20, "2", 6, 9, 1)),
        ({"rules": RULES[2:]}, BaselineRow("990114002001", 8, "1", 4, 6, 0)),
        (
            {
                "rules": RULES,
                "items": [{"item": "A1", "promised": 1, "steps": 2, "materials": 3, "visits": 4}],
            },
            BaselineRow("990114002001", 1, "1", 2, 3, 4),
        ),
    ],
)
def test_a_baseline_file_is_spread_by_its_first_fitting_rule(written, row):
    assert spread_baseline(written, seen=Seen((LICENCE,)), now=[NOW]) == [row]
