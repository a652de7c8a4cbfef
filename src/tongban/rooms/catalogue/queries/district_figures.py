"""目录的数：报告里目录部分的每个数从行里重新数出来，旁边是分数和口径 (the catalogue part of domain 6.0)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from tongban.rooms.catalogue.queries.lists import (
    agreement_counts,
    bundle_count,
    coverage,
    department_names,
    tolerance_counts,
)
from tongban.rooms.catalogue.queries.rates import headline
from tongban.rooms.catalogue.words import (
    Figures,
    Headline,
    LicenceCounts,
    Rate,
    RateKey,
    Reduction,
    SixOnes,
    TransferCounts,
)
from tongban.rooms.organisation import queries as organisation

ALL = "all"
CURRENT_LIST = """
    SELECT l.id FROM catalogue_licencelist l WHERE l.region = %(region)s AND l.effective_on <= %(on)s
    ORDER BY l.effective_on DESC, l.version DESC LIMIT 1
"""
LICENCES = f"""
    SELECT count(*), count(*) FILTER (WHERE set_level = 'central'), count(*) FILTER (WHERE set_level = 'local')
    FROM catalogue_licencelistentry WHERE licence_list_id = ({CURRENT_LIST})
"""  # noqa: S608 -- a literal
TRANSFERS = f"""
    SELECT count(DISTINCT t.id), count(l.id), count(l.id) FILTER (WHERE NOT EXISTS (
            SELECT FROM catalogue_licencelistentry e
            WHERE e.no = l.licence_no AND e.licence_list_id = ({CURRENT_LIST}))),
        coalesce(array_agg(DISTINCT l.from_department) FILTER (WHERE l.id IS NOT NULL), '{{}}')
    FROM catalogue_transfer t LEFT JOIN catalogue_transferredlicence l ON l.transfer_id = t.id
    WHERE t.region = %(region)s AND t.effective_on <= %(on)s AND t.state <> 'planned'
"""  # noqa: S608 -- a literal


def figures(*, region: str, on: date) -> Figures:
    """这一天的目录的数，全部从行里数 (one statement a figure; nothing is stored)."""
    return Figures(
        headline=headline(region=region, on=on),
        licences=licence_counts(region=region, on=on),
        transfers=transfer_counts(region=region, on=on),
        bundles=bundle_count(region=region, on=on),
        tolerance=tolerance_counts(region=region, on=on),
        agreements=agreement_counts(region=region, on=on),
        coverage=coverage(region=region, on=on),
        hall=organisation.hall_counts(region=region),
    )


def licence_counts(*, region: str, on: date) -> LicenceCounts:
    """这一天现行的行政许可事项清单的项数 (one statement; V1)."""
    with connection.cursor() as cursor:
        cursor.execute(LICENCES, {"region": region, "on": on})
        return LicenceCounts(*cursor.fetchone())


def transfer_counts(*, region: str, on: date) -> TransferCounts:
    """这一天已经生效的划转的数 (two statements; V4)."""
    names = department_names(region=region)
    with connection.cursor() as cursor:
        cursor.execute(TRANSFERS, {"region": region, "on": on})
        batches, items, off_list, departments = cursor.fetchone()
    return TransferCounts(batches, items, off_list, tuple(names.get(each, each) for each in departments))


def plain_figures(found: Figures) -> dict[str, Any]:
    """写成 JSON：键名照报告的数 (domain 6.0)，``of`` 里是同名的分数、分子、分母和口径。"""
    told = found.headline
    return {
        "region": told.region,
        "as_of": told.on.isoformat(),
        "count_basis": told.basis.zh,
        "licence_list": {
            "total": found.licences.total,
            "central": found.licences.central,
            "local": found.licences.local,
        },
        "transfer": {
            "departments": len(found.transfers.departments),
            "items": found.transfers.items,
            "batches": found.transfers.batches,
            "named_departments": list(found.transfers.departments),
        },
        "one_things": found.bundles,
        "six_ones": [one.zh for one in SixOnes],
        "tolerant": {"items": found.tolerance[1], "batches": found.tolerance[0]},
        "cross_region": _cross_region(found),
        "hall": {
            "units": found.hall.units,
            "windows": found.hall.windows,
            "items": _whole(told.rate(RateKey.HALL_ENTRY)),
        },
        "catalogue": {
            "items": told.items,
            "online": _whole(told.rate(RateKey.ONLINE)),
            "one_visit": _whole(told.rate(RateKey.ONE_VISIT)),
            "online_rate_2dp": _number(told.rate(RateKey.ONLINE).percent_2dp),
        },
        "of": _of(found),
    }


def _cross_region(found: Figures) -> dict[str, Any]:
    return {
        "items_total": found.agreements.items_total,
        "out_of_city_partners": found.agreements.out_of_city_partners,
        "out_of_city_cities": found.agreements.out_of_city_cities,
        "in_city": f"{found.covered}/{len(found.coverage)}" if found.uncovered or not found.coverage else ALL,
    }


def _of(found: Figures) -> dict[str, Any]:
    told = found.headline
    return {
        "rates": {rate.key.value: _plain_rate(rate) for rate in told.rates},
        "reductions": {one.key.value: _plain_reduction(one) for one in told.reductions},
        "baseline": _plain_baseline(told),
        "transfer": {
            "items_off_list": found.transfers.off_list,
            "definition": "已生效批次里的划转事项，按行政许可事项清单的编号计；每项都应在清单上",
        },
        "licence_list": {"definition": "当日施行的行政许可事项清单的条目，按设定层级分"},
        "one_things": {"definition": "当日有效的“一件事”清单的件数，每件至少两个事项、两个主管部门"},
        "tolerant": {"definition": "当日有效各批容缺清单里不重复的事项"},
        "hall": {"definition": "单位和窗口按大厅登记；事项为进驻而不在负面清单上的政务服务事项"},
        "cross_region": {
            "agreements": found.agreements.agreements,
            "items_total": found.agreements.items_total,
            "items_distinct": found.agreements.items_distinct,
            "definition": "有效协议的协议事项累计数（同一事项在几份协议里算几次）；不重复的事项数并列",
            "counties": [
                {"code": c.county, "name": c.name, "agreements": c.agreements, "missing": list(c.missing)}
                for c in found.coverage
            ],
        },
    }


def _plain_rate(rate: Rate) -> dict[str, Any]:
    return {
        "name": rate.key.zh,
        "fraction": rate.of,
        "exact": _exact(rate.value),
        "numerator": _number(rate.numerator),
        "denominator": _number(rate.denominator),
        "unit": rate.unit,
        "rate_2dp": _number(rate.percent_2dp),
        "definition": rate.definition,
    }


def _plain_reduction(one: Reduction) -> dict[str, Any]:
    return {
        "name": one.key.zh,
        "fraction": one.of,
        "exact": _exact(one.value),
        "before": _number(one.before),
        "now": _number(one.now),
        "unit": one.unit,
        "items": one.items,
        "items_worse": one.worse,
        "backwards": one.backwards,
        "rate_2dp": _number(one.percent_2dp),
        "definition": one.definition,
    }


def _plain_baseline(told: Headline) -> dict[str, Any] | None:
    kept = told.baseline
    if kept is None:
        return None
    return {
        "name": kept.name,
        "taken_on": kept.taken_on.isoformat(),
        "source": kept.source,
        "items": kept.items,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _whole(rate: Rate) -> int:
    return rate.numerator.numerator


def _number(value: Any) -> int | float | None:
    """A JSON number: whole as whole, two decimals as they are printed; the exact fraction stands beside it as text."""
    if value is None:
        return None
    exact = Decimal(value) if isinstance(value, Decimal) else value
    return int(exact) if exact == int(exact) and not isinstance(exact, Decimal) else round(float(exact), 2)
