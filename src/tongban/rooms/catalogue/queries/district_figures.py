"""目录的数：报告里目录部分的每个数从行里重新数出来，旁边是分数和口径 (the catalogue part of domain 6.0)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongban.rooms.catalogue.queries.lists import (
    agreement_counts,
    bundle_count,
    coverage,
    tolerance_counts,
)
from tongban.rooms.catalogue.queries.rates import headline
from tongban.rooms.catalogue.words import Figures, Headline, Rate, RateKey, Reduction, SixOnes
from tongban.rooms.organisation import queries as organisation

ALL = "all"


def figures(*, region: str, on: date) -> Figures:
    """这一天的目录的数，全部从行里数 (one statement a figure; nothing is stored)."""
    return Figures(
        headline=headline(region=region, on=on),
        bundles=bundle_count(region=region, on=on),
        tolerance=tolerance_counts(region=region, on=on),
        agreements=agreement_counts(region=region, on=on),
        coverage=coverage(region=region, on=on),
        hall=organisation.hall_counts(region=region),
    )


def plain_figures(found: Figures) -> dict[str, Any]:
    """写成 JSON：键名照报告的数 (domain 6.0)，``of`` 里是同名的分数、分子、分母和口径。"""
    told = found.headline
    return {
        "region": told.region,
        "as_of": told.on.isoformat(),
        "count_basis": told.basis.zh,
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
