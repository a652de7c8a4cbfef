"""临时安装：自己的数据文件夹、数据库、网站和后台，用完全部删去 (a whole ``tongban up`` for the time of a measurement)."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tongban.foundation import home, ports, processes
from tongban.foundation.http.visitor import Visitor
from tongban.foundation.refusal import Refusal
from tongban.wiring.supervisor.preparation import cli

HOST = "127.0.0.1"
READY_SECONDS = 600.0  # the whole catalogue is loaded; a busy machine takes its time
# What belongs to whoever runs the measurement, not to the installation that is measured.
FOREIGN = ("DATABASE_URL", "HOST", "HOST_ADDRESS", "DJANGO_SETTINGS_MODULE", "SITE_ADDRESS", "ALLOWED_HOSTS")


class DidNotStart(Refusal):
    """临时安装没有起来。"""

    code = "bench.did_not_start"
    says = "临时安装没有起来：{why}"
    next_step = "请先确认 tongban up 在这台机器上能用"


@dataclass(frozen=True)
class Installation:
    """正在运行的一处安装。"""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """它的数据库。"""
        return home.embedded_url(of=self.folder)

    @property
    def password(self) -> str:
        """演示口令。"""
        return (self.folder / "keys" / "demo-password").read_text(encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """在它上面运行命令的环境变量。"""
        own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return {**own, "TONGBAN_HOME": str(self.folder), "PORT": str(self.port), "TONGBAN_DEMO": "1"}

    def visitor(self, *, login: str) -> Visitor:
        """一位登录好的访客。"""
        visitor = Visitor(host=HOST, port=self.port)
        visitor.sign_in(login=login, password=self.password)
        return visitor

    def is_ready(self) -> bool:
        """可以开门了。"""
        with suppress(OSError):
            diary = (self.folder / "logs" / "supervisor.log").read_text(encoding="utf-8")
            return any(json.loads(line)["event"] == "ready" for line in diary.splitlines())
        return False


@contextmanager
def installation() -> Iterator[Installation]:
    """装一处、开起来、用完停下并删去。 Refuses: DidNotStart."""
    parent = Path(tempfile.mkdtemp(prefix="tongban-bench-"))
    parent.chmod(0o711)  # the database's account passes through; it cannot list
    made = Installation(folder=parent / "home", port=ports.free(host=HOST))
    told = (parent / "told").open("w+b")
    process = subprocess.Popen(
        cli("up"),
        env=made.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=told,
        preexec_fn=processes.dies_with_parent(signal.SIGTERM),
    )
    try:
        _wait(made, process, told)
        yield made
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(parent, ignore_errors=True)


def _wait(made: Installation, process: "subprocess.Popen[bytes]", told: BinaryIO) -> None:
    processes.wait_until(
        lambda: made.is_ready() or process.poll() is not None, seconds=READY_SECONDS, every=0.1
    )
    if not made.is_ready():
        told.seek(0)
        raise DidNotStart(why=told.read().decode(errors="replace").strip()[-400:] or "超过时限")
