"""开门前的准备：建表、封存旧版的文件、收齐静态文件、装入演示数据，各是一条命令 (what runs before the web site)."""

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tongban.foundation import fingerprints
from tongban.foundation.postgres import server_checks

PACKAGE = Path(__file__).resolve().parents[2]
WITH_STATIC_FILES = ("django", "django-allauth", "whitenoise")
WITH_TABLES = ("django", "django-allauth", "django-axes")


def cli(*words: str) -> list[str]:
    """``tongban …`` 的完整命令行。"""
    return [sys.executable, "-m", "tongban.wiring.cli", *words]


@dataclass(frozen=True)
class Database:
    """哪一个库：网址，和它与别的库都不同的地方（`Answer.identity`）。"""

    url: str
    identity: str


def before_web(folder: Path, database: Database) -> Iterator[tuple[str, list[str]]]:
    """网站启动之前要做完的：步骤名与命令；上次做过、什么也没变的不再做。"""
    tables = folder / "tables.stamp"
    if not tables.exists() or tables.read_text(encoding="ascii") != _tables_fingerprint(database):
        yield "migrate", cli("migrate")
        tables.write_text(_tables_fingerprint(database), encoding="ascii")
    yield from _files(folder / "files")
    stamp, current = folder / "static.stamp", _static_fingerprint()
    gathered = (folder / "static").is_dir() and stamp.exists()
    if not gathered or stamp.read_text(encoding="ascii") != current:
        yield "static", cli("manage", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
        stamp.write_text(current, encoding="ascii")  # reached only when the step above went well


def _files(files: Path) -> Iterator[tuple[str, list[str]]]:
    """What versions before encryption at rest kept in the clear is sealed once; a new installation has nothing to seal."""
    sealed = files / "sealed.stamp"
    if sealed.exists():
        return
    if (files / "objects").is_dir():
        yield "files", cli("seal-files")
    sealed.touch(mode=0o600)  # reached only when the step above went well


def kept_demonstration(folder: Path, *, database: str) -> list[str] | None:
    """上次装入演示数据时印出的账号；程序、内容或数据库变过，或从未装过，为 None。

    ``database`` tells one database from every other (`Answer.identity`).
    """
    with suppress(OSError, ValueError, KeyError):
        kept = json.loads(_keep(folder).read_text(encoding="utf-8"))
        if kept["fingerprint"] == _program_fingerprint(database):
            return [str(line) for line in kept["printed"]]
    return None


def keep_demonstration(folder: Path, *, database: str, printed: list[str]) -> None:
    """记下演示账号，下次启动不必再装一遍。"""
    file = _keep(folder)
    file.touch(mode=0o600)
    kept = {"fingerprint": _program_fingerprint(database), "printed": printed}
    file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _keep(folder: Path) -> Path:
    return folder / "keys" / "demo-accounts.json"  # among the keys: it names the demonstration's password


def _program_fingerprint(database: str) -> str:
    """Any change of code or content loads the demonstration once more; reading all of it takes a few hundredths of a second."""
    return fingerprints.of_files(
        _program(), below=PACKAGE, also=f"{database} {os.environ.get('TONGBAN_DEMO', '')}"
    )


def _program() -> Iterator[Path]:
    return (each for each in PACKAGE.rglob("*") if each.suffix in (".py", ".yml", ".json", ".csv"))


def _tables_fingerprint(database: Database) -> str:
    """Our code, the packages with tables, and the tables as they stand; what the database did not tell equals no stamp."""
    made = server_checks.made_up_to(database.url) or secrets.token_hex(8)
    versions = " ".join(version(name) for name in WITH_TABLES)
    return fingerprints.of_files(_program(), below=PACKAGE, also=f"{database.identity} {versions} {made}")


def _static_fingerprint() -> str:
    """What collectstatic would gather: our own files by content, other packages' by version."""
    versions = " ".join(version(name) for name in WITH_STATIC_FILES)
    return fingerprints.of_files(PACKAGE.rglob("static/**/*"), below=PACKAGE, also=versions)
