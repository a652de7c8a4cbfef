"""What the examination says: what is broken stops the installation from taking work, what wants watching does not."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories.organisation import AT
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.licences.models import Held
from tongban.wiring import health
from tongban.wiring.commands.doctor import doctor
from tongban.wiring.health import Finding, Level


def load(*years: int) -> None:
    for each in calendars.published():
        if each.year in years:
            calendar.load_calendar(calendar=each, by="system:test", at=AT)


def told() -> dict[str, Any]:
    answer = Client().get("/readyz")
    return {"status": answer.status_code, **json.loads(answer.content)}


@pytest.mark.parametrize(
    ("levels", "gravest"),
    [
        ([], Level.OK),
        ([Level.OK, Level.OK], Level.OK),
        ([Level.OK, Level.WARN], Level.WARN),
        ([Level.FAIL, Level.WARN, Level.OK], Level.FAIL),
    ],
)
def test_the_gravest_of_the_findings_counts(levels: list[Level], gravest: Level) -> None:
    assert health.worst(Finding(name="x", level=level, says="") for level in levels) is gravest


def test_an_amount_is_well_worth_watching_or_too_much() -> None:
    assert [health.by_amount(n, many=10, most=100) for n in (0, 10, 11, 100, 101)] == [
        Level.OK, Level.OK, Level.WARN, Level.WARN, Level.FAIL,
    ]  # fmt: skip
    free = [health.by_amount(-share, many=-0.10, most=-0.03) for share in (0.5, 0.10, 0.09, 0.03, 0.02)]
    assert free == [Level.OK, Level.OK, Level.WARN, Level.WARN, Level.FAIL]


@pytest.mark.django_db(transaction=True)
def test_next_years_calendar_missing_wants_watching_and_this_years_is_a_fault() -> None:
    load(2024, 2025, 2026)
    moments = {(2026, 6, 1): Level.OK, (2026, 11, 26): Level.WARN, (2027, 1, 4): Level.FAIL}
    found = {day: health.calendar_on(at=datetime(*day, 9, tzinfo=SHANGHAI)) for day in moments}
    assert {day: level for day, (level, _) in found.items()} == moments
    assert "缺2027年的节假日安排" in found[2026, 11, 26][1]


@pytest.mark.django_db(transaction=True)
def test_what_wants_watching_does_not_stop_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by="system:test", at=AT)
    Held.hold("11990102MB0000019H2026031100001", 0, why="字体缺字", at=AT)
    checks = {f.name: f.level for f in health.examine()}
    assert checks["licences"] is Level.WARN
    assert told() == {"status": 200, "ready": True, "level": "warn", "checks": checks}
    assert doctor([]) == 0
    assert "留意" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_without_this_years_calendar_no_work_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    load(2024)
    found = told()
    assert (found["status"], found["ready"], found["level"]) == (503, False, "fail")
    assert found["checks"] == {f.name: f.level for f in health.examine()}
    assert found["checks"]["calendar"] == "fail"
    assert doctor([]) == 1
    assert "坏" in capsys.readouterr().out
