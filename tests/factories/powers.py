"""Licence lists and transfers for tests: X区's departments, a list of three entries, a batch of one line."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.factories.organisation import COUNTY, INSTALLER
from tongban import rooms
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.catalogue import acts
from tongban.rooms.catalogue.words import LicenceEntry, LicenceList, SetLevel
from tongban.rooms.organisation import acts as organisation_acts
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Organisation

AT = datetime(2026, 3, 1, 10, tzinfo=SHANGHAI)
BY = "officer:1"
CONTENT = Path(rooms.__path__[0]) / "catalogue" / "content"
FOOD_NO = "131"
DEPARTMENTS = {"approval", "water", "market", "city"}
ENTRIES = (
    LicenceEntry("037", "取水许可", SetLevel.CENTRAL, "water", "X区行政审批局", ("《中华人民共和国水法》",)),
    LicenceEntry(FOOD_NO, "食品经营许可", SetLevel.CENTRAL, "market", "X区行政审批局", ("《中华人民共和国食品安全法》",)),
    LicenceEntry("250", "户外广告设置许可", SetLevel.LOCAL, "city", "X区行政审批局", ("《某省市容管理条例》",)),
)  # fmt: skip


def district() -> None:
    """As much of X区's organisation as a list and a transfer name."""
    whole = organisation.organisation_files(folder=CONTENT, county=COUNTY)
    some = tuple(each for each in whole.departments if each.code in DEPARTMENTS)
    facts = Organisation(regions=whole.regions[:3], departments=some)
    organisation_acts.load_organisation(facts=facts, password=None, by=INSTALLER, at=AT)


def a_list(**changes: Any) -> LicenceList:
    """A list that may be published."""
    given = LicenceList(
        region=COUNTY,
        title="X区行政许可事项清单（2026年版）",
        document_no="X政办发〔2026〕1号",
        issued_by=("X区人民政府办公室",),
        published_on=date(2026, 1, 20),
        effective_on=date(2026, 2, 1),
        entries=ENTRIES,
    )
    return replace(given, **changes)


def without(*numbers: str) -> tuple[LicenceEntry, ...]:
    """The entries without some."""
    return tuple(entry for entry in ENTRIES if entry.no not in numbers)


def publish(given: LicenceList | None = None) -> object:
    """The list, published."""
    return acts.publish_licence_list(given=given or a_list(), by=BY, at=AT)


def next_list(**changes: Any) -> LicenceList:
    """The following edition: of May, without the food licence."""
    later = {
        "title": "X区行政许可事项清单（2026年第二版）",
        "document_no": "X政办发〔2026〕9号",
        "published_on": date(2026, 4, 20),
        "effective_on": date(2026, 5, 1),
        "entries": without(FOOD_NO),
    }
    return a_list(**{**later, **changes})
