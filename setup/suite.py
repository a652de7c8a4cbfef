"""make test：备好环境和浏览器，运行测试，最后一行说明漏了哪些、为什么 (run the tests; say what was left out and why)."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from environment import CLONE, PYTHON, SetupFailed, enough_space, prepare


@dataclass(frozen=True)
class Need:
    """测试要用的系统软件：叫什么、装哪个包、有没有、没有它会漏掉什么。"""

    package: str
    there: Callable[[], bool]
    tests: str
    marker: str | None = None


def _has_browser() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())


NEEDS = (
    Need("chromium", _has_browser, "浏览器测试 browser tests", marker="browser"),
    Need("fonts-noto-cjk", _has_chinese_font, "浏览器测试 browser tests", marker="browser"),
    Need("poppler-utils", lambda: shutil.which("pdfsig") is not None, "PDF 对照测试 PDF cross-checks"),
)


def install_system_packages() -> str:
    """能装则装（root、Debian 系）；返回不能装的原因，装好了为空。"""
    missing = [need.package for need in NEEDS if not need.there()]
    if not missing:
        return ""
    if os.geteuid() != 0:
        return "不是 root，不能安装 not root, so it may not be installed"
    if shutil.which("apt-get") is None:
        return "不是 Debian 系统，请自行安装 not a Debian system, install it yourself"
    print(f"· 安装系统软件 system packages: {' '.join(missing)} …", flush=True)
    words = ["install", "--yes", "--no-install-recommends", *missing]
    if _apt(*words) or (_apt("update") == 0 and _apt(*words)):
        return "apt-get 没有装成 apt-get could not install it"
    return ""


def _apt(*words: str) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-q", *words]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    ).returncode


def selection(*, nightly: bool, missing: list[Need]) -> str:
    """pytest 的 ``-m``：每晚的另算；缺了浏览器，浏览器测试不选。"""
    chosen = ["nightly" if nightly else "not nightly"]
    chosen += sorted({f"not {need.marker}" for need in missing if need.marker})
    return " and ".join(chosen)


def left_out(missing: list[Need], *, why: str) -> str:
    """最后一行：漏了哪些测试、缺什么、为什么。"""
    by_tests = {
        need.tests: [each.package for each in missing if each.tests == need.tests] for need in missing
    }
    parts = [f"{tests}（缺 missing {', '.join(packages)}）" for tests, packages in by_tests.items()]
    return f"没有运行 left out: {'；'.join(parts)}：{why}"


def main(*arguments: str) -> int:
    """备好一切，运行 pytest；``--nightly`` 运行每晚的测试，``ARGS`` 原样交给 pytest。"""
    try:
        enough_space()
        prepare(dev=True)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    why = install_system_packages()
    missing = [need for need in NEEDS if not need.there()]
    nightly = "--nightly" in arguments
    code = _pytest(selection(nightly=nightly, missing=missing), processes=side_by_side(nightly=nightly))
    if missing:
        print(left_out(missing, why=why), flush=True)
    return code


def side_by_side(*, nightly: bool) -> int:
    """几个测试进程一起跑，0 是不分进程：每晚的要量时间，机器只给它一个用。"""
    if nightly:
        return 0
    return min(len(os.sched_getaffinity(0)), 4) if hasattr(os, "sched_getaffinity") else 2


def _pytest(selected: str, *, processes: int) -> int:
    command = [str(PYTHON), "-m", "pytest", "-n", str(processes), "-m", selected]
    command += shlex.split(os.environ.get("ARGS", ""))
    environment = {**os.environ, "PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    return subprocess.run(
        command, cwd=CLONE, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
