"""示范区装好以后，目录的数从库里重新数出来，同报告的一样；重新装什么也不变。"""

import time
from dataclasses import fields
from datetime import date

import pytest

from tongban.foundation import clock
from tongban.rooms.catalogue import models, queries
from tongban.rooms.catalogue.words import Severity
from tongban.wiring import demo

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]
SEED = {
    "one_things": 12,
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
MOST_SECONDS = 5.0  # of processor time, for other things run on the machine
COUNTY, AS_OF = "990102000000", date(2024, 6, 30)


def test_the_figures_of_the_report_come_out_of_the_rows_and_nothing_is_loaded_twice():
    demo.load(at=clock.now())
    told = queries.plain_figures(queries.figures(region=COUNTY, on=AS_OF))
    assert {key: told[key] for key in SEED} == SEED
    versions = models.ItemVersion.objects.count()
    demo.load(at=clock.now())
    assert models.ItemVersion.objects.count() == versions
    _linted_with_every_fact_of_the_district()


def _linted_with_every_fact_of_the_district():
    """On the day of the report: every fact is known, nothing is wrong, and reading the facts and linting takes seconds."""
    known = queries.lint_facts(region=COUNTY, on=AS_OF, contents=[])
    assert [f.name for f in fields(known) if getattr(known, f.name) is None] == []
    began = time.process_time()
    report = queries.lint_region(region=COUNTY, on=AS_OF)
    took = time.process_time() - began
    assert (report.items, [f for f in report.findings if f.severity is Severity.ERROR]) == (1428, [])
    assert took <= MOST_SECONDS
    assert queries.lint_region(region=COUNTY, on=AS_OF, drafts=True).errors == 0
