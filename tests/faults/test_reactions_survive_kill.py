"""反应：进程随时被杀，效果不多不少恰好一次；从办理到反应不超过三百毫秒。"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from tests.conftest import REPOSITORY
from tests.factories.journal import Heard
from tongban.foundation import clock, database
from tongban.rooms.journal import acts

pytestmark = [pytest.mark.django_db(transaction=True)]

EVENTS = 300
KILLS = int(os.environ.get("KILLS", "4"))


@pytest.fixture
def heard_table() -> Iterator[None]:
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE heard (said text, at timestamptz DEFAULT clock_timestamp())")
        cursor.execute(f"GRANT ALL ON heard TO {database.APPLICATION_ROLE}")
    yield
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE heard")


def test_database_url() -> str:
    at = connection.get_connection_params()
    given = os.environ["DATABASE_URL"]
    head, _, query = given.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{at['dbname']}" + (f"?{query}" if query else "")


test_database_url.__test__ = False  # type: ignore[attr-defined]


@contextmanager
def listening(*how: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.listening", *how],
        cwd=REPOSITORY,
        env={**os.environ, "DATABASE_URL": test_database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def heard() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, count(*) FROM heard GROUP BY said")
        return dict(cursor.fetchall())


def say(text: str) -> None:
    with transaction.atomic():
        acts.witness(Heard(case=text, text=text, at=clock.now(), by="system:test"))


def kill_again_and_again(*, kills: int) -> dict[str, int]:
    chance = random.Random(7)
    for n in range(EVENTS):
        say(str(n))
    for _ in range(kills):
        with listening() as process:
            wait_until(more_than(sum(heard().values())), 60)
            time.sleep(chance.random() * 0.15)
            process.send_signal(signal.SIGKILL)
    with listening():
        wait_until(all_heard, 120)
    return heard()


def more_than(before: int) -> Callable[[], bool]:
    return lambda: sum(heard().values()) > before or all_heard()


def all_heard() -> bool:
    return len(heard()) == EVENTS


def wait_until(done, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.02)


def test_a_reaction_killed_at_random_points_takes_effect_exactly_once_for_every_event(heard_table):
    assert kill_again_and_again(kills=KILLS) == {str(n): 1 for n in range(EVENTS)}


def test_an_effect_that_commits_apart_from_its_cursor_is_caught_doubling(heard_table):
    for n in range(EVENTS):
        say(str(n))
    for _ in range(KILLS):
        with listening("torn", "dies") as process:
            process.wait(timeout=60)
    with listening("torn"):
        wait_until(all_heard, 120)
    counts = heard()
    assert set(counts) == {str(n) for n in range(EVENTS)}
    assert max(counts.values()) > 1


@pytest.mark.nightly  # a figure of time wants the machine for itself
def test_the_reaction_follows_the_act_within_300_milliseconds_at_fifty_events_a_second(heard_table):
    with listening("quick"):
        say("开始")
        wait_until(lambda: "开始" in heard(), 20)
        for n in range(300):
            say(f"第{n}件")
            time.sleep(0.02)
        wait_until(lambda: len(heard()) == 301, 20)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM h.at - e.at))::float"
            " FROM heard h JOIN journal_event e ON e.payload->>'text' = h.said WHERE h.said <> '开始'"
        )
        p95 = cursor.fetchone()[0]
    print(f"act to reaction p95: {p95 * 1000:.0f} ms")
    assert p95 <= 0.300
