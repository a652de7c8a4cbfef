"""收件时谁被杀都一样：看见编号的办件一件不少、一件不重，事件已封存，文件都在，编号不断 (SIGKILL under intake load)."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults import intake
from tests.faults.test_supervisor_falls import Installation
from tongban.foundation import processes
from tongban.foundation.postgres import cluster

pytestmark = [
    pytest.mark.xdist_group("supervisor"),
    pytest.mark.skipif(not processes.can_be_seen(), reason="reads /proc"),
]
PEOPLE = 6
PAUSE = 0.05  # seconds between a client's submissions: the drafts must last until the last kill

Victims = Callable[[Installation, random.Random], list[int]]


def _web(made: Installation, dice: random.Random) -> list[int]:
    return [made.pid("web")]


def _web_process(made: Installation, dice: random.Random) -> list[int]:
    """One of the two that answer requests."""
    web = made.pid("web")
    serving = [p for p in processes.pids_marked(f"TONGBAN_SUPERVISED={made.folder}") if p != web]
    return [dice.choice([pid for pid in serving if os.getpgid(pid) == web])]


def _worker(made: Installation, dice: random.Random) -> list[int]:
    return [made.pid("worker")]


def _server(made: Installation, dice: random.Random) -> list[int]:
    """PostgreSQL, all of it at once: what it had not written is gone."""
    return cluster.workers(made.folder / "pgdata")


def _backend(made: Installation, dice: random.Random) -> list[int]:
    """One process of PostgreSQL: it ends all connections and recovers by itself."""
    return [dice.choice([pid for pid in _server(made, dice) if pid != made.pid("postgres")])]


KINDS: tuple[Victims, ...] = (_server, _web, _worker, _backend, _web_process)


def kill_under_load(
    made: Installation,
    kinds: list[Victims],
    papers: list[intake.Prepared],
    *,
    first: Callable[[], object] = lambda: None,
) -> dict[str, str]:
    """What the clients were shown, after one SIGKILL of each kind at a random moment; ``first`` when they have signed in."""
    dice, over = random.Random(20261123), threading.Event()
    working = intake.clients(made, papers, over, pause=PAUSE)
    first()
    for client in working:
        client.start()
    for kind in kinds:
        time.sleep(dice.uniform(0.3, 1.2))
        before = sum(len(client.told) for client in working)
        processes.end(kind(made, dice), signals=(signal.SIGKILL,), seconds_each=2)
        assert processes.wait_until(
            lambda before=before: sum(len(client.told) for client in working) >= before + PEOPLE,
            seconds=intake.LONGEST_OUTAGE,
            every=0.1,
        ), made.story()
    over.set()
    for client in working:
        client.join(timeout=30)
    return {uid: number for client in working for uid, number in client.told.items()}


def say(what: str, told: dict[str, str], kept: intake.Truth) -> None:
    """The figures of a nightly run, for docs/faults.md (pytest -rP shows them)."""
    missing = sum(1 for uid, number in told.items() if kept.numbers.get(uid) != number)
    print(f"{what}: {len(told)} shown to applicants, {kept.cases} cases, {missing} missing")


@pytest.fixture(scope="module")
def made() -> Iterator[Installation]:
    """One installation for all of them: the sabotage, which breaks it, stands last."""
    with intake.standing() as installation:
        yield installation


@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_or_doubled_when_web_worker_or_database_is_killed(
    made: Installation,
) -> None:
    told = kill_under_load(made, list(KINDS[:4]), intake.papers(made, count=400, people=PEOPLE))
    kept = intake.assert_whole(made, told)
    assert len(told) > PEOPLE * 4
    assert kept.cases >= len(told)


@pytest.mark.nightly
@pytest.mark.timeout(2700)
def test_nothing_acknowledged_is_lost_or_doubled_in_twenty_kills(made: Installation) -> None:
    told = kill_under_load(made, list(KINDS) * 4, intake.papers(made, count=3000, people=PEOPLE))
    kept = intake.assert_whole(made, told)
    say("20 kills", told, kept)
    assert len(told) > PEOPLE * 20


# Switched on in the running server: a start refuses one that has it. What is acknowledged waits in the server's memory for
# the log writer, here for as long as can be; the operating system has not seen it yet, so that SIGKILL is enough to lose it.
SABOTAGE = (
    "ALTER DATABASE tongban SET synchronous_commit = off",
    "ALTER SYSTEM SET wal_writer_delay = '10s'",
    "ALTER SYSTEM SET wal_writer_flush_after = '1GB'",
    "SELECT pg_reload_conf()",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
)


@pytest.mark.nightly
@pytest.mark.timeout(2700)
def test_this_test_would_see_a_database_that_answers_before_it_has_written(made: Installation) -> None:
    """The sabotage: commits are told before they are on the disk (synchronous_commit = off).

    They have signed in before: a session that is lost, too, would let nobody go on.
    """

    def sabotage() -> None:
        with intake.database(made) as connection:
            for statement in SABOTAGE:
                connection.execute(statement)

    papers = intake.papers(made, count=2000, people=PEOPLE)
    told = kill_under_load(made, [_server] * 4, papers, first=sabotage)
    kept = intake.truth(made)
    say("4 kills, synchronous_commit off", told, kept)
    assert {uid for uid, number in told.items() if kept.numbers.get(uid) != number} != set()
