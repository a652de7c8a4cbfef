"""数据库的账号：PostgreSQL 不以 root 运行，这里决定它以谁的名义运行 (under which system account the server runs)."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tongban.foundation.home import FolderUnusable
from tongban.foundation.postgres.errors import NoAccount

NAME = "tongban"
# A machine without useradd may still have the account of a distribution's own PostgreSQL.
SECOND_CHOICE = "postgres"


class As(TypedDict, total=False):
    """``subprocess`` 的三个参数，换成另一个账号运行；为空则仍是自己。"""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """系统账号 (uid and gid), and whether running under it means changing to it."""

    uid: int
    gid: int

    def as_arguments(self) -> As:
        """供 ``subprocess`` 使用的参数。"""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, folder: Path) -> None:
        """把本程序建立的文件夹交给此账号，别人都不得进入。"""
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def must_enter(self, folder: Path) -> None:
        """此账号要能进入文件夹；上级文件夹的权限一概不改。 Refuses: FolderUnusable."""
        probe = ["/bin/sh", "-c", 'test -x "$0"', str(folder)]
        if subprocess.run(probe, cwd="/", check=False, **self.as_arguments()).returncode:
            name = pwd.getpwuid(self.uid).pw_name
            why = f"数据库的账号 {name} 进不去 (the database's account {name} cannot enter it)"
            raise FolderUnusable(folder=folder, why=why)


def owner_of(pgdata: Path) -> Account:
    """运行此数据的账号：数据已有主人则用其主人；普通账号用自己；root 用系统账号 tongban。

    Refuses: NoAccount, FolderUnusable.
    """
    if os.geteuid() != 0:
        return _own_account(pgdata)
    if pgdata.exists() and (seen := pgdata.stat()).st_uid != 0:
        return Account(seen.st_uid, seen.st_gid)
    return _system_account()


def _own_account(pgdata: Path) -> Account:
    if pgdata.exists() and pgdata.stat().st_uid != os.geteuid():
        raise FolderUnusable(folder=pgdata, why="属于另一个账号 (it belongs to another account)")
    return Account(os.geteuid(), os.getegid())


def _system_account() -> Account:
    found = _look_up(NAME) or _make() or _look_up(SECOND_CHOICE)
    if found is None:
        raise NoAccount
    return found


def _look_up(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def _make() -> Account | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    words = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
    ]
    subprocess.run(
        [useradd, *words, "--shell", "/usr/sbin/nologin", NAME],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return _look_up(NAME)
