"""Items for tests: a whole one and a bare one to publish or import, and a synthetic catalogue of any size."""

import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.catalogue import models, queries
from tongban.rooms.catalogue.rules.elements import elements_of
from tongban.rooms.catalogue.rules.entries import Entry, entry_of
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.synonyms import meanings
from tongban.rooms.catalogue.words import ImportRow

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
BY = "officer:1"
FOOD = "11990102MB0000019H499013100100101"


@cache
def _showpieces() -> dict[str, dict[str, Any]]:
    return {each["key"]: each for each in queries.published_content()}


def content(key: str = "food_service_licence", **changes: Any) -> dict[str, Any]:
    """The content of one of the items written out in full, with changes."""
    return {**deepcopy(_showpieces()[key]), **changes}


def bare(**changes: Any) -> dict[str, Any]:
    """One row of a real directory: nothing but name, code, type and department."""
    row = {
        "department": "区行政审批局",
        "name": "夜市摊位设置审批",
        "item_code": "511A0138000000-511602000000-000-115113010833722043-1-00",
        "task_type": "1",
        "area_code": "511602000000",
    }
    return {**row, **changes}


def rows(*raw: Any) -> list[ImportRow]:
    """Rows as the reader hands them to the act; what is no row has no elements."""
    read = [elements_of(each)[0] if isinstance(each, dict) else {} for each in raw]
    return [ImportRow(row=n, elements=elements) for n, elements in enumerate(read, start=1)]


_STEPS = ("新办", "变更", "延续", "补办", "注销", "核发", "备案", "审批", "登记", "年审", "换证", "信息查询")
_KINDS = (
    "市级",
    "县级",
    "内资",
    "外资",
    "企业",
    "个人",
    "分支机构",
    "临时",
    "跨区",
    "试点",
    "季节性",
    "专项",
)
_PLACES = "东南西北城乡河山林湖云石柳白青杨枣松金龙凤安平兴华明光新永和"


def synthetic_entries(count: int, *, seed: int = 990102) -> Iterator[Entry]:
    """``count`` items with names as official ones are made: thing, kind, place, step; the same for the same seed."""
    draw = random.Random(seed)
    things = sorted({phrase.replace(" ", "") for means in meanings().values() for phrase in means})
    for number in range(count):
        place = "".join(draw.choices(_PLACES, k=2))
        name = f"{draw.choice(things)}（{draw.choice(_KINDS)}、{place}片区）{draw.choice(_STEPS)}"
        made = {
            "task_name": name,
            "task_handle_item": f"SYN{number:09d}",
            "task_type": draw.choice(("01", "07", "10", "20")),
            "region": "990102000000",
            "dept_name": f"X区第{number % 29 + 1}局",
            "dept_code": f"D{number % 29 + 1}",
        }
        yield entry_of(read_version(made), made)


def fill_catalogue(count: int) -> None:
    """A catalogue of ``count`` synthetic items, indexed and counted."""
    entries = synthetic_entries(count)
    while portion := list(islice(entries, 2000)):
        models.keep(portion, by=BY, at=AT, today=AT.date())
    models.count_words()
