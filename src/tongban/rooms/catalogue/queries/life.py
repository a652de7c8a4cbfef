"""编制与审核的查询：归他管的事项清单、各单位的进度、事项页、版本页 (what is not his is as if it were not there)."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchItem, NoSuchVersion
from tongban.rooms.catalogue.rules import life
from tongban.rooms.catalogue.words import (
    STAGE_OF,
    ItemLife,
    ItemState,
    LifeAct,
    LifeLine,
    LifePage,
    Progress,
    Stage,
    StandingLine,
    UnitProgress,
    VersionLife,
    VersionLine,
)
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Officer, Role

MOST = 100

# An item is his whose administrator he is: its region lies below one of a post's, its department is one of the post's.
HIS = """
    EXISTS (SELECT FROM jsonb_to_recordset(%s::jsonb) AS g(regions text[], departments text[])
        WHERE EXISTS (SELECT FROM unnest(g.regions) r(code) WHERE starts_with(i.region, catalogue_region_prefix(r.code)))
            AND (g.departments IS NULL OR coalesce(d.content, v.content) ->> 'department' = ANY(g.departments)))
"""
WITH_PROGRESS = """
    SELECT i.id, i.code, i.name, i.department, i.region, i.state, i.claimed_id, v.number, d.uid, d.edited_at,
        CASE WHEN d.id IS NOT NULL THEN d.state WHEN i.current_version_id IS NULL THEN 'pending'
            WHEN i.state = '3' THEN 'cancelled' WHEN i.state = '2' THEN 'paused'
            WHEN EXISTS (SELECT FROM catalogue_itemversion n WHERE n.item_id = i.id AND n.state = 'published'
                AND n.number > v.number) THEN 'pending'
            ELSE 'in_force' END AS progress
    FROM catalogue_item i
    LEFT JOIN catalogue_itemversion v ON v.id = i.current_version_id
    LEFT JOIN catalogue_itemversion d ON d.item_id = i.id AND d.state <> 'published'
"""
# S608: what is inserted are constants.
LIST = f"""
    SELECT id, code, name, department, progress, number, uid, edited_at FROM ({WITH_PROGRESS} WHERE {HIS}) l
    WHERE (%s = '' OR progress = %s) AND (%s = '' OR department = %s)
        AND (%s = '' OR name ILIKE %s OR code = %s) AND (name, id) > (%s, %s)
    ORDER BY name, id LIMIT %s
"""  # noqa: S608
PROGRESS = f"""
    SELECT department, count(*) FILTER (WHERE progress <> 'cancelled'), count(*) FILTER (WHERE claimed_id > 0),
        count(*) FILTER (WHERE progress IN ('draft', 'sent_back')), count(*) FILTER (WHERE progress = 'in_review'),
        count(*) FILTER (WHERE progress IN ('passed', 'pending')),
        count(*) FILTER (WHERE number > 0 AND state = '1'), count(*) FILTER (WHERE number > 0 AND state = '2')
    FROM ({WITH_PROGRESS} WHERE {HIS}) l GROUP BY department ORDER BY count(*) DESC, department
"""  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class LifeFilter:
    """清单的条件：进度、单位、名称里的字或者完整的编码。"""

    progress: Progress | None = None
    department: str = ""
    asked: str = ""


def life_list(*, by: Officer, wanted: LifeFilter | None = None, after: str = "", limit: int = 30) -> LifePage:
    """归他管的事项，按名称；``after`` 是上一页的 ``LifePage.after`` (one statement)."""
    want, most = wanted or LifeFilter(), max(1, min(limit, MOST))
    stage, asked = want.progress.value if want.progress else "", want.asked.replace("\x00", "").strip()[:80]
    name, item_id = _position(after)
    with connection.cursor() as cursor:
        cursor.execute(
            LIST,
            [
                *(_grants(by), stage, stage, want.department, want.department),
                *(asked, _like(asked), asked, name, item_id, most + 1),
            ],
        )
        lines = [_line(row) for row in cursor.fetchall()]
    more = len(lines) > most
    return LifePage(tuple(lines[:most]), _mark(lines[most - 1]) if more else "")


def unit_progress(*, by: Officer) -> list[UnitProgress]:
    """各单位的进度，事项多的在前 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, [_grants(by)])
        return [UnitProgress(*row) for row in cursor.fetchall()]


def item_life(*, item_code: str, by: Officer) -> ItemLife:
    """事项页；不归他管的与没有一样。 Refuses: NoSuchItem."""
    rows = models.Item.objects.select_related("current_version", "claimed")
    item = rows.filter(code=item_code).first()
    versions = list(item.versions.order_by("-id")) if item else []
    if item is None or not _his(item, versions, by):
        raise NoSuchItem
    names = _names(versions, item.standings.all())
    return ItemLife(
        code=item.code,
        name=item.name,
        department=item.department,
        stage=STAGE_OF[ItemState.of(item.state)],
        in_force=item.current_version_id is not None,
        catalog_code=item.claimed.catalog_code if item.claimed else "",
        next_on=item.next_on,
        versions=tuple(_version(v, names, current=item.current_version_id) for v in versions),
        standings=tuple(_standing(s, names) for s in item.standings.order_by("-since", "-id")),
        may=_may(item, versions, by),
        supersedes=str(versions[0].content.get("supersedes") or ""),
        superseded_by=_superseded_by(item),
    )


def _superseded_by(item: models.Item) -> str:
    found = models.Succession.objects.filter(old_item=item).values_list("new_item__code", flat=True)
    return found.first() or ""


def version_life(*, version_uid: str, by: Officer) -> VersionLife:
    """版本页；不归他管的与没有一样。 Refuses: NoSuchVersion."""
    try:
        version = (
            models.ItemVersion.objects.select_related("item", "based_on").filter(uid=version_uid).first()
        )
    except ValidationError:
        version = None
    if version is None or not _his(version.item, [version], by):
        raise NoSuchVersion
    base = version.based_on
    names = _names([version, *([base] if base else [])], [])
    current, facts = version.item.current_version_id, version.facts()
    return VersionLife(
        line=_version(version, names, current=current),
        item_code=version.item.code,
        name=str(version.content.get("task_name") or version.item.name),
        department=version.item.department,
        content=version.content,
        revision=version.revision,
        base=_version(base, names, current=current) if base else None,
        base_content=base.content if base else {},
        reasons=tuple(version.reasons),
        submitted_by=names.get(version.submitted_by, version.submitted_by),
        submitted_at=version.submitted_at,
        reviewed_at=version.reviewed_at,
        may=frozenset(act for act in LifeAct if life.may(act, facts, by)),
    )


def version_content(*, version_id: int) -> dict[str, Any]:
    """已发布的一版的内容，供与别的版比对。 Refuses: NoSuchVersion."""
    found = models.ItemVersion.objects.filter(pk=version_id, state="published").first()
    if found is None:
        raise NoSuchVersion
    content: dict[str, Any] = found.content
    return content


def _his(item: models.Item, versions: list[models.ItemVersion], by: Officer) -> bool:
    departments = {str(v.content.get("department", "")) for v in versions[:1]}
    return any(life.may_manage(by, region=item.region, department=d) for d in departments)


def _may(item: models.Item, versions: list[models.ItemVersion], by: Officer) -> frozenset[LifeAct]:
    facts = item.facts()
    found = {act for act in (LifeAct.PAUSE, LifeAct.RESUME, LifeAct.CANCEL) if life.may_stop(act, facts, by)}
    drafting = any(v.state != Stage.PUBLISHED.value for v in versions)
    if not drafting and facts.stage is not Stage.CANCELLED:
        found.add(LifeAct.START)
    return frozenset(found)


def _names(versions: list[models.ItemVersion], standings: Any) -> dict[str, str]:
    actors = {s.by for s in standings}
    for v in versions:
        actors |= {*v.editors, v.submitted_by, v.reviewed_by, v.published_by}
    return {"system:demo": "随产品装入", **organisation.names_of(actors=actors - {""})}


def _version(v: models.ItemVersion, names: dict[str, str], *, current: int | None) -> VersionLine:
    return VersionLine(
        id=v.pk,
        uid=str(v.uid),
        number=v.number,
        stage=Stage.of(v.state),
        effective_on=v.effective_on,
        cancel_on=v.cancel_on,
        editors=tuple(names.get(actor, actor) for actor in v.editors),
        reviewed_by=names.get(v.reviewed_by, v.reviewed_by),
        published_by=names.get(v.published_by, v.published_by),
        at=v.published_at or v.edited_at,
        current=v.pk == current,
    )


def _standing(s: models.Standing, names: dict[str, str]) -> StandingLine:
    stage = STAGE_OF[ItemState.of(s.state)]
    return StandingLine(stage, s.since, s.until, s.reason, names.get(s.by, s.by))


def _line(row: tuple[Any, ...]) -> LifeLine:
    item_id, code, name, department, progress, number, uid, edited_at = row
    return LifeLine(item_id, code, name, department, Progress.of(progress), number, str(uid or ""), edited_at)


def _grants(by: Officer) -> str:
    mine = [grant for grant in by.scope if grant.role is Role.CATALOGUE_ADMIN]
    rows = [
        {"regions": list(g.regions), "departments": None if g.departments is None else sorted(g.departments)}
        for g in mine
    ]
    return json.dumps(rows)


def _like(asked: str) -> str:
    return "%" + asked.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


def _mark(line: LifeLine) -> str:
    return json.dumps([line.name, line.id], ensure_ascii=False, separators=(",", ":"))


def _position(after: str) -> tuple[str, int]:
    """Where a page begins; a mark that somebody wrote himself begins at the front."""
    try:
        name, item_id = json.loads(after[:4096]) if after else ("", 0)
        return str(name).replace("\x00", ""), min(abs(int(item_id)), 2**62)
    except (ValueError, TypeError):
        return "", 0
