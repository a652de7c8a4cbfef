"""首页的书架和结果的卡片：目录里的一条怎样摆给人看。"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from tongban.doors.portal.guiding import fee_words
from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import ListedItem, Shelf, ShelfKind, TaskType, Version

CONTENT = Path(__file__).parent / "content"
PERSON, ENTERPRISE = "person", "enterprise"
THEMES = {PERSON: ShelfKind.PERSON_THEME, ENTERPRISE: ShelfKind.ENTERPRISE_THEME}


@dataclass(frozen=True)
class Link:
    """一个去处：文字、网址、旁注。"""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class HomeShelves:
    """首页上的三种书架。"""

    themes: list[Link]
    life_events: list[Link]
    departments: list[Link]


def home_shelves(shelves: Iterable[Shelf], *, who: str) -> HomeShelves:
    """按个人或法人摆好书架，空的不摆。"""
    full = [shelf for shelf in shelves if shelf.items]

    def of(kind: ShelfKind) -> list[Shelf]:
        return [shelf for shelf in full if shelf.kind is kind]

    return HomeShelves(
        themes=[shelf_link(shelf) for shelf in of(THEMES[who])],
        life_events=[shelf_link(shelf) for shelf in of(ShelfKind.LIFE_EVENT) if _event_of(shelf) == who],
        departments=[shelf_link(shelf) for shelf in of(ShelfKind.DEPARTMENT)],
    )


def hot_words(who: str) -> list[dict[str, str]]:
    """大家常搜的话：点了就搜。"""
    search = reverse("portal:search")
    return [{"text": word, "url": f"{search}?{urlencode({'q': word})}"} for word in _home()["hot"][who]]


def _event_of(shelf: Shelf) -> str:
    return ENTERPRISE if shelf.name in _home()["enterprise_events"] else PERSON


@cache
def _home() -> dict[str, Any]:
    known: dict[str, Any] = read_yaml((CONTENT / "home.yml").read_text(encoding="utf-8"))
    return known


def shelf_link(shelf: Shelf) -> Link:
    """通往一个书架。"""
    url = reverse("portal:shelf", args=[shelf.kind.value, shelf.key])
    note = ngettext("{n} 项", "{n} 项", shelf.items).format(n=shelf.items)
    return Link(text=shelf.name, url=url, note=note)


def cards(items: Iterable[ListedItem]) -> list[dict[str, Any]]:
    """事项卡片一叠 (one statement for all of them)。"""
    listed = list(items)
    versions = catalogue.currents(codes=[item.code for item in listed])
    return [card(item, versions[item.code]) for item in listed if item.code in versions]


def card(item: ListedItem, version: Version) -> dict[str, Any]:
    """一张事项卡片 (facts of ``components/item_card.html``)。"""
    tags = [TaskType.of(item.task_type).zh]
    if item.guide_incomplete:
        tags.append(gettext("指南待完善"))
    return {
        "title": item.name,
        "url": reverse("portal:guide", args=[item.code]),
        "organ": item.department,
        "summary": item.summary,
        "facts": card_facts(version),
        "tags": tags,
    }


def card_facts(version: Version) -> list[str]:
    """卡片上的要点：时限、材料（大家都要的）、费用、跑动。"""
    return [
        version.promised.zh,
        gettext("材料 {n} 份").format(n=sum(m.base for m in version.materials)),
        fee_words(version),
        gettext("跑 {n} 次").format(n=version.visits),
    ]
