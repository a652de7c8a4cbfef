"""开放数据的查询：某一天有效的目录和某一天以来的变化；只有公开要素，没有样例和内部代号。"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from tongban.rooms.catalogue.errors import NoSuchItem
from tongban.rooms.catalogue.rules.difference import element_name, said
from tongban.rooms.catalogue.rules.element_tables import elements
from tongban.rooms.catalogue.words import ChangeLine, OpenChange, OpenItem, OpenPage

MOST = 5000
# Not of the public element set: the sample application, the situation of a window among its like, our own keys.
INTERNAL = frozenset({"example", "window_group"})
ROW_KEYS_INSIDE = frozenset({"key", "note"})

EDITION = "SELECT coalesce(max(number), 0) FROM catalogue_edition"
ITEMS = """
    SELECT f.code, v.number, v.effective_on, f.paused, f.content, v.uid
    FROM catalogue_in_force('', %s) f JOIN catalogue_itemversion v ON v.id = f.version_id
    WHERE f.code > %s ORDER BY f.code LIMIT %s
"""
ITEM = """
    SELECT f.code, v.number, v.effective_on, f.paused, f.content, v.uid
    FROM catalogue_in_force('', %s) f JOIN catalogue_itemversion v ON v.id = f.version_id WHERE f.code = %s
"""
CHANGES = """
    SELECT i.code, i.name, c.change, c.day FROM (
        SELECT v.item_id, CASE WHEN v.number = 1 THEN 'published' ELSE 'changed' END AS change, v.effective_on AS day
        FROM catalogue_itemversion v WHERE v.state = 'published'
        UNION ALL
        SELECT n.item_id, 'cancelled', n.cancel_on FROM catalogue_itemversion n
        WHERE n.state = 'published' AND NOT EXISTS (SELECT FROM catalogue_itemversion m WHERE m.item_id = n.item_id
            AND m.state = 'published' AND m.number > n.number AND m.effective_on <= n.cancel_on)
        UNION ALL
        SELECT s.item_id, CASE s.state WHEN '3' THEN 'cancelled' ELSE 'paused' END, s.since FROM catalogue_standing s
        UNION ALL
        SELECT s.item_id, 'resumed', s.until FROM catalogue_standing s
    ) c JOIN catalogue_item i ON i.id = c.item_id
    WHERE c.day BETWEEN %s AND %s AND (c.day, i.code, c.change) > (%s::date, %s, %s)
    ORDER BY c.day, i.code, c.change LIMIT %s
"""


def catalogue_edition() -> int:
    """目录版号：现行的目录每变一次加一 (one tiny statement)."""
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        return int(cursor.fetchone()[0])


def open_items(*, on: date, after: str = "", limit: int = 200) -> OpenPage:
    """某一天有效的事项，按编码；``after`` 是上一页最后的编码 (one statement)."""
    most = max(1, min(limit, MOST))
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, [on, after.replace("\x00", ""), most + 1])
        rows = cursor.fetchall()
    items = tuple(_item(row) for row in rows[:most])
    return OpenPage(items=items, after=items[-1].code if len(rows) > most else "")


def open_item(*, code: str, on: date) -> OpenItem:
    """一个有效的事项。 Refuses: NoSuchItem."""
    with connection.cursor() as cursor:
        cursor.execute(ITEM, [on, code.replace("\x00", "")])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchItem
    return _item(row)


def open_changes(*, since: date, on: date, after: str = "", limit: int = 200) -> OpenPage:
    """自 ``since`` 以来到 ``on`` 的变化，先发生的在前 (one statement)."""
    most = max(1, min(limit, MOST))
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [since, on, *_position(after), most + 1])
        rows = cursor.fetchall()
    lines = tuple(
        ChangeLine(code, name, OpenChange.of(change), day) for code, name, change, day in rows[:most]
    )
    return OpenPage(changes=lines, after=_mark(lines[-1]) if len(rows) > most else "")


def open_columns() -> dict[str, str]:
    """公开要素：``{C0109 名称: 中文名}``，依要素表的先后。"""
    return {key: element_name(key) for key in elements() if "." not in key and key not in INTERNAL}


def open_row(item: OpenItem) -> list[str]:
    """表格里的一行：与 ``open_columns`` 对齐，代号换成中文。"""
    return [_cell(key, item.elements.get(key)) for key in open_columns()]


def _item(row: tuple[Any, ...]) -> OpenItem:
    code, number, effective_on, paused, content, uid = row
    kept = {"row_guid": str(uid), **json.loads(content)}
    public = {key: _public(kept[key]) for key in open_columns() if key in kept}
    return OpenItem(code, number, effective_on, paused, public)


def _public(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _public(each) for key, each in value.items() if key not in ROW_KEYS_INSIDE}
    return [_public(each) for each in value] if isinstance(value, list) else value


def _cell(key: str, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        return "；".join(_row_name(each) for each in value if isinstance(each, Mapping))
    return said(key, value)


def _row_name(row: Mapping[str, Any]) -> str:
    names = (
        "material_name",
        "ask",
        "section",
        "link_name",
        "result_name",
        "fee_name",
        "question",
        "law",
        "kind",
    )
    name = next((str(row[each]) for each in names if row.get(each)), "")
    return f"{name} {row['article']}" if row.get("article") else name


def _mark(line: ChangeLine) -> str:
    return f"{line.on.isoformat()}~{line.change.value}~{line.code}"


def _position(after: str) -> tuple[date, str, str]:
    """Where a page begins; a mark that somebody wrote himself begins at the front."""
    day, _, rest = after.replace("\x00", "").partition("~")
    change, _, code = rest.partition("~")
    try:
        return date.fromisoformat(day), code, change
    except ValueError:
        return date.min, "", ""
