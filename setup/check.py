"""make check：不运行产品就能查的都查一遍，最后一并报告 (every check that needs no running product; all run, then the verdict)."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from environment import CLONE, PYTHON, SetupFailed, enough_space, prepare

ARCHITECTURE = CLONE / "tests" / "architecture"


def checks() -> list[tuple[str, list[str]]]:
    """每项检查：名称与命令。"""
    python = str(PYTHON)
    tools = PYTHON.parent
    glossary = sorted(str(path) for path in ARCHITECTURE.glob("test_glossary*.py"))
    manage = [python, "-m", "tongban.wiring.cli", "manage"]
    found = [
        ("规范 lint", [str(tools / "ruff"), "check", "."]),
        ("格式 format", [str(tools / "ruff"), "format", "--check", "."]),
        ("类型 types", [str(tools / "mypy")]),
        ("分层 contracts", [str(tools / "lint-imports")]),
        ("迁移 migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("许可证 licences", [python, "setup/licences.py"]),
        ("词汇 glossary", [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *glossary]),
        ("尺寸 sizes", [python, "setup/sizes.py"]),
    ]
    return [(name, command) for name, command in found if name != "词汇 glossary" or glossary]


def main() -> int:
    """备好环境，逐项检查；有一项不过返回 1。"""
    try:
        enough_space()
        prepare(dev=True)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="tongban-check-") as home:
        failed = [name for name, command in checks() if not _passes(name, command, Path(home))]
    print(
        f"\n没有通过 failed: {'、'.join(failed)}" if failed else "\n全部检查通过 all checks passed",
        flush=True,
    )
    return 1 if failed else 0


def _passes(name: str, command: list[str], home: Path) -> bool:
    began = time.monotonic()
    print(f"\n── {name}", flush=True)
    environment = {**os.environ, "TONGBAN_HOME": str(home)}
    # The migrations check and type plugin look at models only: no server is asked.
    code = subprocess.run(
        command, cwd=CLONE, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode
    print(
        f"   {'通过 passed' if code == 0 else f'未通过 FAILED ({code})'}，{time.monotonic() - began:.1f} s",
        flush=True,
    )
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
