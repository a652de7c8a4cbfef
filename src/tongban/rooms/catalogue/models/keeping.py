"""存下与登目录：新版本成批存下，到日子的指为现行，搜索行和词频随之。"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tongban.rooms.catalogue.rules.entries import Entry

ROWS = """
    jsonb_to_recordset(%s::jsonb) AS r(
        code text, name text, region text, department_code text, department text, task_type text, state text,
        summary text, on_the_spot boolean, promised_days int, visits int, guide_incomplete boolean,
        shelves text[], content jsonb, effective_on date, cancel_on date, version_id bigint)
"""
# An item that is new stands in the catalogue (on shelves, in the search) only from the day its first version takes effect.
KEEP = f"""
    WITH given AS (SELECT * FROM {ROWS}), fresh AS (
        INSERT INTO catalogue_item (code, name, region, department_code, department, task_type, state, summary,
            on_the_spot, promised_days, visits, guide_incomplete, shelves)
        SELECT code, name, region, department_code, department, task_type, state, summary,
            on_the_spot, promised_days, visits, guide_incomplete, '{{}}' FROM given
        ON CONFLICT (code) DO NOTHING RETURNING id, code
    ), items AS (
        SELECT id, code FROM fresh UNION ALL SELECT i.id, i.code FROM catalogue_item i JOIN given USING (code)
    )
    INSERT INTO catalogue_itemversion (item_id, number, state, content, published_at, published_by, effective_on,
        cancel_on)
    SELECT i.id, 1 + coalesce((SELECT max(v.number) FROM catalogue_itemversion v WHERE v.item_id = i.id), 0),
        'published', g.content, %s, %s, coalesce(g.effective_on, %s), g.cancel_on
    FROM items i JOIN given g USING (code) ORDER BY i.id
    RETURNING (SELECT code FROM items WHERE items.id = item_id), id, number
"""  # noqa: S608 -- a literal list of columns
SETTLE = f"""
    WITH given AS (SELECT * FROM {ROWS}), turned AS (
        INSERT INTO catalogue_edition (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = catalogue_edition.number + 1
    )
    UPDATE catalogue_item i SET current_version_id = g.version_id, name = g.name, region = g.region,
        department_code = g.department_code, department = g.department, task_type = g.task_type,
        summary = g.summary, on_the_spot = g.on_the_spot, promised_days = g.promised_days, visits = g.visits,
        guide_incomplete = g.guide_incomplete, shelves = g.shelves,
        state = catalogue_state(i.id, g.version_id, %s), next_on = catalogue_next_day(i.id, %s)
    FROM given g WHERE i.code = g.code
"""  # noqa: S608 -- a literal list of columns
STAND = """
    WITH turned AS (
        INSERT INTO catalogue_edition (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = catalogue_edition.number + 1
    )
    UPDATE catalogue_item i SET state = coalesce(catalogue_state(i.id, i.current_version_id, %s), i.state),
        next_on = catalogue_next_day(i.id, %s)
    WHERE i.code = ANY(%s)
"""
EXPECT = "UPDATE catalogue_item i SET next_on = catalogue_next_day(i.id, %s) WHERE i.code = ANY(%s)"
DUE = """
    SELECT i.code, v.id, v.number, v.effective_on, i.state, catalogue_state(i.id, v.id, %s),
        CASE WHEN v.id IS DISTINCT FROM i.current_version_id THEN v.content END
    FROM catalogue_item i CROSS JOIN LATERAL (
        SELECT n.* FROM catalogue_itemversion n
        WHERE n.item_id = i.id AND n.state = 'published' AND n.effective_on <= %s ORDER BY n.number DESC LIMIT 1) v
    WHERE i.next_on <= %s ORDER BY i.next_on, i.id LIMIT %s
"""
INDEX = """
    INSERT INTO catalogue_search (item_id, region, tokens, aliases, hot, dictionary)
    SELECT i.id, i.region, array_to_tsvector(r.tokens), r.aliases, 0, %s
    FROM jsonb_to_recordset(%s::jsonb) AS r(code text, tokens text[], aliases text)
    JOIN catalogue_item i USING (code)
    ON CONFLICT (item_id) DO UPDATE SET region = excluded.region, tokens = excluded.tokens,
        aliases = excluded.aliases, dictionary = excluded.dictionary
"""
COUNT_WORDS = """
    WITH counted AS (
        INSERT INTO catalogue_lexicon (edition, items, counts)
        SELECT (SELECT coalesce(max(number), 0) FROM catalogue_edition), (SELECT count(*) FROM catalogue_search),
            (SELECT coalesce(jsonb_object_agg(word, ndoc), '{}') FROM ts_stat('SELECT tokens FROM catalogue_search')
             WHERE ndoc > 1)
        ON CONFLICT (edition) DO UPDATE SET items = excluded.items, counts = excluded.counts RETURNING edition
    )
    DELETE FROM catalogue_lexicon l USING counted c WHERE l.edition < c.edition
"""


CURRENT_CONTENTS = """
    SELECT i.code, v.content FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id
    WHERE i.code = ANY(%s)
"""


def current_contents(codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """这些编码的现行内容：``{编码: 内容}`` (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_CONTENTS, [list(codes)])
        return {code: json.loads(content) for code, content in cursor.fetchall()}


def keep(entries: Sequence[Entry], *, by: str, at: datetime, today: date) -> dict[str, tuple[int, int]]:
    """存下各条的新版本，到了生效日期的指为现行：``{编码: (版本号, 版次)}`` (three statements, whatever their number)."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [_rows(entries), at, by, today])
        kept = {code: (version_id, number) for code, version_id, number in cursor.fetchall()}
    due = [(e, kept[e.listed.code][0]) for e in entries if (e.effective_on or today) <= today]
    settle(due, today=today)
    if len(due) < len(entries):
        expect([e.listed.code for e in entries], today=today)
    return kept


def settle(due: Sequence[tuple[Entry, int]], *, today: date) -> None:
    """指为现行：各条和它的版本号，连同列表上的事实和搜索行 (two statements)."""
    if not due:
        return
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [_settled(due), today, today])
    index(entry for entry, _ in due)


def stand(codes: Sequence[str], *, today: date) -> None:
    """换上今天的状态：在用、暂停还是取消，下次哪天再变 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(STAND, [today, today, list(codes)])


def expect(codes: Sequence[str], *, today: date) -> None:
    """记下哪天会变：有一版还没有到生效的日子 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(EXPECT, [today, list(codes)])


@dataclass(frozen=True, slots=True)
class DueItem:
    """到了日子的事项：那天有效的一版、先前和当天的状态；``content`` 空的是版本没有换。"""

    code: str
    version_id: int
    number: int
    effective_on: date
    was: str
    state: str
    content: str | None


def due_items(today: date, *, most: int) -> list[DueItem]:
    """到了日子还没有翻的事项，先到的在前 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [today, today, today, most])
        return [DueItem(*row) for row in cursor.fetchall()]


def _rows(entries: Iterable[Entry]) -> str:
    return _json({**_listed(e), "content": e.content} for e in entries)


def _settled(due: Iterable[tuple[Entry, int]]) -> str:
    return _json({**_listed(entry), "version_id": version_id} for entry, version_id in due)


def _listed(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry.listed), "effective_on": entry.effective_on, "cancel_on": entry.cancel_on}


def _json(rows: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, default=str)


def index(entries: Iterable[Entry]) -> None:
    """做搜索行 (one statement)."""
    given = list(entries)
    rows = [{"code": e.listed.code, **asdict(e.tokens)} for e in given]
    with connection.cursor() as cursor:
        edition = given[0].dictionary if given else 0
        cursor.execute(INDEX, [edition, json.dumps(rows, ensure_ascii=False)])


STALE = """
    SELECT v.content FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id
    LEFT JOIN catalogue_search s ON s.item_id = i.id WHERE s.dictionary IS DISTINCT FROM %s LIMIT %s
"""
COUNTED = """
    SELECT (SELECT coalesce(max(edition), 0) FROM catalogue_lexicon)
        = (SELECT coalesce(max(number), 0) FROM catalogue_edition)
"""


def indexed_with_other(dictionary: int, *, most: int) -> list[str]:
    """还没有用这一版词典做搜索行的事项：现行内容的 JSON (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(STALE, [dictionary, most])
        return [content for (content,) in cursor.fetchall()]


def words_are_counted() -> bool:
    """词频数到了最新的一版 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return bool(cursor.fetchone()[0])


def count_words() -> None:
    """数词频：供搜索看哪个词更能区分事项 (one statement; seconds at 100,000 items, so never in a request)."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_WORDS)
