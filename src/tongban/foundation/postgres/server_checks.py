"""开工前的核对：会丢数据、存不下汉字或时间不准的数据库，一律不用 (what a server must be before we trust it)."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg

OLDEST_VERSION = 15
CLOCK_SECONDS = 5.0

QUESTION = """
SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_encoding'),
       current_setting('server_version_num')::int / 10000, extract(epoch FROM clock_timestamp())::float8
"""


IDENTITY = """
SELECT system_identifier::text || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
FROM pg_control_system()
"""


# Every table with who may do what to it, and every migration that is applied; a copy that is put back differs.
TABLES = """
SELECT md5(string_agg(concat(relname, relacl, relowner), ',' ORDER BY relname)) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
"""
APPLIED = "SELECT md5(string_agg(app || '.' || name, ',' ORDER BY app, name)) FROM django_migrations"


@dataclass(frozen=True)
class Answer:
    """一个服务器的答复：不合格之处（空为合格），以及它是哪一个库（与别的库都不同）。"""

    problems: list[str]
    identity: str


def ask(url: str) -> Answer:
    """连上去问一遍；连不上本身就是一处不合格。"""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            problems = check_server(connection)
            row = connection.execute(IDENTITY).fetchone()
    except psycopg.OperationalError as error:
        # This message names host, port and database, never the password.
        return Answer(problems=[f"连不上 no answer: {' '.join(str(error).split())}"], identity="")
    except (psycopg.Error, UnicodeDecodeError):
        # libpq quotes an address it cannot read, and with it the password.
        return Answer(
            problems=["地址写法不对 the address is malformed (postgresql://name@host/database)"], identity=""
        )
    return Answer(problems=problems, identity=str(row[0]) if row else "")


def made_up_to(url: str) -> str:
    """库里的表建到了哪一步、授权是什么样子，变了就不同；还没有建表、问不到，为空。"""
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=10) as connection:
        told = [connection.execute(question).fetchone() for question in (TABLES, APPLIED)]
        return "/".join(str(row[0]) for row in told if row)
    return ""


class Connection(Protocol):
    """psycopg 的连接或 Django 的连接都可以。"""

    def cursor(self) -> AbstractContextManager[Any]:
        """游标。"""


def check_server(connection: Connection, *, machine_time: Callable[[], float] = time.time) -> list[str]:
    """核对数据库服务器：返回问题与办法的句子（中英文各一句），没有问题时为空表。

    ``machine_time`` gives this machine's clock in seconds since 1970.
    """
    before = machine_time()
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        fsync, commit, encoding, version, server_time = cursor.fetchone()
    after = machine_time()
    return [
        *_durability(fsync=fsync, commit=commit),
        *_content(encoding=encoding, version=version),
        *_clock(
            away=max(before - server_time, server_time - after, 0.0),
            ahead=server_time > after,
        ),
    ]


def _durability(*, fsync: str, commit: str) -> list[str]:
    problems = []
    if fsync != "on":
        problems.append(
            "数据库关闭了 fsync，断电会毁坏数据：请在 postgresql.conf 设 fsync = on 并重启数据库。"
            " fsync is off, a power cut would destroy data: set fsync = on in postgresql.conf and restart it."
        )
    if commit == "off":
        problems.append(
            "数据库关闭了 synchronous_commit，已告知办成的事可能丢失：请设 synchronous_commit = on 并重新加载配置。"
            " synchronous_commit is off, acknowledged work could be lost: set it to on and reload."
        )
    return problems


def _content(*, encoding: str, version: int) -> list[str]:
    problems = []
    if encoding != "UTF8":
        problems.append(
            f"数据库的编码是 {encoding}，存不下全部汉字：请用 CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 新建一个。"
            f" The database's encoding is {encoding}: create one with ENCODING 'UTF8' TEMPLATE template0."
        )
    if version < OLDEST_VERSION:
        problems.append(
            f"数据库版本是 PostgreSQL {version}：请升级到 {OLDEST_VERSION} 或更新。"
            f" This is PostgreSQL {version}: upgrade it to {OLDEST_VERSION} or newer."
        )
    return problems


def _clock(*, away: float, ahead: bool) -> list[str]:
    if away <= CLOCK_SECONDS:
        return []
    side, english = ("快", "ahead of") if ahead else ("慢", "behind")
    chinese = f"数据库的时钟比本机{side} {away:.0f} 秒，期限会算错：请在两台机器上开启时间同步（如 chrony）。"
    return [
        f"{chinese} The server's clock is {away:.0f} s {english} this machine's: synchronise both with a time server."
    ]
