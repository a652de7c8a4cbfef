"""命令 ``tongban workday``：问一个期限，得一行 JSON。"""

import json

import pytest
from django.db import OperationalError

from tongban.rooms.calendar import queries
from tongban.wiring import cli
from tongban.wiring.commands import workday

pytestmark = pytest.mark.django_db


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert workday.workday_command(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_it_prints_the_due_day_of_the_loaded_calendar(capsys):
    workday.load_calendar_command([])
    assert ask(capsys, "2024-01-31", "20") == {
        "start": "2024-01-31",
        "days": 20,
        "due": "2024-03-04",
        "provisional": False,
        "calendar": {"source": "loaded", "region": "000000000000", "years": [2024, 2025, 2026]},
    }


def test_it_marks_a_day_beyond_the_calendar_as_provisional(capsys):
    workday.load_calendar_command([])
    answer = ask(capsys, "2026-12-30", "2")
    assert (answer["due"], answer["provisional"]) == ("2027-01-01", True)


def test_without_a_database_it_counts_with_the_published_calendars_and_says_so(capsys, monkeypatch):
    def no_server(**_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(queries, "workdays", no_server)
    answer = ask(capsys, "2024-01-31", "20")
    assert (answer["due"], answer["calendar"]["source"]) == ("2024-03-04", "published")


@pytest.mark.parametrize(
    "arguments",
    [(), ("2024-01-31",), ("31.1.2024", "20"), ("2024-01-31", "x"), ("2024-01-31", "-1"), ("2024-01-31", "99999"),
     ("2024-01-31", "20", "99"), ("9999-12-31", "1"), ("2024-01-31", "20", "９９０１０２００００００")],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_plain_sentence(capsys, arguments):
    assert cli.main(["workday", *arguments]) == 1
    assert capsys.readouterr().err.startswith("用法：tongban workday")


def test_loading_a_second_time_says_that_nothing_changed(capsys):
    workday.load_calendar_command([])
    capsys.readouterr()
    workday.load_calendar_command([])
    assert capsys.readouterr().err.count("已是现行的安排") == 3
