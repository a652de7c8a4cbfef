"""值守：谁被杀都扶得起来，停得干净，起不来时说得清楚 (a real `tongban up` on a home of its own, and SIGKILL)."""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tongban.foundation import home, ports, processes
from tongban.foundation.postgres import cluster

pytestmark = [
    pytest.mark.xdist_group("supervisor"),
    pytest.mark.skipif(not processes.can_be_seen(), reason="reads /proc"),
]
READY = 180.0  # a cold start takes seconds; a machine that others share, minutes


def _copy(folder: Path, to: Path) -> None:
    """With its owners: the database's account has its own part of a home."""
    subprocess.run(["cp", "-a", folder, to], check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """一处安装：自己的数据文件夹、端口和主进程。"""

    def __init__(self) -> None:
        parent = Path(tempfile.mkdtemp(prefix="tongban-up-"))
        parent.chmod(0o755)
        self.folder, self.port = parent / "home", _free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self, **variables: str) -> subprocess.Popen[str]:
        left = {
            k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "HOST", "DJANGO_SETTINGS_MODULE")
        }
        environment = {**left, "TONGBAN_HOME": str(self.folder), "PORT": str(self.port), **variables}
        command = [sys.executable, "-m", "tongban.wiring.cli", "up"]
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    # What the first start of this session made: the next ones begin with a copy of it.
    furnished: ClassVar[Path | None] = None

    def up(self, *, seconds: float = READY) -> None:
        """Started and ready, with the demonstration in it; filling it takes half a minute, so that is done once."""
        if Installation.furnished is None:
            self._start_up(seconds=seconds)
            self.stop()
            Installation.furnished = Path(tempfile.mkdtemp(prefix="tongban-furnished-")) / "home"
            atexit.register(shutil.rmtree, Installation.furnished.parent, ignore_errors=True)
            _copy(self.folder, Installation.furnished)
        if not self.folder.exists():
            _copy(Installation.furnished, self.folder)
            self._since = len(self.diary())
        self._start_up(seconds=seconds)

    def _start_up(self, *, seconds: float) -> None:
        self.process = self.start()
        assert processes.wait_until(self.is_ready, seconds=seconds, every=0.1), self.story()

    def is_ready(self) -> bool:
        assert self.process is None or self.process.poll() is None, self.story()
        return "ready" in [entry["event"] for entry in self.diary()[self._since :]]

    _since = 0

    def diary(self) -> list[dict[str, object]]:
        log = self.folder / "logs" / "supervisor.log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def story(self) -> str:
        logs = sorted((self.folder / "logs").glob("*.log"))
        return "\n".join(f"== {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    def pid(self, who: str) -> int:
        return int(str([e["pid"] for e in self.diary() if e["event"] == "started" and e["who"] == who][-1]))

    def status(self, path: str = "readyz") -> int | None:
        return ports.answers(host="127.0.0.1", port=self.port, path=f"/{path}")

    def database_answers(self) -> bool:
        """The page that asks the database answers, healthy or not: only a dead process or server gives none."""
        return self.status("readyz") in (200, 503) and cluster.is_ready(self.folder / "pgdata")

    def left_running(self) -> list[int]:
        return [
            *processes.pids_marked(f"TONGBAN_SUPERVISED={self.folder}"),
            *cluster.workers(self.folder / "pgdata"),
        ]

    def stop(self) -> tuple[int, float]:
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)
        self._since = len(self.diary())
        return self.process.returncode, time.monotonic() - began

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        processes.end(self.left_running(), signals=(signal.SIGTERM, signal.SIGKILL), seconds_each=5)
        shutil.rmtree(self.folder.parent, ignore_errors=True)


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    made = Installation()
    try:
        made.up()
        yield made
    finally:
        made.remove()


@pytest.fixture
def bare() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.remove()


def _refused(installation: Installation, **variables: str) -> tuple[int, list[str]]:
    process = installation.start(**variables)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors.splitlines()


@pytest.mark.parametrize("who", ["web", "worker", "postgres"])
def test_who_is_killed_is_back_within_seconds(installation: Installation, who: str) -> None:
    before = installation.pid(who)
    os.kill(before, signal.SIGKILL)
    assert processes.wait_until(lambda: installation.pid(who) != before, seconds=15), installation.story()
    assert processes.wait_until(installation.database_answers, seconds=30, every=0.2), installation.story()
    fallen = [
        entry["code"] for entry in installation.diary() if entry["event"] == "died" and entry["pid"] == before
    ]
    assert fallen == [-signal.SIGKILL]


def test_a_killed_process_of_the_web_server_is_replaced(installation: Installation) -> None:
    """Granian's own children: the site answers all the while, and soon there are two of them again, each on its own core."""
    web = installation.pid("web")

    def serving() -> list[int]:
        found = processes.pids_marked(f"TONGBAN_SUPERVISED={installation.folder}")
        return [pid for pid in found if pid != web and os.getpgid(pid) == web]

    def kept() -> list[int]:
        return sorted(min(cores) for cores in map(os.sched_getaffinity, serving()) if len(cores) == 1)

    own_cores = sorted(os.sched_getaffinity(0))[:2]
    assert len(own_cores) == 1 or kept() == own_cores
    before = serving()
    os.kill(before[-1], signal.SIGKILL)
    assert processes.wait_until(
        lambda: len(set(serving()) - {before[-1]}) >= len(before), seconds=30, every=0.2
    )
    assert len(own_cores) == 1 or processes.wait_until(lambda: kept() == own_cores, seconds=30, every=0.2)
    assert processes.wait_until(installation.database_answers, seconds=20, every=0.2)


def test_a_second_start_on_the_same_folder_says_where_the_first_one_is(installation: Installation) -> None:
    code, errors = _refused(installation)
    assert installation.process is not None
    assert (code, len(errors)) == (1, 2)
    assert errors[0].startswith(
        f"通办已在运行（进程 {installation.process.pid}，http://127.0.0.1:{installation.port}/）"
    )


def test_a_supervisor_killed_outright_leaves_nothing_and_the_next_start_works(
    installation: Installation,
) -> None:
    assert installation.process is not None
    installation.process.kill()
    installation.process.communicate()
    assert processes.wait_until(lambda: not installation.left_running(), seconds=15), (
        installation.left_running()
    )
    installation._since = len(installation.diary())
    began = time.monotonic()
    installation.up()
    assert installation.database_answers()
    assert time.monotonic() - began < 30


def test_everything_killed_at_once_is_no_obstacle_either(installation: Installation) -> None:
    assert installation.process is not None
    processes.end(
        [installation.process.pid, *installation.left_running()], signals=(signal.SIGKILL,), seconds_each=1
    )
    installation.process.communicate()
    installation._since = len(installation.diary())
    installation.up()
    assert installation.database_answers()


def test_a_stop_ends_everything_within_ten_seconds(installation: Installation) -> None:
    code, seconds = installation.stop()
    assert (code, installation.left_running(), home.is_claimed(installation.folder)) == (0, [], False)
    assert seconds < 10
    assert (installation.folder / "pgdata" / "postmaster.pid").exists() is False
    installation.up()  # and it starts again for whoever comes next


def test_a_port_in_use_is_one_sentence_and_the_way_out(bare: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", bare.port))
        taken.listen()
        code, errors = _refused(bare)
    assert (code, len(errors), bare.left_running()) == (1, 2, [])
    assert (
        errors[0]
        == f"端口 {bare.port} 已被别的程序占用。 Port {bare.port} is already in use by another program."
    )


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_no_port_is_one_sentence(bare: Installation, port: str) -> None:
    code, errors = _refused(bare, PORT=port)
    assert (code, len(errors), errors[0].startswith("不能在 ")) == (1, 2, True)


def test_a_folder_that_cannot_be_written_is_one_sentence(bare: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, errors = _refused(bare, TONGBAN_HOME=str(tmp_path / "file" / "home"))
    assert (code, len(errors), errors[0].startswith("数据文件夹 ")) == (1, 2, True)


def test_a_database_that_does_not_answer_is_one_sentence(bare: Installation) -> None:
    code, errors = _refused(bare, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert (code, len(errors), errors[0].startswith("DATABASE_URL 所指的数据库不能使用")) == (1, 2, True)


def test_a_database_that_forgets_is_not_worked_with(bare: Installation) -> None:
    from tongban.foundation.postgres import testing_server

    with testing_server(settings={"fsync": "off"}) as url:
        code, errors = _refused(bare, DATABASE_URL=url)
    assert (code, len(errors), "fsync = on" in errors[0]) == (1, 2, True)
