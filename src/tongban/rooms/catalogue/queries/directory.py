"""基本目录的查询：还没有认领的条目、偏离目录的事项。"""

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchEntry
from tongban.rooms.catalogue.rules.directory import differs
from tongban.rooms.catalogue.words import DirectoryLine, Drift

# Only what the database already sees to differ is read; the rule then says whether it counts.
DRIFT = """
    SELECT f.code, f.content, e.catalog_code, e.name, e.main_item, e.task_type, e.by_law, e.use_levels, e.version
    FROM catalogue_in_force(%s, %s) f JOIN catalogue_item i ON i.id = f.item_id
    LEFT JOIN catalogue_directoryentry c ON c.id = i.claimed_id
    JOIN LATERAL (
        SELECT * FROM catalogue_directoryentry d
        WHERE d.catalog_code = coalesce(c.catalog_code, f.content ->> 'catalog_code')
        ORDER BY d.version DESC LIMIT 1) e ON true
    WHERE f.content ->> 'task_name' IS DISTINCT FROM e.name OR f.content ->> 'task_type' IS DISTINCT FROM e.task_type
        OR f.content ->> 'catalog_code' IS DISTINCT FROM e.catalog_code OR f.content -> 'by_law' IS DISTINCT FROM e.by_law
    ORDER BY f.code
"""
UNCLAIMED = """
    SELECT d.catalog_code, d.name, d.main_item, d.task_type, d.by_law, d.use_levels, d.version
    FROM catalogue_directoryentry d
    WHERE NOT EXISTS (SELECT FROM catalogue_directoryentry n
            WHERE n.catalog_code = d.catalog_code AND n.version > d.version)
        AND NOT EXISTS (SELECT FROM catalogue_item i JOIN catalogue_directoryentry c ON c.id = i.claimed_id
            WHERE c.catalog_code = d.catalog_code AND i.region LIKE catalogue_region_prefix(%s) || '%%')
        AND (%s = '' OR d.name ILIKE %s OR d.catalog_code = %s)
    ORDER BY d.catalog_code LIMIT %s
"""
MOST = 100


@dataclass(frozen=True, slots=True)
class Directory:
    """基本目录在一个区划的情况：共几条、认领了几条。"""

    lines: int
    claimed: int


SIZE = """
    SELECT count(DISTINCT d.catalog_code), count(DISTINCT d.catalog_code) FILTER (WHERE EXISTS (
        SELECT FROM catalogue_item i JOIN catalogue_directoryentry c ON c.id = i.claimed_id
        WHERE c.catalog_code = d.catalog_code AND i.region LIKE catalogue_region_prefix(%s) || '%%'))
    FROM catalogue_directoryentry d
"""


def directory_drift(*, region: str, on: date) -> list[Drift]:
    """偏离：某一天有效的事项里，四同要素与基本目录现行写法不一样的 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(DRIFT, [region, on])
        found = [(code, json.loads(content), line_of_row(row)) for code, content, *row in cursor.fetchall()]
    drifted = ((code, content, line, differs(content, line)) for code, content, line in found)
    return [
        Drift(code, str(content.get("task_name", "")), line.catalog_code, line.version, changed)
        for code, content, line, changed in drifted
        if changed
    ]


def unclaimed(*, region: str, asked: str = "", limit: int = 50) -> list[DirectoryLine]:
    """本区划还没有认领的条目，按基本编码；``asked`` 是名称里的字或者完整的编码 (one statement)."""
    wanted = asked.replace("\x00", "").strip()[:80]
    like = "%" + wanted.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(UNCLAIMED, [region, wanted, like, wanted, min(limit, MOST)])
        return [line_of_row(row) for row in cursor.fetchall()]


def directory_size(*, region: str) -> Directory:
    """基本目录共几条、本区划认领了几条 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [region])
        return Directory(*cursor.fetchone())


def directory_line(*, catalog_code: str) -> DirectoryLine:
    """一条的现行写法。 Refuses: NoSuchEntry."""
    entry = models.DirectoryEntry.current(catalog_code)
    if entry is None:
        raise NoSuchEntry
    return entry.line()


def line_of_row(row: list[object] | tuple[object, ...]) -> DirectoryLine:
    """由查出的一行读出目录的一条。"""
    code, name, main_item, task_type, by_law, use_levels, version = row
    return DirectoryLine(
        catalog_code=str(code),
        name=str(name),
        main_item=str(main_item),
        task_type=str(task_type),
        by_law=tuple(json.loads(str(by_law))),
        use_levels=tuple(use_levels),  # type: ignore[arg-type]
        version=int(str(version)),
    )
