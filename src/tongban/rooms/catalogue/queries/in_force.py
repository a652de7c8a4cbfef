"""某一天有效的目录：统计、清单、校验和开放数据都从这里取，口径只有一个。"""

import json
from datetime import date

from django.db import connection

from tongban.rooms.catalogue.words import InForce

IN_FORCE = "catalogue_in_force(%(region)s, %(on)s)"
"""某一天有效的目录，写在各处自己的语句里；口径只有这一个。"""
ALL = f"SELECT item_id, code, version_id, content, paused FROM {IN_FORCE} ORDER BY code"  # noqa: S608 -- a literal


def in_force(*, region: str, on: date) -> list[InForce]:
    """区划（连同下级；空的是全部）在某一天有效的事项：当天已生效的最新一版，取消的不在内，暂停的标明 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(ALL, {"region": region, "on": on})
        return [
            InForce(item_id, code, version_id, json.loads(content), paused)
            for item_id, code, version_id, content, paused in cursor.fetchall()
        ]
