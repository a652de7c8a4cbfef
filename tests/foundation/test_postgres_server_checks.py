"""开工前的核对：真的服务器、真的错误设置 (each wrong setting on a real server is refused, and says what to do)."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tongban.foundation.postgres import account, cluster
from tongban.foundation.postgres import testing_server as a_server
from tongban.foundation.postgres.server_checks import _content, ask, check_server

pytestmark = pytest.mark.xdist_group("postgres")
DISTRIBUTION = Path("/usr/lib/postgresql/15/bin")
WRONG = {"fsync": "off", "synchronous_commit": "off"}


@pytest.fixture(scope="module")
def careless_server() -> Iterator[str]:
    with a_server(settings=WRONG) as url:
        yield url


@pytest.fixture(scope="module")
def careless_server_15() -> Iterator[str]:
    """A PostgreSQL 15 of the distribution with the same carelessness, on a socket of its own."""
    if not (DISTRIBUTION / "initdb").exists():
        pytest.skip("PostgreSQL 15 is not installed")
    folder = Path(tempfile.mkdtemp(prefix="tongban-pg15-"))
    runner = account.owner_of(folder)
    runner.owns(folder)
    data = folder / "data"
    run = {"check": True, "cwd": "/", "env": cluster.ENVIRONMENT, "stdout": subprocess.DEVNULL}
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c synchronous_commit=off"
    )
    control = [DISTRIBUTION / "pg_ctl", "-w", "-D", data, "-l", folder / "log"]
    subprocess.run(
        [DISTRIBUTION / "initdb", "-D", data, "-U", "tongban", "--encoding=LATIN1", "--locale=C"],
        **run,
        **runner.as_arguments(),
    )
    subprocess.run([*control, "-o", options, "start"], **run, **runner.as_arguments())
    yield f"postgresql://tongban@/postgres?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], **run, **runner.as_arguments())
    shutil.rmtree(folder, ignore_errors=True)


def _problems(url: str, **options: object) -> list[str]:
    with psycopg.connect(url) as connection:
        return check_server(connection, **options)  # type: ignore[arg-type]


def _beginnings(problems: list[str]) -> list[str]:
    return [problem[:8] for problem in problems]


def test_a_server_that_forgets_is_refused_on_both_counts_and_told_what_to_set(careless_server: str) -> None:
    problems = _problems(careless_server)
    assert _beginnings(problems) == ["数据库关闭了 f", "数据库关闭了 s"]
    assert ["fsync = on" in problems[0], "synchronous_commit = on" in problems[1]] == [True, True]


def test_a_session_that_promises_durability_itself_is_accepted_for_commits(careless_server: str) -> None:
    with psycopg.connect(careless_server) as connection:
        connection.execute("SET synchronous_commit = on")
        assert _beginnings(check_server(connection)) == ["数据库关闭了 f"]


def test_a_database_that_cannot_hold_every_character_is_refused(careless_server: str) -> None:
    with psycopg.connect(careless_server, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
        )
    problems = _problems(careless_server.replace("/tongban?", "/narrow?"))
    assert _beginnings(problems)[-1] == "数据库的编码是 "


def test_a_clock_more_than_five_seconds_away_is_refused_whichever_way(careless_server: str) -> None:
    away = [
        _problems(careless_server, machine_time=lambda s=s: time.time() + s)[2:] for s in (-7, -3, 0, 3, 7)
    ]
    assert [[problem[8:10] for problem in problems] for problems in away] == [["机快"], [], [], [], ["机慢"]]


def test_a_server_older_than_fifteen_is_refused() -> None:
    assert [len(_content(encoding="UTF8", version=version)) for version in (13, 14, 15, 18)] == [1, 1, 0, 0]


def test_a_distributions_server_15_is_judged_by_the_same_rules(careless_server_15: str) -> None:
    assert _beginnings(_problems(careless_server_15)) == [
        "数据库关闭了 f",
        "数据库关闭了 s",
        "数据库的编码是 ",
    ]


def test_the_server_of_this_test_run_is_fit() -> None:
    assert _problems(os.environ["DATABASE_URL"].replace("/tongban?", "/postgres?")) == []


def test_an_address_that_cannot_be_read_is_refused_without_repeating_its_password() -> None:
    answers = [ask(url).problems for url in ("postgres//tb:se%cret@host/x", "postgresql://tb:s%ecret@host/x")]
    assert answers == [["地址写法不对 the address is malformed (postgresql://name@host/database)"]] * 2


def test_a_server_that_is_not_there_is_refused_without_repeating_its_password() -> None:
    problems = ask("postgresql://tb:secret@127.0.0.1:9/x").problems
    assert [problem.startswith("连不上 no answer: ") for problem in problems] == [True]
    assert "secret" not in problems[0]


def test_every_database_has_an_identity_of_its_own(careless_server: str) -> None:
    urls = [careless_server, careless_server.replace("/tongban?", "/postgres?"), careless_server]
    first, second, third = (ask(url).identity for url in urls)
    assert (first == third, first == second, "/" in first) == (True, False, True)
