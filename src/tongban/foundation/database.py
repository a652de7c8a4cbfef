"""数据库：连接、角色和叫醒 (connections, the application's own role, and being woken by NOTIFY).

Two roles share one database. The *owner* makes tables. The *application* role does the daily work and may not change
what is append-only, whatever the code asks. Processes connect as the owner's account and at once step down with
``SET ROLE``; only migrations stay owner.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

APPLICATION_ROLE = "tongban_app"
RECONNECT_AFTER = 0.5  # seconds; a server that restarts is back within a few of these
GATHER_SECONDS = 0.05
"""被叫醒的先等这么久再看：紧跟着来的，一并看到。"""
CALL_AGAIN_AFTER = GATHER_SECONDS * 0.8
_called: dict[str, float] = {}
_owner: ContextVar[bool] = ContextVar("owner", default=False)
_always_owner = False


def django_database(url: str) -> dict[str, object]:
    """把 ``postgresql://`` 网址变成 Django 的数据库设置 (persistent, prepared connections: docs/adr/0003)."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "tongban.foundation.postgres.engine",
        "NAME": parts.pop("dbname", "tongban"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, "server_side_binding": True, "prepare_threshold": 3},
    }


def stay_owner() -> None:
    """建表的进程从此以所有者身份连接 (a migrating process stays owner for its whole life)."""
    global _always_owner
    _always_owner = True


def step_down() -> None:
    """降为应用角色：此后的连接和现有的连接都不再是所有者。"""
    global _always_owner
    _always_owner = False
    if connection.connection is not None:
        take_role(connection)


@contextmanager
def as_owner() -> Iterator[None]:
    """在此期间以所有者身份工作 (owner for the time of the block, on the current connection)."""
    token = _owner.set(True)
    take_role(connection)
    try:
        yield
    finally:
        _owner.reset(token)
        take_role(connection)


def is_owner() -> bool:
    """现在是以所有者身份工作吗。"""
    return _always_owner or _owner.get()


def take_role(to: BaseDatabaseWrapper) -> None:
    """换上应有的角色：平时是应用角色，迁移时是所有者。"""
    with to.cursor() as cursor:
        cursor.execute("RESET ROLE" if is_owner() else f"SET ROLE {APPLICATION_ROLE}")


def on_connection(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """每个新连接一建立就降为应用角色。"""
    if not is_owner():
        take_role(connection)


def grant_to_application(*, append_only: Iterable[str]) -> None:
    """给应用角色授权：普通表可增删改查，只追加的表只能增和查 (never TRUNCATE, never DDL)."""
    with connection.cursor() as cursor:
        _ensure_role(cursor)
        cursor.execute(
            f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE};"
        )
        for table in append_only:
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {APPLICATION_ROLE}')


def _ensure_role(cursor: object) -> None:
    # Several test databases of one server may be made at once: losing the race to make the role is fine.
    cursor.execute(  # type: ignore[attr-defined]
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN
                CREATE ROLE {APPLICATION_ROLE} NOLOGIN;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$;
        DO $$ BEGIN
            IF NOT pg_has_role(current_user, '{APPLICATION_ROLE}', 'MEMBER') THEN
                EXECUTE format('GRANT {APPLICATION_ROLE} TO %I', current_user);
            END IF;
        EXCEPTION WHEN unique_violation THEN NULL;
        END $$;
        """
    )


def wake(channel: str) -> None:
    """叫醒：提交之后再喊一声 (NOTIFY in a transaction of its own, so that commits never queue behind its lock).

    Who has just called does not call again: whoever is woken waits ``GATHER_SECONDS`` before he looks, counted from when he
    hears the call, so he sees what was committed within ``CALL_AGAIN_AFTER`` of it as well.
    """
    now = time.monotonic()
    if now - _called.get(channel, -1.0) < CALL_AGAIN_AFTER:
        return
    _called[channel] = now
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {channel}")
    except DatabaseError:
        _called.pop(channel, None)
        raise


def wakings(*, url: str, channel: str, at_least_every: float) -> Iterator[bool]:
    """守候：有人叫就醒，没人叫隔 ``at_least_every`` 秒也醒一次；断线即重连 (True = woken by a call)."""
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as listening:
                listening.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                yield True  # what came while nobody listened
                while True:
                    called = any(True for _ in listening.notifies(timeout=at_least_every, stop_after=1))
                    yield called
        except psycopg.OperationalError:
            time.sleep(RECONNECT_AFTER)
            yield False
