"""Licence lists and transfers for tests: X区's departments, a list of three entries, a batch of one line."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from tests.factories import cases as sample
from tests.factories.organisation import COUNTY, INSTALLER
from tongban import rooms
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import acts as calendar_acts
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.cases import acts as case_acts
from tongban.rooms.cases.reactions import hand_over_cases
from tongban.rooms.cases.words import CaseState, Channel
from tongban.rooms.catalogue import acts
from tongban.rooms.catalogue.words import (
    InTransit,
    LicenceEntry,
    LicenceList,
    PostPlan,
    SetLevel,
    TransferBatch,
    TransferLine,
)
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
    counties = tuple(each for each in whole.regions if each.code.endswith("000000"))
    facts = Organisation(regions=counties, departments=some)
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


MARKET = {"department": "market", "dept_name": "X区市场监督管理局", "dept_code": "119901020000012305"}
BUREAU_CODE = "11990102MB0000019H"


def of_market(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An item as it was before the transfer: the market bureau's own, with its number on the list."""
    codes = ("task_code", "task_handle_item")
    recoded = {key: content[key].replace(BUREAU_CODE, MARKET["dept_code"]) for key in codes}
    before = {
        **content,
        **MARKET,
        **recoded,
        "organ_short": "X市监",
        "undertake_org": None,
        "supersedes": None,
        "licence_no": FOOD_NO,
    }
    return {**before, **changes}


def a_batch(**changes: Any) -> TransferBatch:
    """A batch that may be issued: the food licence goes from the market bureau to the approval bureau."""
    given = TransferBatch(
        region=COUNTY,
        no=1,
        title="X区第一批行政许可事项划转方案",
        document_no="X办发〔2026〕3号",
        issued_by=("中共X区委办公室", "X区人民政府办公室"),
        issued_on=date(2026, 2, 20),
        effective_on=date(2026, 3, 10),
        to_department="approval",
        in_transit=InTransit.FINISH,
        lines=(TransferLine(FOOD_NO, "market"),),
        posts=(PostPlan("market", planned=3),),
    )
    return replace(given, **changes)


OLD = of_market(sample.contents()[sample.FOOD])["task_handle_item"]
EVE = datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 3, 10, 0, 0, 5, tzinfo=SHANGHAI)


def plan(given: TransferBatch | None = None) -> object:
    """The batch, issued."""
    return acts.plan_transfer(given=given or a_batch(), by=BY, at=AT)


def switch(at: datetime = MIDNIGHT) -> Any:
    """The batch, taking effect; its news delivered to the cases room."""
    event = acts.take_effect(region=COUNTY, no=1, by="system:clock", at=at)
    if event is not None:
        with transaction.atomic():
            hand_over_cases(event)
    return event


def before_the_transfer() -> None:
    """A district whose food licence is still the market bureau's own, and on the list."""
    district()
    for each in calendars.published():
        calendar_acts.load_calendar(calendar=each, by="system:test", at=AT)
    publish(a_list())
    acts.publish(content=of_market(sample.contents()[sample.FOOD]), by=BY, at=AT)


def a_market_draft(at: datetime = EVE) -> tuple[str, Any]:
    """An application for the food licence, filled in, and who fills it in."""
    who = sample.a_firm()
    uid = case_acts.start_draft(item_code=OLD, by=who, at=at)
    sample.fill(uid, sample.FOOD, by=who, at=at)
    return uid, who


def a_market_case(state: CaseState = CaseState.SUBMITTED, at: datetime = EVE) -> sample.CaseInHand:
    """A case received by the market bureau on the eve, and walked to a state."""
    uid, who = a_market_draft(at)
    received = case_acts.receive(draft_uid=uid, key=uid, by=who, channel=Channel.ONLINE, at=at)
    case = sample.CaseInHand(
        received.case_no, received.short_no, sample.FOOD, uid, who, sample.Officers(), at=at
    )
    for step in sample.ROADS[state]:
        case = sample.walk(case, step)
    return case
