"""开门前的准备：建表、收齐静态文件、装入演示数据，各是一条命令 (what runs between the database and the web site)."""

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tongban.wiring.commands import all_commands

PACKAGE = Path(__file__).resolve().parents[2]
WITH_STATIC_FILES = ("django", "django-allauth", "whitenoise")


def cli(*words: str) -> list[str]:
    """``tongban …`` 的完整命令行。"""
    return [sys.executable, "-m", "tongban.wiring.cli", *words]


def before_web(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """网站启动之前要做完的：步骤名与命令。"""
    yield "migrate", cli("migrate")
    stamp, current = folder / "static.stamp", _static_fingerprint()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != current:
        yield "static", cli("manage", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
        stamp.write_text(current, encoding="ascii")  # reached only when the step above went well


def beside_web() -> Iterator[tuple[str, list[str]]]:
    """与网站启动同时进行的：演示数据；它印出的演示账号随就绪行一起显示。"""
    if "demo" in all_commands():
        yield "demo", cli("demo")


def _static_fingerprint() -> str:
    """What collectstatic would gather: our own files by content, other packages' by version."""
    digest = hashlib.sha256("".join(version(name) for name in WITH_STATIC_FILES).encode())
    for file in sorted(PACKAGE.rglob("static/**/*")):
        if file.is_file():
            digest.update(str(file.relative_to(PACKAGE)).encode() + file.read_bytes())
    return digest.hexdigest()
