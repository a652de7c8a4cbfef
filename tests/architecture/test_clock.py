"""Time: there is one clock, and only doors, jobs and the wiring look at it."""

import re

import pytest

from tests.architecture.sources import Source, calls, dotted, hold, house, planted

OTHER_CLOCKS = re.compile(
    r"(^|\.)(timezone\.(now|localdate|localtime)|date\.today|datetime\.(now|utcnow|today)|time\.(time|time_ns|localtime|gmtime|strftime))$"
)
THE_CLOCK = re.compile(r"(^|\.)clock\.(now|today)$")
MAY_LOOK = re.compile(
    r"doors/|wiring/|foundation/clock\.py|foundation/http/middleware\.py|rooms/\w+/jobs(/|\.py)"
)

# The database's launcher and the supervisor work while there is no database to ask; they only date their own files.
BEFORE_THE_DATABASE = ("foundation/postgres/", "wiring/supervisor/")


def looks_at_a_clock(sources: list[Source]) -> list[str]:
    """Readings of any other clock, and readings of ours where the time should have been handed down."""
    found = []
    for source in sources:
        for call in calls(source):
            name = dotted(call.func)
            if OTHER_CLOCKS.search(name) and not source.path.startswith(BEFORE_THE_DATABASE):
                found.append(source.at(call, f"{name}() is not our clock"))
            if THE_CLOCK.search(name) and not MAY_LOOK.match(source.path):
                found.append(source.at(call, f"{name}(): take `at` from the caller"))
            if any(k.arg in ("auto_now", "auto_now_add") for k in call.keywords):
                found.append(source.at(call, "auto_now reads the process's clock"))
    return found


def test_nobody_looks_at_a_clock_who_should_be_told_the_time() -> None:
    hold(looks_at_a_clock(house()))


@pytest.mark.parametrize(
    "text",
    [
        "at = timezone.now()",
        "at = datetime.now(UTC)",
        "on = datetime.date.today()",
        "at = time.time()",
        "at = clock.now()",
        "on = foundation.clock.today()",
        "opened_at = models.DateTimeField(auto_now_add=True)",
    ],
)
@pytest.mark.parametrize(
    "path", ["rooms/cases/rules.py", "rooms/cases/acts/accept.py", "rooms/cases/reactions.py"]
)
def test_a_look_at_a_clock_is_caught(path: str, text: str) -> None:
    assert len(looks_at_a_clock(planted(path, text))) == 1


@pytest.mark.parametrize("path", ["doors/desk/views.py", "rooms/cases/jobs.py", "wiring/worker.py"])
def test_a_door_or_job_reads_our_clock_and_no_other(path: str) -> None:
    assert looks_at_a_clock(planted(path, "at = clock.now()")) == []
    assert len(looks_at_a_clock(planted(path, "at = timezone.now()"))) == 1


def test_waiting_and_measuring_are_not_telling_the_time() -> None:
    assert looks_at_a_clock(planted("foundation/processes.py", "time.monotonic(); time.sleep(1)")) == []
