"""留痕的办理：见证一件事、依法抹去内容 (witness an event; erase a payload when the law says so)."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from tongban.foundation import database
from tongban.rooms.journal import rules
from tongban.rooms.journal.errors import ClockWentBackwards, ErasureForbidden, NoSuchEvent
from tongban.rooms.journal.events import KINDS, Event, PayloadErased
from tongban.rooms.journal.words import Erasure

CHANNEL = "journal"
_TEXT = json.JSONEncoder(ensure_ascii=False).encode

WITNESS = """
    INSERT INTO journal_event (stream, kind, at, actor, payload, salt, commitment)
    VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s)
"""
# In the order of the streams, the same for everybody, so that nobody waits in a ring for a stream. As one JSON text: psycopg
# looks at every element of an array, and at nothing within a text.
WITNESS_ALL = """
    INSERT INTO journal_event (stream, kind, at, actor, payload, salt, commitment)
    SELECT stream, kind, at, actor, payload::jsonb, decode(salt, 'hex'), decode(commitment, 'hex')
    FROM json_to_recordset(%s::json) AS e (nth int, stream text, kind text, at timestamptz, actor text, payload text,
        salt text, commitment text)
    ORDER BY stream, nth
"""
_CLOCK_WENT_BACKWARDS = "TB001"


def witness(event: Event) -> None:
    """留痕：在办理本身的事务里写下这件事，同生共死；提交后叫醒封存 (one INSERT).

    Refuses: ClockWentBackwards, when the event is more than five minutes older than the stream's last one.
    """
    _write(WITNESS, row(event))


def witness_all(events: Sequence[Event]) -> None:
    """留痕：一次办理里的几件事一起写下 (one INSERT for all; several of one stream keep their order). Refuses: as `witness`."""
    if events:
        _write(WITNESS_ALL, [told(events)])


def _write(statement: str, values: Sequence[Any]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == _CLOCK_WENT_BACKWARDS:
            raise ClockWentBackwards from error
        raise
    transaction.on_commit(wake)


def row(event: Event) -> tuple[Any, ...]:
    """事件行：``WITNESS`` 的七个参数。"""
    salt, text = secrets.token_bytes(16), rules.canonical(event.payload())
    committed = rules.committed(salt=salt, text=text)
    return (event.stream, event.kind, event.at, event.by, text.decode(), salt, committed)


def told(events: Sequence[Event]) -> str:
    """几件事写成 ``WITNESS_ALL`` 的一个参数，供热路径把留痕并进自己的一条语句。"""
    return _TEXT([_as_json(nth, row(event)) for nth, event in enumerate(events)])


def _as_json(nth: int, values: tuple[Any, ...]) -> dict[str, Any]:
    stream, kind, at, actor, payload, salt, committed = values
    said = {"stream": stream, "kind": kind, "at": at.isoformat(), "actor": actor, "payload": payload}
    return {"nth": nth, **said, "salt": salt.hex(), "commitment": committed.hex()}


def wake() -> None:
    """叫醒封存与传递。"""
    database.wake(CHANNEL)


def erase(*, event_id: int, ground: str, by: str, at: datetime) -> PayloadErased:
    """抹去一个事件的内容：事件、承诺和摘要都留下，日志照样可验。

    Law: 个人信息保护法 第四十七条.
    Refuses: NoSuchEvent, ErasureForbidden.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, kind FROM journal_event WHERE id = %s AND payload IS NOT NULL", [event_id]
        )
        found = cursor.fetchone()
        if found is None:
            raise NoSuchEvent(event_id=event_id)
        if KINDS[found[1]].erasure is Erasure.KEEP:
            raise ErasureForbidden(zh=KINDS[found[1]].zh)
        cursor.execute("SELECT journal_erase(%s)", [event_id])
        erased = PayloadErased(event_id=event_id, of=found[0], ground=ground, by=by, at=at)
        witness(erased)
    return erased
