"""数据库在写入时被杀：答复过的一件不少、一件不重，编号不断 (SIGKILL under load, the watch brings it back each time)."""

import random
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tongban.foundation import home, processes
from tongban.foundation.postgres import Server, cluster
from tongban.wiring.supervisor.charges import Database, Watch
from tongban.wiring.supervisor.diary import Diary

pytestmark = [
    pytest.mark.xdist_group("postgres"),
    pytest.mark.skipif(not processes.can_be_seen(), reason="reads /proc"),
]
CLIENTS = 6
SCHEMA = """
    CREATE TABLE counter (day int PRIMARY KEY, last int NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    CREATE TABLE accepted (key text PRIMARY KEY, number int NOT NULL UNIQUE);
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="tongban-crash-"))
    parent.chmod(0o755)
    yield home.prepare(of=parent / "home")
    shutil.rmtree(parent, ignore_errors=True)


class Client(threading.Thread):
    """一个办件人：同一个编号键一直交到有答复为止，答复了才换下一个。"""

    def __init__(self, url: str, *, number: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.url, self.number, self.over = url, number, over
        self.answered: dict[str, int] = {}

    def run(self) -> None:
        turn = 0
        while not self.over.is_set():
            with (
                suppress(psycopg.Error),
                psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection,
            ):
                while not self.over.is_set():
                    key = f"{self.number}-{turn}"
                    self.answered[key] = self._submit(connection, key)
                    turn += 1
            time.sleep(0.02)

    @staticmethod
    def _submit(connection: psycopg.Connection, key: str) -> int:
        with connection.transaction():
            known = connection.execute("SELECT number FROM accepted WHERE key = %s", [key]).fetchone()
            if known is not None:
                return int(known[0])
            row = connection.execute("UPDATE counter SET last = last + 1 RETURNING last").fetchone()
            assert row is not None
            connection.execute("INSERT INTO accepted VALUES (%s, %s)", [key, row[0]])
        return int(row[0])


def _answers_after_kills(
    folder: Path, *, kills: int, settings: dict[str, str]
) -> tuple[dict[str, int], dict[str, int]]:
    """What the clients were told, and what is in the database at the end."""
    server = Server(folder, settings=settings)
    watch = Watch(Database(server), diary=Diary(folder / "logs" / "supervisor.log"))
    watch.start()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(SCHEMA)
    over, dice = threading.Event(), random.Random(20261123)
    clients = [Client(server.url, number=number, over=over) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for _ in range(kills):
        time.sleep(dice.uniform(0.3, 0.8))
        everyone = cluster.workers(server.pgdata)
        one = [pid for pid in everyone if pid != server.pid]
        victims = [dice.choice(one)] if dice.random() < 0.4 else everyone
        processes.end(victims, signals=(signal.SIGKILL,), seconds_each=2)
        assert processes.wait_until(lambda: _look(watch) and _answers(server.url), seconds=60)
        watch.falls = 0  # separate misfortunes: the wait that grows between falls in a row is not on trial
    over.set()
    for client in clients:
        client.join(timeout=20)
    with psycopg.connect(server.url) as connection:
        kept = {
            str(key): int(number) for key, number in connection.execute("SELECT key, number FROM accepted")
        }
    server.stop()
    return {key: number for client in clients for key, number in client.answered.items()}, kept


def _look(watch: Watch) -> bool:
    watch.look()
    return True


def _answers(url: str) -> bool:
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=5) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)
    return False


def _assert_nothing_lost(folder: Path, *, kills: int) -> None:
    answered, kept = _answers_after_kills(folder, kills=kills, settings={})
    assert {key: kept.get(key) for key in answered} == answered
    assert sorted(kept.values()) == list(range(1, len(kept) + 1))
    assert len(answered) > kills


def test_nothing_answered_is_lost_or_doubled_when_the_database_is_killed(folder: Path) -> None:
    _assert_nothing_lost(folder, kills=4)


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_nothing_answered_is_lost_or_doubled_in_a_hundred_kills(folder: Path) -> None:
    _assert_nothing_lost(folder, kills=100)


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_this_test_would_see_a_server_that_answers_before_it_has_written(folder: Path) -> None:
    answered, kept = _answers_after_kills(folder, kills=30, settings={"synchronous_commit": "off"})
    assert {key for key in answered if key not in kept} != set()
