"""新建事项要问的：号有没有人用、第一稿写什么。"""

from typing import Any

from django.db import connection

from tongban.rooms.catalogue.rules.beginning import first_content, free_catalog_code
from tongban.rooms.catalogue.words import Beginning

TAKEN = """
    SELECT DISTINCT v.content ->> 'catalog_code' FROM catalogue_itemversion v JOIN catalogue_item i ON i.id = v.item_id
    WHERE i.region = %s AND v.content ->> 'catalog_code' IS NOT NULL
"""


def new_content(*, of: Beginning) -> dict[str, Any]:
    """新事项的第一稿 (one statement). Refuses: NumbersUsedUp."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [of.unit.region])
        taken = [code for (code,) in cursor.fetchall()]
    return first_content(of, catalog_code=free_catalog_code(taken, of=of))
