"""装入目录：示范区的整个目录一次装入；装过的这一套不再装。"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import models, queries
from tongban.rooms.catalogue.acts.publish import sound
from tongban.rooms.catalogue.events import ContentLoaded
from tongban.rooms.catalogue.rules.entries import Entry, entry_of
from tongban.rooms.journal import acts as journal

AT_ONCE = 500
"""一条语句存多少个事项。"""


def load_catalogue(*, by: str, at: datetime) -> ContentLoaded | None:
    """装入整个目录；这一套装过的什么也不做 (None)，因此区里后来发布的改动留着。

    Law: 行政许可法 第三十条.
    Refuses: ContentInvalid, before anything is stored.
    """
    edition = queries.content_edition()
    if models.LoadedContent.has(edition):
        return None
    contents = [_plain(each) for each in queries.catalogue_content()]
    with transaction.atomic(durable=True):
        models.Item.hold()
        if models.LoadedContent.has(edition):
            return None
        event = _loaded(contents, edition=edition, by=by, at=at)
        models.LoadedContent.record(edition, items=event.items, by=by, at=at)
        models.count_words()
        journal.witness(event)
    return event


def _loaded(contents: list[dict[str, Any]], *, edition: str, by: str, at: datetime) -> ContentLoaded:
    present = models.current_contents([content["task_handle_item"] for content in contents])
    fresh = [content for content in contents if present.get(content["task_handle_item"]) != content]
    for portion in _portions(fresh):
        models.keep(portion, by=by, at=at, today=law_date(at))
    new = sum(content["task_handle_item"] not in present for content in fresh)
    region = str(contents[0]["region"])
    return ContentLoaded(
        edition=edition,
        region=region,
        items=len(contents),
        new=new,
        changed=len(fresh) - new,
        by=by,
        at=at,
    )


def _portions(contents: list[dict[str, Any]]) -> Iterator[list[Entry]]:
    for start in range(0, len(contents), AT_ONCE):
        yield [entry_of(sound(content), content) for content in contents[start : start + AT_ONCE]]


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(content, default=str))
    return found
