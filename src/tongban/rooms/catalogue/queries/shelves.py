"""书架：按主题、人生事件、部门、个人或企业看目录；每页从上一页的末一条接着取，不跳页、不数总数。"""

import json
from functools import lru_cache
from typing import Any

from django.db import connection

from tongban.rooms.catalogue.errors import NoSuchItem
from tongban.rooms.catalogue.rules.entries import shelf_key
from tongban.rooms.catalogue.words import ListedItem, Page, Shelf, ShelfKind

LONGEST_PAGE = 100
_TARGETS = {"person": "个人", "enterprise": "企业和其他组织"}

EDITION = "SELECT coalesce(max(number), 0) FROM catalogue_edition"
COUNT = """
    SELECT shelf, count(*) FROM catalogue_item i CROSS JOIN LATERAL unnest(i.shelves) AS shelf
    WHERE i.state = '1' AND i.region LIKE %s GROUP BY shelf ORDER BY count(*) DESC, shelf
"""
LISTED = """
    i.id, i.code, i.name, i.region, i.department_code, i.department, i.summary, i.task_type, i.on_the_spot,
    i.promised_days, i.visits, i.guide_incomplete
"""
ON_SHELF = f"""
    SELECT {LISTED} FROM catalogue_item i
    WHERE i.state = '1' AND i.region LIKE %s AND i.shelves @> %s::varchar[]
        AND (i.guide_incomplete, i.name, i.id) > (%s, %s, %s)
    ORDER BY i.guide_incomplete, i.name, i.id LIMIT %s
"""  # noqa: S608 -- a literal list of columns
ITEMS = f"SELECT {LISTED} FROM catalogue_item i WHERE i.code = ANY(%s) AND i.state <> '3' AND i.current_version_id > 0"  # noqa: S608


def shelves(*, region: str | None = None) -> tuple[Shelf, ...]:
    """全部书架和条目数，多的在前 (one tiny statement; counted anew only when something was published)."""
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        edition = cursor.fetchone()[0]
    return _counted(edition, _under(region))


@lru_cache(maxsize=64)
def _counted(edition: int, under: str) -> tuple[Shelf, ...]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [under])
        rows = cursor.fetchall()
    return tuple(_shelf(shelf, items) for shelf, items in rows)


def _shelf(written: str, items: int) -> Shelf:
    kind, _, key = written.partition(":")
    name = _TARGETS.get(key, key) if kind == ShelfKind.TARGET.value else key
    return Shelf(kind=ShelfKind.of(kind), key=key, name=name, items=items)


def on_shelf(
    *, kind: ShelfKind, key: str, region: str | None = None, after: str = "", limit: int = 20
) -> Page:
    """某一书架上的一页：指南写全的在前，再按名称；``after`` 是上一页的 ``Page.after`` (one statement)."""
    most = max(1, min(limit, LONGEST_PAGE))
    place: list[Any] = [_under(region), [shelf_key(kind, key)], *_position(after), most + 1]
    with connection.cursor() as cursor:
        cursor.execute(ON_SHELF, place)
        items = [ListedItem(*row) for row in cursor.fetchall()]
    more = len(items) > most
    return Page(items=tuple(items[:most]), after=_mark(items[most - 1]) if more else "")


def listed(*, codes: list[str]) -> dict[str, ListedItem]:
    """这些编码在目录里的条目：``{编码: 条目}``，取消的和没有的不在其中 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, [codes[:1000]])
        return {row[1]: ListedItem(*row) for row in cursor.fetchall()}


def listed_item(*, code: str) -> ListedItem:
    """一个条目 (one statement). Refuses: NoSuchItem."""
    found = listed(codes=[code])
    if not found:
        raise NoSuchItem
    return found[code]


def _under(region: str | None) -> str:
    return f"{region.rstrip('0')}%" if region and region.isdigit() else "%"


def _mark(item: ListedItem) -> str:
    return json.dumps([item.guide_incomplete, item.name, item.id], ensure_ascii=False, separators=(",", ":"))


def _position(after: str) -> tuple[bool, str, int]:
    """Where a page begins; a mark that somebody wrote himself begins at the front."""
    try:
        incomplete, name, item_id = json.loads(after[:4096]) if after else (False, "", 0)
        return bool(incomplete), str(name).replace("\x00", ""), min(abs(int(item_id)), 2**62)
    except (ValueError, TypeError):
        return False, "", 0
