"""Starting again: what was prepared and has not changed is not prepared anew; in doubt it is."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tongban.foundation.postgres.server_checks import made_up_to
from tongban.wiring.supervisor import preparation
from tongban.wiring.supervisor.preparation import Database, before_web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database() -> Database:
    connection.ensure_connection()
    info = connection.connection.info
    url = make_conninfo(info.dsn, password=info.password)  # the former tells no password
    return Database(url=url, identity="1/2")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one file, so that it can change."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "models.py").write_text("one = 1", encoding="ascii")
    monkeypatch.setattr(preparation, "PACKAGE", folder)
    return folder / "models.py"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for folder in ("static", "files"):
        (tmp_path / "home" / folder).mkdir(parents=True)
    return tmp_path / "home"


def steps(home: Path, database: Database) -> list[str]:
    return [step for step, _ in before_web(home, database)]


@pytest.fixture
def prepared(home: Path, database: Database, program: Path) -> Path:
    assert steps(home, database) == ["migrate", "static"]
    return home


@pytest.fixture
def one_migration_back(database: Database) -> Iterator[None]:
    """The tables of an older copy that was put back: the same database, one migration less."""
    with psycopg.connect(database.url, autocommit=True) as other:
        row = other.execute("SELECT max(id) FROM django_migrations").fetchone()
        other.execute("UPDATE django_migrations SET app = app || '-gone' WHERE id = %s", row)
        yield
        other.execute("UPDATE django_migrations SET app = replace(app, '-gone', '') WHERE id = %s", row)


def test_nothing_changed_and_nothing_is_done_again(prepared: Path, database: Database) -> None:
    assert steps(prepared, database) == []


def test_a_program_that_changed_makes_the_tables_anew(
    prepared: Path, database: Database, program: Path
) -> None:
    program.write_text("one = 2", encoding="ascii")
    assert steps(prepared, database) == ["migrate"]
    assert steps(prepared, database) == []


def test_another_database_has_its_tables_made(prepared: Path, database: Database) -> None:
    assert steps(prepared, Database(url=database.url, identity="1/3")) == ["migrate"]


def test_an_older_copy_that_was_put_back_is_brought_up_to_date(
    prepared: Path, database: Database, one_migration_back: None
) -> None:
    assert steps(prepared, database) == ["migrate"]


def test_rights_that_were_lost_are_given_again(prepared: Path, database: Database) -> None:
    with psycopg.connect(database.url, autocommit=True) as other:
        other.execute("REVOKE SELECT ON accounts_session FROM tongban_app")
        try:
            assert steps(prepared, database) == ["migrate"]
        finally:
            other.execute("GRANT SELECT ON accounts_session TO tongban_app")


def test_a_database_that_does_not_answer_is_never_taken_for_prepared(prepared: Path) -> None:
    silent = Database(url="host=/nowhere dbname=none", identity="1/2")
    assert made_up_to(silent.url) == ""
    assert [steps(prepared, silent), steps(prepared, silent)] == [["migrate"], ["migrate"]]


def test_a_step_that_failed_is_done_again(home: Path, database: Database, program: Path) -> None:
    for step, _ in before_web(home, database):
        assert step == "migrate"
        break
    assert steps(home, database) == ["migrate", "static"]
