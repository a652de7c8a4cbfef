"""留痕的后台工作：封存（给事件定序）和传递（把事件送到各室的反应）。

Sealing. One sealer at a time (advisory lock). Each round looks, in one snapshot, at every committed event that has no
seal yet and gives consecutive indices in ``id`` order. Ids are drawn while the stream is locked, so a stream's later
event always has the larger id; and whoever sees the later one in a snapshot sees the earlier one too, because the
earlier one had committed before the later one could be written. Hence no gap, and no event before its predecessor.
Rows below ``settled_xid`` (the oldest transaction that was still running in the last round) are all sealed and are
never looked at again, so a round costs what is new. ADR 0004 tells why this differs from waiting for old transactions.

Delivery. Effects and cursor commit together, so a reaction that is killed at any moment has either done both or neither.
What fits into fifty milliseconds goes in one transaction; when one event fails, those before it are done without it, and
then it fails alone.
"""

import json
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tongban.foundation.crypto.digests import digest
from tongban.rooms.journal import events, models

logger = logging.getLogger("tongban.journal")
SEALER_LOCK = 7_201_001  # any number nobody else uses for an advisory lock
BATCH = 5_000

PROGRESS = (
    "SELECT next_index, settled_xid::text, pg_snapshot_xmin(pg_current_snapshot())::text FROM journal_sealer"
)
FIRST_PROGRESS = """
    INSERT INTO journal_sealer (id, next_index, settled_xid)
    SELECT 1, coalesce(max(index) + 1, 0), '0'::xid8 FROM journal_seal
"""
# What is new is found by its transaction and asked one by one whether it is sealed. As a plain join the planner, who does not
# know how little that is, would go through the whole journal in every round.
UNSEALED = """
    WITH recent AS MATERIALIZED (
        SELECT id, kind, digest, stream, stream_no, at, actor, commitment FROM journal_event
        WHERE xid >= %s::text::xid8 ORDER BY xid)
    SELECT e.id, e.kind, e.digest, journal_leaf(e.stream, e.stream_no, e.kind, e.at, e.actor, e.commitment)
    FROM recent e WHERE (SELECT s.index FROM journal_seal s WHERE s.event_id = e.id) IS NULL ORDER BY e.id LIMIT %s
"""
# What ``UNSEALED`` has just read goes back as texts and bytes in a row: psycopg would look at every element of a list.
SEAL = """
    WITH sealed AS (
        INSERT INTO journal_seal (index, event_id, kind, sha256, sm3)
        SELECT %s::bigint + nth - 1, id, kind,
            substring(%s::bytea FROM nth::int * 32 - 31 FOR 32), substring(%s::bytea FROM nth::int * 32 - 31 FOR 32)
        FROM unnest(%s::text::bigint[], %s::text::text[]) WITH ORDINALITY AS fresh (id, kind, nth))
    UPDATE journal_sealer SET next_index = %s, settled_xid = %s::text::xid8
"""
SETTLED = "UPDATE journal_sealer SET settled_xid = %s::text::xid8"
LOCKED_CURSOR = """
    SELECT c.heard, s.next_index - 1 FROM journal_cursor c, journal_sealer s
    WHERE c.reaction = %s AND (c.retry_at IS NULL OR c.retry_at <= %s) FOR UPDATE OF c SKIP LOCKED
"""
NEXT = """
    SELECT s.index, e.kind, e.at, e.actor, e.payload
    FROM (SELECT index, event_id FROM journal_seal WHERE index > %s AND kind = ANY(%s) ORDER BY index LIMIT %s) s,
        LATERAL (SELECT * FROM journal_event WHERE id = s.event_id OFFSET 0) e
    ORDER BY s.index
"""
# Whoever has something to hear is named; the cursors of the others move to the head of the log.
NEWS = """
    WITH head AS (SELECT next_index - 1 AS last FROM journal_sealer),
    wanted AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS r(reaction, kind)),
    news AS (
        SELECT DISTINCT c.reaction FROM journal_cursor c JOIN wanted USING (reaction)
        WHERE EXISTS (SELECT 1 FROM journal_seal s WHERE s.kind = wanted.kind AND s.index > c.heard)),
    quiet AS (
        UPDATE journal_cursor c SET heard = head.last FROM head
        WHERE c.reaction IN (SELECT reaction FROM wanted) AND c.heard < head.last AND c.failures = 0
            AND c.reaction NOT IN (SELECT reaction FROM news))
    SELECT reaction FROM news
"""
STRETCH_SECONDS = 0.05
STRETCH_EVENTS = 100


def seal() -> int:
    """封存一轮：给已提交而未封存的事件定下连续位置，返回封了几件；别人正在封则返回 0。"""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        next_index, settled, oldest_running = _progress(cursor)
        cursor.execute(UNSEALED, [settled, BATCH])
        fresh = cursor.fetchall()
        # A full batch may have left some behind: then the horizon stays where it is.
        horizon = settled if len(fresh) == BATCH else oldest_running
        if fresh:
            _record_seals(cursor, next_index, fresh, horizon)
        elif horizon != settled:
            cursor.execute(SETTLED, [horizon])
    return len(fresh)


def _progress(cursor: Any) -> tuple[int, str, str]:
    """Where sealing stands: next index, settled transaction id, oldest transaction still running now."""
    cursor.execute(PROGRESS)
    found = cursor.fetchone()
    if found is None:
        cursor.execute(FIRST_PROGRESS)
        return _progress(cursor)
    return int(found[0]), str(found[1]), str(found[2])


def _record_seals(
    cursor: Any, next_index: int, fresh: Sequence[tuple[int, str, bytes, bytes]], horizon: str
) -> None:
    ids, kinds, sha256, leaves = zip(*fresh, strict=True)
    sm3 = b"".join(digest("sm3", b"\x00" + text) for text in leaves)
    seals = [next_index, b"".join(sha256), sm3, _array(ids), _array(kinds)]
    cursor.execute(SEAL, [*seals, next_index + len(fresh), horizon])


def _array(elements: Sequence[object]) -> str:
    """PostgreSQL's own writing of a list of numbers or slugs, which hold nothing that would have to be quoted."""
    return "{" + ",".join(map(str, elements)) + "}"


def with_news(*, reactions: Sequence[events.Reaction]) -> list[events.Reaction]:
    """有事可听的反应；其余的游标挪到日志末尾 (one statement, however many reactions there are)."""
    wanted = [(reaction.name, kind) for reaction in reactions for kind in reaction.kinds]
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [list(column) for column in zip(*wanted, strict=True)])
        named = {name for (name,) in cursor.fetchall()}
    return [reaction for reaction in reactions if reaction.name in named]


def deliver(*, reaction: events.Reaction, at: datetime, most: int = STRETCH_EVENTS) -> bool:
    """传递一段：把接下来该听的几件事依次送给一个反应；还可能有下一件则返回 True。

    A failing reaction waits longer each time (1 s, 2 s, 4 s … 5 min) and holds up nobody but itself.
    """
    heard: list[int] = []
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            return _deliver_stretch(cursor, reaction, at, heard=heard, most=most)
    except Exception as error:
        fewer = most // 2 if reaction.together else len(heard)
        if 0 < fewer < most:
            return deliver(reaction=reaction, at=at, most=fewer)
        logger.warning("reaction_failed", extra={"reaction": reaction.name, "error": type(error).__name__})
        _record_failure(reaction, why=f"{type(error).__name__}: {error}"[:300], at=at)
        return False


def _deliver_stretch(
    cursor: Any, reaction: events.Reaction, at: datetime, *, heard: list[int], most: int
) -> bool:
    """``heard`` receives the index of each event that went well."""
    before, head = _locked_cursor(cursor, reaction, at)
    if before >= head:
        return False
    cursor.execute(NEXT, [before, list(reaction.kinds), most])
    rows = cursor.fetchall()
    tell = _tell_together if reaction.together else _tell_each
    tell(reaction, rows, heard=heard)
    there_may_be_more = len(rows) == most or len(heard) < len(rows)
    cursor.execute(
        "UPDATE journal_cursor SET heard = %s, failures = 0, failed_why = '', retry_at = NULL WHERE reaction = %s",
        [heard[-1] if there_may_be_more else max([head, *heard]), reaction.name],
    )
    return there_may_be_more


Row = tuple[int, str, datetime, str, Any]


def _tell_each(reaction: events.Reaction, rows: Sequence[Row], *, heard: list[int]) -> None:
    until = time.monotonic() + STRETCH_SECONDS
    for row in rows:
        if heard and time.monotonic() > until:
            break
        for event in _revived([row]):
            reaction.run(event)
        heard.append(row[0])


def _tell_together(reaction: events.Reaction, rows: Sequence[Row], *, heard: list[int]) -> None:
    if told := _revived(rows):
        reaction.run(*told)
    heard.extend(row[0] for row in rows)


def _revived(rows: Sequence[Row]) -> list[events.Event]:
    """An erased event has nothing left to react to."""
    return [
        events.revive(kind=kind, at=when, by=actor, payload=_plain(payload))
        for _, kind, when, actor, payload in rows
        if payload is not None
    ]


def _locked_cursor(cursor: Any, reaction: events.Reaction, at: datetime) -> tuple[int, int]:
    """How far it has heard, now that nobody else can tell it anything, and the head of the log; alike for another's turn."""
    cursor.execute(LOCKED_CURSOR, [reaction.name, at])
    found = cursor.fetchone()
    return (0, 0) if found is None else (int(found[0]), int(found[1]))


def _plain(payload: Any) -> dict[str, Any]:
    return payload if isinstance(payload, dict) else dict(json.loads(payload))


def _record_failure(reaction: events.Reaction, *, why: str, at: datetime) -> None:
    with transaction.atomic(durable=True):
        row = models.Cursor.objects.select_for_update().get(reaction=reaction.name)
        row.failures += 1
        row.failed_why = why
        row.retry_at = at + timedelta(seconds=min(2 ** (row.failures - 1), 300))
        row.save(update_fields=["failures", "failed_why", "retry_at"])


def enrol(*, reactions: Sequence[events.Reaction]) -> None:
    """登记游标：新的反应从头听起；已登记的不动。"""
    models.Cursor.objects.bulk_create(
        [models.Cursor(reaction=r.name) for r in reactions], ignore_conflicts=True
    )
