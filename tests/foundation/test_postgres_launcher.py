"""自带数据库：建库、启动、停止、被杀之后，以及以 root 运行时谁进得去 (a real server for each sentence)."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tongban.foundation import home, processes
from tongban.foundation.postgres import Server, cluster, running_server
from tongban.foundation.postgres.errors import OtherVersion

pytestmark = pytest.mark.xdist_group("postgres")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="is about running as root")
on_linux = pytest.mark.skipif(not processes.can_be_seen(), reason="reads /proc")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _new_home(parent: Path | None = None) -> Path:
    """A folder the database's account can pass through; pytest's own tmp_path lies below a 0700 folder."""
    folder = Path(tempfile.mkdtemp(prefix="tongban-launcher-", dir=parent))
    folder.chmod(0o755)
    return home.prepare(of=folder / "home")


@pytest.fixture
def folder() -> Iterator[Path]:
    made = _new_home()
    yield made
    processes.end(cluster.workers(made / "pgdata"), signals=(signal.SIGKILL,), seconds_each=3)
    shutil.rmtree(made.parent, ignore_errors=True)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    made = Server(folder)
    made.start()
    yield made
    made.stop()


def _ask(url: str, question: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        answer = connection.execute(question).fetchone()
    assert answer is not None
    return answer


@on_linux
def test_the_servers_processes_do_not_push_in(server: Server) -> None:
    (pid,) = _ask(server.url, "SELECT pg_backend_pid()")
    assert os.sched_getscheduler(int(str(pid))) == os.SCHED_BATCH


def _keep_a_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('受理')")


def test_a_new_server_is_durable_checks_its_pages_and_speaks_chinese(server: Server) -> None:
    names = ("fsync", "synchronous_commit", "data_checksums", "server_encoding", "jit", "listen_addresses")
    settings = _ask(server.url, "SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    locale = _ask(
        server.url, "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'tongban'"
    )
    assert settings == ("on", "on", "on", "UTF8", "off", "")
    assert locale == ("b", "C.UTF-8")


def test_only_one_account_can_reach_the_socket_and_there_is_no_network_port(server: Server) -> None:
    socket = home.socket_folder(of=server.folder)
    listening = _ask(server.url, "SELECT inet_server_addr(), current_setting('unix_socket_permissions')")
    assert (_mode(socket), _mode(server.pgdata), listening) == (0o700, 0o700, (None, "0700"))


def test_what_was_committed_is_there_after_a_stop_and_a_start(server: Server) -> None:
    _keep_a_row(server.url)
    server.stop()
    assert cluster.workers(server.pgdata) == []
    server.start()
    assert _ask(server.url, "SELECT word FROM kept") == ("受理",)


@on_linux
def test_what_was_committed_is_there_after_every_server_process_was_killed(server: Server) -> None:
    _keep_a_row(server.url)
    processes.end(cluster.workers(server.pgdata), signals=(signal.SIGKILL,), seconds_each=5)
    again = Server(server.folder)
    again.start()
    row = _ask(again.url, "SELECT word FROM kept")
    again.stop()
    assert row == ("受理",)


def test_a_pid_file_naming_a_stranger_does_not_keep_the_server_from_starting(server: Server) -> None:
    """In a container the number of the killed server may soon belong to somebody else: here, to this test."""
    _keep_a_row(server.url)
    note = (server.pgdata / "postmaster.pid").read_text()
    server.stop()
    (server.pgdata / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note.split("\n")[1:]]))
    (home.socket_folder(of=server.folder) / f"{home.SOCKET_FILE}.lock").write_text(f"{os.getpid()}\n")
    server.start()
    assert _ask(server.url, "SELECT word FROM kept") == ("受理",)


@on_linux
def test_a_zombie_counts_as_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    zombie = processes.is_alive(child.pid)
    child.wait()
    assert (zombie, processes.is_alive(os.getpid())) == (False, True)


@on_linux
def test_the_server_stops_by_itself_when_its_starter_is_killed(folder: Path) -> None:
    starter = (
        "import sys, time; from pathlib import Path; from tongban.foundation.postgres import Server\n"
        f"server = Server(Path({str(folder)!r})); server.start(); print(server.pid, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    postmaster = int(process.stdout.readline())
    was_alive = processes.is_alive(postmaster)
    process.kill()
    process.communicate()
    stopped = processes.wait_until(lambda: not processes.is_alive(postmaster), seconds=10)
    assert (was_alive, stopped) == (True, True)


def test_a_server_nobody_owns_any_more_is_replaced(folder: Path) -> None:
    """A starter that forgot its server; the next holder of the claim stops it and starts its own."""
    forgotten, mine = Server(folder), Server(folder)
    forgotten.start()
    _keep_a_row(forgotten.url)
    mine.start()
    row = _ask(mine.url, "SELECT word FROM kept")
    ended = forgotten.poll() is not None
    mine.stop()
    assert (row, ended) == (("受理",), True)


def test_two_at_once_on_one_folder_is_refused_in_a_sentence(folder: Path) -> None:
    claim = home.Claim(folder, address="http://127.0.0.1:8000/")
    with pytest.raises(home.AlreadyRunning) as refused:
        home.Claim(folder)
    claim.release()
    home.Claim(folder).release()
    assert str(refused.value).startswith(f"通办已在运行（进程 {os.getpid()}，http://127.0.0.1:8000/）")


def test_a_command_beside_a_running_server_uses_it_and_leaves_it_running(folder: Path) -> None:
    with running_server(folder) as first:
        owner = _ask(first, "SELECT pg_postmaster_start_time()")
        with running_server(folder) as second:
            assert _ask(second, "SELECT pg_postmaster_start_time()") == owner
        assert _ask(first, "SELECT pg_postmaster_start_time()") == owner
    assert (cluster.postmaster(folder / "pgdata"), home.is_claimed(folder)) == (None, False)


def test_an_initialisation_cut_short_is_not_taken_for_data(folder: Path) -> None:
    (folder / "pgdata.new").mkdir()
    (folder / "pgdata.new" / "PG_VERSION").write_text("18\n")
    with running_server(folder) as url:
        assert _ask(url, "SELECT 1") == (1,)
    assert not (folder / "pgdata.new").exists()


def test_data_of_another_version_is_left_alone(server: Server) -> None:
    server.stop()
    (server.pgdata / "PG_VERSION").write_text("16\n")
    with pytest.raises(OtherVersion) as refused:
        server.start()
    (server.pgdata / "PG_VERSION").write_text("18\n")
    assert refused.value.facts == {"folder": server.pgdata, "found": "16", "ours": 18}


def test_a_server_that_will_not_start_says_why(folder: Path) -> None:
    from tongban.foundation.postgres.errors import WouldNotStart

    with pytest.raises(WouldNotStart) as refused:
        Server(folder, settings={"max_connections": "many"}).start()
    assert 'invalid value for parameter "max_connections"' in str(refused.value)


def test_a_folder_with_a_long_path_gets_its_socket_in_a_short_private_one() -> None:
    parent = Path(tempfile.mkdtemp(prefix="tongban-launcher-"))
    parent.chmod(0o755)
    deep = home.prepare(of=parent / ("区" * 40) / "home")
    socket = None
    try:
        with running_server(deep) as url:
            socket = home.socket_folder(of=deep)
            found = (_mode(socket), len(str(socket)) < 60, _ask(url, "SELECT 1"))
            assert home.socket_folder(of=deep) == socket
        assert found == (0o700, True, (1,))
        socket.chmod(0o755)  # somebody else could have been in there
        assert home.socket_folder(of=deep) != socket
    finally:
        for used in (socket, home.socket_folder(of=deep)):
            shutil.rmtree(used or deep, ignore_errors=True)
        shutil.rmtree(parent, ignore_errors=True)


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(home.FolderUnusable) as refused:
        home.prepare(of=tmp_path / "file" / "home")
    assert str(refused.value).endswith("cannot be used: 路径上有一个文件 (a file is in the way).")


def test_private_parts_of_the_folder_are_private(folder: Path) -> None:
    assert [_mode(folder / name) for name in ("keys", "files", "logs")] == [0o700] * 3


@as_root
def test_as_root_the_server_runs_under_its_own_account_from_its_own_copy(server: Server) -> None:
    assert server.pid is not None
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in cluster.workers(server.pgdata)}
    program = Path(os.readlink(f"/proc/{server.pid}/exe"))
    assert owners == {server.pgdata.stat().st_uid}
    assert (0 in owners, program.is_relative_to(server.folder / "server")) == (False, True)


@as_root
def test_as_root_a_folder_below_a_private_one_is_refused_and_no_mode_is_changed() -> None:
    parent = Path(tempfile.mkdtemp(prefix="tongban-launcher-"))
    inside = home.prepare(of=parent / "home")
    before = [_mode(path) for path in (parent, inside)]
    with pytest.raises(home.FolderUnusable):
        Server(inside).start()
    after = [_mode(path) for path in (parent, inside)]
    shutil.rmtree(parent)
    assert (after, before[0]) == (before, 0o700)


@as_root
def test_as_root_the_data_lies_where_the_account_can_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TONGBAN_HOME")
    assert home.home().parent == Path("/var/lib/tongban")


def test_the_server_is_up_within_moments_of_a_second_start(server: Server) -> None:
    server.stop()
    began = time.monotonic()
    server.start()
    assert time.monotonic() - began < 10  # alone less than one; other work may stand in the way
