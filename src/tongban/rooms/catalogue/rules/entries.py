"""目录里的一条：一个版本在列表、书架和搜索里的样子。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.rooms.catalogue.rules.tokens import DICTIONARY_EDITION, Tokens, tokens_of
from tongban.rooms.catalogue.words import ShelfKind, Version

LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """列表上的事实，一栏一个字段（见 ``models.Item``）。"""

    code: str
    name: str
    region: str
    department_code: str
    department: str
    task_type: str
    state: str
    summary: str
    on_the_spot: bool
    promised_days: int
    visits: int
    guide_incomplete: bool
    shelves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """一条：列表上的事实、版本内容、计划的起止日期和搜索词素。"""

    listed: Listed
    content: Mapping[str, Any]
    tokens: Tokens
    effective_on: date | None = None
    cancel_on: date | None = None
    dictionary: int = DICTIONARY_EDITION


def entry_of(version: Version, content: Mapping[str, Any]) -> Entry:
    """由版本和它的内容做出目录里的一条。"""
    listed = Listed(
        code=version.code,
        name=version.name,
        region=version.region,
        department_code=version.department_code,
        department=version.organ_name,
        task_type=version.task_type.value,
        state=version.state.value,
        summary=_summary(version),
        on_the_spot=version.on_the_spot,
        promised_days=version.promised_days,
        visits=version.visits,
        guide_incomplete=version.guide_incomplete,
        shelves=shelves_of(version),
    )
    return Entry(
        listed=listed,
        content=content,
        tokens=tokens_of(version),
        effective_on=version.planned_effective,
        cancel_on=version.planned_cancel,
    )


def shelf_key(kind: ShelfKind, key: str) -> str:
    """书架代号，如 ``life_event:开店``。"""
    return f"{kind.value}:{key}"


def shelves_of(version: Version) -> tuple[str, ...]:
    """这个版本放在哪些书架上。"""
    placed = [
        *((ShelfKind.THEME, key) for key in version.themes),
        *((ShelfKind.PERSON_THEME, key) for key in version.person_themes),
        *((ShelfKind.ENTERPRISE_THEME, key) for key in version.enterprise_themes),
        *((ShelfKind.LIFE_EVENT, key) for key in version.life_events),
        (ShelfKind.DEPARTMENT, version.organ_name),
        *((ShelfKind.TARGET, key) for key in _targets(version)),
    ]
    return tuple(shelf_key(kind, key[:60]) for kind, key in placed)


def _targets(version: Version) -> list[str]:
    return ["person"] * version.for_person + ["enterprise"] * version.for_enterprise


def _summary(version: Version) -> str:
    told = version.plain_words or version.main_item or f"{version.task_type.zh}事项"
    return told[:LONGEST_SUMMARY]
