"""X区截至 2024-06-30 的目录的数：每个从行里重新数出来，同报告一致；V1 至 V4、V7、V8、V11、V12 都成立。"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection

from tests.factories.catalogue import AT, BY
from tests.factories.organisation import COUNTY, load_district
from tests.factories.standing import standing
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.words import Figures, ListKind, RateKey, percent
from tongban.wiring.commands.figures import figures_command

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("report_figures")]

ON = date(2024, 6, 30)
SEAL_PRICE = 400  # yuan a set, the price of the demonstration (domain 6.0 V7)
SEAL_GRANTS, SEAL_COST_ABOVE = 627, 250_000
# The catalogue part of the report's figures (domain 6.0), as they stand in the report.
REPORT = {
    "licence_list": {"total": 259, "central": 245, "local": 14},
    "one_things": 12,
    "six_ones": ["一次告知", "一表申报", "一口受理", "一网审批", "一窗发证", "一体管理"],
    "tolerant": {"items": 50, "batches": 2},
    "cross_region": {
        "items_total": 1085,
        "out_of_city_partners": 5,
        "out_of_city_cities": 4,
        "in_city": "all",
    },
    "hall": {"units": 29, "windows": 75, "items": 1428},
    "catalogue": {"items": 1428, "online": 1263, "one_visit": 1373, "online_rate_2dp": 88.45},
}
NAMED = ("宣传部", "发展和改革局", "市场监督管理局", "住房和城乡建设局", "卫生健康局")


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[Figures]:
    """The whole district, loaded once as `tongban demo` loads it, and taken away again."""
    with standing(django_db_blocker):
        load_district()
        acts.load_licence_lists(by=BY, at=AT)
        acts.load_catalogue(by=BY, at=AT)
        acts.load_transfers(by=BY, at=AT)
        acts.load_lists(region=COUNTY, by=BY, at=AT)
        acts.load_baselines(region=COUNTY, by=BY, at=AT)
        yield queries.figures(region=COUNTY, on=ON)


def asked(sql: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchone()


def test_the_command_prints_the_figures_of_the_report(district, capsys):
    assert figures_command(["--region", "990102", "--as-of", "2024-06-30", "--json"]) == 0
    printed = capsys.readouterr().out
    told = json.loads(printed)
    assert {name: told[name] for name in REPORT} == REPORT
    transfer = dict(told["transfer"])
    named = transfer.pop("named_departments")
    assert transfer == {"departments": 13, "items": 143, "batches": 3}
    assert [name for name in NAMED if not any(name in department for department in named)] == []
    assert told["of"]["rates"]["online_availability_rate"]["fraction"] == "1263/1428"
    assert "≥" not in printed


def test_v1_the_setting_levels_add_up(district):
    counts = district.licences
    assert counts.central + counts.local == counts.total == 259


def test_v2_88_45_is_rounded_and_not_reached(district):
    rate = district.headline.rate(RateKey.ONLINE)
    assert (rate.of, rate.percent_2dp) == ("1263/1428", Decimal("88.45"))
    assert rate.value == Fraction(1263, 1428) < Fraction("0.8845")


def test_v3_one_visit_and_what_is_fully_online_needs_none(district):
    rate = district.headline.rate(RateKey.ONE_VISIT)
    assert (rate.of, percent(rate.value)) == ("1373/1428", Decimal("96.15"))
    fully = "content->'online_handle_depth' @> ANY(ARRAY['[5]','[6]','[7]']::jsonb[])"
    inside = f"SELECT count(*) FROM catalogue_in_force(%s, %s) WHERE {fully} AND content->'limit_scene_num' NOT IN ('0', '1')"
    assert asked(inside, COUNTY, ON) == (0,)


def test_v4_every_transferred_item_is_on_the_licence_list(district):
    counts = district.transfers
    assert (counts.items, len(counts.departments), counts.batches, counts.off_list) == (143, 13, 3, 0)
    assert asked(
        "SELECT sum(n) FROM (SELECT count(*) AS n FROM catalogue_transferredlicence GROUP BY transfer_id) x"
    ) == (143,)


def test_v7_the_price_of_a_set_of_seals_carries_the_cost(district):
    assert SEAL_GRANTS * SEAL_PRICE == 250_800 > SEAL_COST_ABOVE


def test_v8_each_tolerant_item_has_a_material_that_may_come_later(district):
    lines = "SELECT count(*), count(DISTINCT item_key) FROM catalogue_toleranceline"
    assert asked(lines) == (50, 50)
    kept = """
        SELECT count(*) FROM catalogue_toleranceline t JOIN catalogue_in_force(%s, %s) f
            ON f.content->>'catalog_code' = t.item_key
        WHERE EXISTS (SELECT FROM jsonb_array_elements(f.content->'materials') m WHERE m->>'is_need' = '3')
            AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(t.materials) k WHERE NOT EXISTS (
                    SELECT FROM jsonb_array_elements(f.content->'materials') m
                    WHERE m->>'key' = k->>'key' AND m->>'is_need' = '3'))
    """
    assert asked(kept, COUNTY, ON) == (50,)


def test_v11_every_item_has_entered_the_hall_and_every_unit_has_a_window(district):
    rate = district.headline.rate(RateKey.HALL_ENTRY)
    assert (rate.numerator, rate.denominator, district.headline.items) == (1428, 1428, 1428)
    alone = "SELECT count(*), count(DISTINCT (hall_id, number)), count(DISTINCT department_id) FROM organisation_window"
    assert asked(alone) == (75, 75, 29) == (district.hall.windows, district.hall.windows, district.hall.units)


def test_v12_the_agreement_items_are_summed_over_the_agreements(district):
    counts = district.agreements
    total, distinct, partners = asked(
        "SELECT count(*), count(DISTINCT i.item_key), count(DISTINCT a.partner) FROM catalogue_agreementitem i"
        " JOIN catalogue_agreement a USING (document_id) WHERE a.signed_on <= %s AND a.valid_to >= %s",
        ON,
        ON,
    )
    assert (counts.items_total, counts.items_distinct) == (total, distinct) and total == 1085 > distinct
    assert counts.in_city_partners + counts.out_of_city_partners == partners
    assert (len(district.coverage), district.uncovered) == (counts.in_city_partners, ())


def test_the_165_items_that_are_not_online_say_why(district):
    items, more = queries.counted_items(region=COUNTY, on=ON, key=RateKey.ONLINE, counted=False)
    assert (len(items), more, [item.name for item in items if not item.reason]) == (165, "", [])


def test_every_item_has_exactly_one_accountable_office(district):
    assert queries.without_one_office(region=COUNTY, on=ON) == []


def test_the_four_reductions_are_counted_against_the_baseline(district):
    told = district.headline
    assert told.baseline is not None and told.baseline.taken_on == date(2023, 6, 30)
    assert [(one.key.zh, one.items, one.backwards) for one in told.reductions] == [
        (name, 1428, False) for name in ("减时间", "减环节", "减材料", "减跑动")
    ]


def test_changing_one_row_changes_the_figure(district):
    _, content = asked(
        "SELECT code, content FROM catalogue_in_force(%s, %s) WHERE content->'limit_scene_num' = '0'"
        " AND content->'online_handle_depth' @> '[2]' AND content->>'task_type' = '20' ORDER BY code LIMIT 1",
        COUNTY,
        ON,
    )
    changed = {**json.loads(content), "online_handle_depth": [1], "is_online": False, "online_level": "I"}
    changed |= {"offline_reason": "试一试", "plan_effective_date": "2024-06-30", "handle_type": [1]}
    acts.publish(content=changed, by=BY, at=AT)
    assert queries.headline(region=COUNTY, on=ON).rate(RateKey.ONLINE).of == "1262/1428"
    acts.publish(
        content={**changed, **json.loads(content), "plan_effective_date": "2024-06-30"}, by=BY, at=AT
    )
    assert queries.headline(region=COUNTY, on=ON).rate(RateKey.ONLINE).of == "1263/1428"


@pytest.mark.parametrize("kind", list(ListKind))
def test_every_list_of_the_district_prints_as_a_document(district, kind):
    shown = queries.printed_list(region=COUNTY, kind=kind, number=1)
    pdf = queries.list_pdf(region=COUNTY, kind=kind, number=1, at=AT)
    assert pdf.startswith(b"%PDF")
    document = models.ListDocument.objects.get(kind=kind.value, number=1)
    assert (len(shown.rows), shown.head) == (document.lines, document.head)
    assert {len(row) for row in shown.rows} == {len(shown.columns)}
