"""清单的查询：目录、在用的事项、覆盖、累计数和不重复数；各以一天为准，一问一条语句。"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection

from tongban.foundation.identifiers import RegionLevel
from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.queries.in_force import IN_FORCE
from tongban.rooms.catalogue.rules.seen import seen_item
from tongban.rooms.catalogue.words import AgreementCounts, Coverage, ListedDocument, ListHead, ListKind, Seen
from tongban.rooms.organisation import queries as organisation

# A content is fetched and unpacked once an item, by jsonb_to_record; each `content->` would do so again.
SEEN = f"""
    SELECT f.code, jsonb_build_object('task_name', c.task_name, 'task_type', c.task_type,
        'catalog_code', c.catalog_code, 'dept_name', c.dept_name, 'department', c.department,
        'undertake_org', c.undertake_org, 'project_type', c.project_type, 'promise_day', c.promise_day,
        'promise_type', c.promise_type, 'materials', (
            SELECT jsonb_agg(jsonb_build_object('key', m->'key', 'material_name', m->'material_name',
                'is_need', m->'is_need', 'tolerant_days', m->'tolerant_days'))
            FROM jsonb_array_elements(nullif(c.materials, 'null')) m))
    FROM {IN_FORCE} f CROSS JOIN LATERAL jsonb_to_record(f.content) AS c(task_name jsonb, task_type jsonb,
        catalog_code jsonb, dept_name jsonb, department jsonb, undertake_org jsonb, project_type jsonb,
        promise_day jsonb, promise_type jsonb, materials jsonb)
    ORDER BY f.code
"""  # noqa: S608 -- a literal
STANDING = """
    SELECT k.id FROM (SELECT DISTINCT region FROM catalogue_listdocument) d
    CROSS JOIN LATERAL catalogue_lists_in_force(d.region, %s) k WHERE %s IN ('', d.region)
"""
BUNDLES = """
    SELECT count(*) FROM catalogue_bundle b
    WHERE b.document_id IN (SELECT id FROM catalogue_lists_in_force(%s, %s))
"""
COUNTS = """
    SELECT count(*) FILTER (WHERE k.kind = 'tolerance'),
        (SELECT count(DISTINCT t.item_key) FROM catalogue_toleranceline t
         WHERE t.document_id IN (SELECT id FROM catalogue_lists_in_force(%(region)s, %(on)s)))
    FROM catalogue_lists_in_force(%(region)s, %(on)s) k
"""
AGREED = """
    SELECT count(DISTINCT a.document_id), count(i.id), count(DISTINCT i.item_key),
        count(DISTINCT a.partner) FILTER (WHERE a.in_city), count(DISTINCT a.partner) FILTER (WHERE NOT a.in_city),
        count(DISTINCT a.city) FILTER (WHERE NOT a.in_city)
    FROM catalogue_lists_in_force(%s, %s) k JOIN catalogue_agreement a ON a.document_id = k.id
    LEFT JOIN catalogue_agreementitem i ON i.document_id = a.document_id
"""
COVERED = """
    SELECT c.code, count(DISTINCT a.document_id), (
        SELECT array_agg(h.item_name ORDER BY h.place) FROM catalogue_highfrequencyline h
        WHERE h.document_id IN (SELECT id FROM catalogue_lists_in_force(%(region)s, %(on)s)) AND NOT EXISTS (
            SELECT FROM catalogue_agreementitem i JOIN catalogue_agreement b ON b.document_id = i.document_id
            WHERE i.item_key = h.item_key AND b.partner = c.code
                AND i.document_id IN (SELECT id FROM catalogue_lists_in_force(%(region)s, %(on)s))))
    FROM unnest(%(counties)s::text[]) AS c(code) LEFT JOIN catalogue_agreement a ON a.partner = c.code
        AND a.document_id IN (SELECT id FROM catalogue_lists_in_force(%(region)s, %(on)s))
    GROUP BY c.code ORDER BY c.code
"""
# Materialised: without fresh statistics the plan would ask for the day's items anew for every line of the list.
ACCOUNTABLE = f"""
    WITH f AS MATERIALIZED (
        SELECT code, content->>'task_name' AS name, coalesce(nullif(content->>'catalog_code', ''), code) AS item_key
        FROM {IN_FORCE}
    ), d AS MATERIALIZED (
        SELECT l.item_key, count(*) AS offices FROM catalogue_dutyline l
        WHERE l.document_id IN (SELECT id FROM catalogue_lists_in_force(%(region)s, %(on)s)) GROUP BY l.item_key
    )
    SELECT f.code, f.name, coalesce(d.offices, 0) FROM f LEFT JOIN d USING (item_key)
    WHERE coalesce(d.offices, 0) <> 1 ORDER BY f.code
"""  # noqa: S608 -- a literal


def seen(*, region: str, on: date) -> Seen:
    """这一天的在用事项，供清单规则看 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"region": region, "on": on})
        return Seen(tuple(seen_item(code, json.loads(content)) for code, content in cursor.fetchall()))


def listed_documents(*, region: str = "", on: date) -> tuple[ListedDocument, ...]:
    """全部清单，按种类，新的在前；``in_force`` 说这一天有没有效；不写区划就是全部区划的 (two statements)."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [on, region])
        standing = {document for (document,) in cursor.fetchall()}
    rows = models.ListDocument.objects.order_by("-effective_on", "-number")
    order = ListKind.slugs()
    return tuple(
        ListedDocument(head=row.head, lines=row.lines, in_force=row.pk in standing)
        for row in sorted(rows, key=lambda row: order.index(row.kind))
        if region in ("", row.region)
    )


def bundle_count(*, region: str, on: date) -> int:
    """公布的一件事有几件 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(BUNDLES, [region, on])
        return int(cursor.fetchone()[0])


def list_is_published(*, head: ListHead) -> bool:
    """这一份已经公布过 (one statement)."""
    return models.ListDocument.known(head)


def tolerance_counts(*, region: str, on: date) -> tuple[int, int]:
    """容缺清单：几批、几项（不重复）(one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"region": region, "on": on})
        batches, items = cursor.fetchone()
    return batches, items


def agreement_counts(*, region: str, on: date) -> AgreementCounts:
    """通办协议的数：累计数和不重复数并列 (one statement; source: domain 3.12, V12)."""
    with connection.cursor() as cursor:
        cursor.execute(AGREED, [region, on])
        return AgreementCounts(*cursor.fetchone())


def coverage(*, region: str, on: date) -> tuple[Coverage, ...]:
    """市内各区县的通办覆盖：每个区县都要有有效的协议，高频事项都在里面 (domain 6, 1.2.6)."""
    counties = _counties_beside(region)
    with connection.cursor() as cursor:
        cursor.execute(COVERED, {"region": region, "on": on, "counties": list(counties)})
        rows = cursor.fetchall()
    return tuple(
        Coverage(code, counties[code], agreements, tuple(missing or ())) for code, agreements, missing in rows
    )


def without_one_office(*, region: str, on: date) -> list[tuple[str, str, int]]:
    """责任不是恰好一个科室的在用事项：编码、名称、几个科室；空的才对 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTABLE, {"region": region, "on": on})
        return list(cursor.fetchall())


def _counties_beside(region: str) -> dict[str, str]:
    """The other counties of the same city, by code."""
    city = region[:4].ljust(12, "0")
    around = organisation.region_subtree(code=city)
    return {
        r.code: r.name
        for r in around
        if r.level is RegionLevel.COUNTY and r.code != region and r.valid_to is None
    }


def region_names(*, region: str) -> dict[str, str]:
    """同省各区划的名称：通办协议的对方从这里认 (one statement)."""
    return {r.code: r.name for r in organisation.region_subtree(code=region[:2].ljust(12, "0"))}


def department_names(*, region: str) -> dict[str, str]:
    """部门代号的名称 (one statement)."""
    return {d.code: d.name for d in organisation.departments(region=region)}


@cache
def list_content(name: str) -> Mapping[str, Any]:
    """随产品带来的清单文件 (files, no database)."""
    text = (files("tongban.rooms.catalogue") / "content" / f"{name}.yml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = read_yaml(text)
    return found
