"""事项版本的查询：按版本号取、按编码取现行的；已发布的版本在进程里留着，因为它永不再变。"""

import json
from functools import lru_cache

from django.db import connection

from tongban.rooms.catalogue.errors import NoSuchItem
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import Version

# Whoever still has the code from before a transfer is led to the item that took its place.
OF_ITEM = """
    FROM catalogue_item i LEFT JOIN catalogue_succession s ON s.old_item_id = i.id
    LEFT JOIN catalogue_item n ON n.id = s.new_item_id WHERE coalesce(n.state, i.state) <> '3'
"""
CURRENTS = (
    f"SELECT i.code, coalesce(n.current_version_id, i.current_version_id) {OF_ITEM} AND i.code = ANY(%s)"
)
# For whoever knows the code in a statement of his own; `current` takes what it found.
CURRENT = f"SELECT coalesce(n.current_version_id, i.current_version_id) {OF_ITEM} AND i.code = {{code}}"
VERSION = """
    SELECT v.content, v.number FROM catalogue_itemversion v WHERE v.id = %s AND v.state = 'published'
"""


def version(*, version_id: int) -> Version:
    """某一版：进程里有就不问数据库 (one statement the first time, none after). Refuses: NoSuchItem."""
    return _kept(version_id)


@lru_cache(maxsize=4096)
def _kept(version_id: int) -> Version:
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [version_id])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchItem
    content, number = found
    return read_version(json.loads(content), version_id=version_id, number=number)


def current(*, code: str, version_id: int | None = None) -> Version:
    """现行版本：按业务办理项编码；划转了的是承接的那一项 (one tiny statement once it is in the process).

    ``version_id`` is what ``CURRENT`` found in a statement of the caller's: then it costs nothing. Refuses: NoSuchItem.
    """
    found = _current_id(code) if version_id is None else version_id
    if found is None:
        raise NoSuchItem
    return _kept(found)


def _current_id(code: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CURRENT.format(code="%s"), [code])
        found = cursor.fetchone()
    return None if found is None else found[0]


def currents(*, codes: list[str]) -> dict[str, Version]:
    """这些编码的现行版本，供列表显示要点 (one tiny statement once the versions are in the process)."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENTS, [codes[:100]])
        found = cursor.fetchall()
    return {code: _kept(version_id) for code, version_id in found if version_id is not None}
