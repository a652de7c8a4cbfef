"""基线的办理：把一天的目录记成有名字的基线，或者装入从前的基线。"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import models, queries
from tongban.rooms.catalogue.errors import BaselineExists
from tongban.rooms.catalogue.events import BaselineTaken
from tongban.rooms.catalogue.rules.headline import spread_baseline
from tongban.rooms.catalogue.words import BaselineRow
from tongban.rooms.journal import acts as journal

FROM_HERE = "本平台目录"


def take_baseline(*, region: str, name: str, on: date, by: str, at: datetime) -> BaselineTaken:
    """记基线：某一天在用事项的时限、环节、材料、跑动照原样记下，以后同它比。 Refuses: BaselineExists."""
    rows = [each.row for each in queries.item_figures(region=region, on=on)]
    event = BaselineTaken(
        region=region, name=name, taken_on=on, source=FROM_HERE, items=len(rows), by=by, at=at
    )
    return _recorded(region, rows, event)


def load_baselines(*, region: str, by: str, at: datetime) -> list[BaselineTaken]:
    """装入随产品带来的基线；已有的不动。"""
    today = law_date(at)
    taken = []
    for written in queries.list_content("baseline")["baselines"]:
        if models.Baseline.known(region=region, name=written["name"]):
            continue
        seen, now = queries.seen(region=region, on=today), queries.item_figures(region=region, on=today)
        rows = spread_baseline(written, seen=seen, now=now)
        event = BaselineTaken(
            region=region,
            name=written["name"],
            taken_on=date.fromisoformat(written["taken_on"]),
            source=written["source"],
            items=len(rows),
            by=by,
            at=at,
        )
        taken.append(_recorded(region, rows, event))
    return taken


def _recorded(region: str, rows: Sequence[BaselineRow], event: BaselineTaken) -> BaselineTaken:
    with transaction.atomic(durable=True):
        models.Item.hold()
        if models.Baseline.known(region=region, name=event.name):
            raise BaselineExists(name=event.name)
        models.Baseline.record(event).write(rows)
        journal.witness(event)
    return event
