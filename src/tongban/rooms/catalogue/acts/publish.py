"""发布：一个事项的新内容成为新的一版。"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import models, queries
from tongban.rooms.catalogue.acts.freshen import count_words
from tongban.rooms.catalogue.errors import ContentInvalid
from tongban.rooms.catalogue.events import ItemPublished
from tongban.rooms.catalogue.queries.licence_lists import numbers_on
from tongban.rooms.catalogue.rules.entries import Entry, entry_of
from tongban.rooms.catalogue.rules.licence_list import require_listed
from tongban.rooms.catalogue.rules.publishing import blocking, readable
from tongban.rooms.catalogue.words import Version
from tongban.rooms.journal import acts as journal


def publish(*, content: Mapping[str, Any], by: str, at: datetime) -> ItemPublished | None:
    """发布事项：内容与现行的不同才有新的一版；相同则什么也不做 (None).

    Law: 行政许可法 第三十条（条件、程序、期限和材料目录应当公示）.
    Refuses: ContentInvalid, NotOnLicenceList.
    """
    plain: dict[str, Any] = json.loads(json.dumps(content, default=str))
    version = sound(plain)
    today = law_date(at)
    with transaction.atomic(durable=True):
        models.Item.hold()
        if models.current_contents([version.code]).get(version.code) == plain:
            return None
        if version.is_licence:
            require_listed(numbers_on(region=version.region, on=today), plain)
        event = _recorded(entry_of(version, plain), by=by, at=at, today=today)
        journal.witness(event)
    return event


def publish_all(*, by: str, at: datetime) -> list[ItemPublished]:
    """发布随产品带来的全部示范事项，再数一遍词频；返回真正变了的。 Refuses: ContentInvalid."""
    published = [publish(content=each, by=by, at=at) for each in queries.published_content()]
    changed = [event for event in published if event is not None]
    if changed:
        count_words()
    return changed


def sound(content: Mapping[str, Any]) -> Version:
    """读出并核对内容。 Refuses: ContentInvalid."""
    version = readable(content)
    if wrong := blocking(version, content):
        raise ContentInvalid(item=version.name, why="；".join(wrong[:5]))
    return version


def _recorded(entry: Entry, *, by: str, at: datetime, today: date) -> ItemPublished:
    listed = entry.listed
    version_id, number = models.keep([entry], by=by, at=at, today=today)[listed.code]
    return ItemPublished(
        item_code=listed.code,
        version_id=version_id,
        number=number,
        name=listed.name,
        region=listed.region,
        department_code=listed.department_code,
        effective_on=entry.effective_on or today,
        by=by,
        at=at,
    )
