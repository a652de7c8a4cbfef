"""目录检查要知道的事实：机构、窗口组、许可清单、基本目录、责任清单、负面清单，都从库里来；主题和共享目录随产品带来。

A list that the region has not published is not known (None), and its rules are silent; that no licence list stands is known
(an empty one), and that no negative list or list of intermediaries stands too, for then nothing may stay outside the hall and no
service of an intermediary may be asked for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection

from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.queries.directory import line_of_row
from tongban.rooms.catalogue.queries.in_force import IN_FORCE
from tongban.rooms.catalogue.queries.licence_lists import licences_on, licensing_region
from tongban.rooms.catalogue.rules.defaults import papers_spared, registers
from tongban.rooms.catalogue.rules.lint.raw import key_of, text
from tongban.rooms.catalogue.words import DirectoryLine, LintFacts, ListedLicence
from tongban.rooms.organisation import queries as organisation

Content = Mapping[str, Any]
LISTED = """
    WITH lists AS (SELECT id, kind FROM catalogue_lists_in_force(%(county)s, %(on)s))
    SELECT EXISTS (SELECT FROM lists WHERE kind = 'duty'),
        (SELECT jsonb_object_agg(d.item_key, d.offices) FROM (
            SELECT item_key, count(*) AS offices FROM catalogue_dutyline
            WHERE document_id IN (SELECT id FROM lists WHERE kind = 'duty') AND item_key = ANY(%(keys)s)
            GROUP BY item_key) d),
        (SELECT array_agg(coalesce(nullif(item_key, ''), item_name)) FROM catalogue_negativeline
            WHERE document_id IN (SELECT id FROM lists WHERE kind = 'negative')),
        EXISTS (SELECT FROM catalogue_directoryentry),
        (SELECT array_agg(name) FROM catalogue_intermediaryline
            WHERE document_id IN (SELECT id FROM lists WHERE kind = 'intermediary'))
"""
DIRECTORY = """
    WITH claims AS (
        SELECT i.code, e.catalog_code FROM catalogue_item i JOIN catalogue_directoryentry e ON e.id = i.claimed_id
        WHERE i.code = ANY(%(items)s)
    ), asked AS (
        SELECT unnest(%(catalogue)s::text[]) AS code UNION SELECT catalog_code FROM claims
    )
    SELECT (SELECT jsonb_object_agg(code, catalog_code) FROM claims), e.*
    FROM (SELECT) one LEFT JOIN (
        SELECT DISTINCT ON (d.catalog_code) d.catalog_code, d.name, d.main_item, d.task_type, d.by_law, d.use_levels,
            d.version
        FROM catalogue_directoryentry d JOIN asked a ON a.code = d.catalog_code
        ORDER BY d.catalog_code, d.version DESC) e ON true
"""
STANDING = f"SELECT code FROM {IN_FORCE} WHERE code = ANY(%(items)s)"  # noqa: S608 -- a literal


def lint_facts(*, region: str, on: date, contents: Sequence[Content]) -> LintFacts:
    """一个区县在某一天的事实，够检查这些内容用的 (six statements, whatever the number of contents)."""
    place = region.ljust(12, "0")
    items = [text(content, "task_handle_item") for content in contents]
    licences = licences_on(region=place, on=on)
    units = {unit.uscc: unit.name for unit in organisation.departments(region=licensing_region(place))}
    groups = organisation.window_groups(region=place)
    known = replace(
        general_facts(),
        **_themes(),
        departments=units or None,
        window_groups=groups or None,
        licences={no: ListedLicence(*listed) for no, listed in (licences or {}).items()},
    )
    return _with_directory(_with_lists(known, place, on, contents, items), contents, items)


def _with_lists(
    known: LintFacts, region: str, on: date, contents: Sequence[Content], items: Sequence[str]
) -> LintFacts:
    keys = {key_of(content): code for content, code in zip(contents, items, strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(LISTED, {"county": licensing_region(region), "on": on, "keys": list(keys)})
        duty_known, duties, outside, directory_known, services = cursor.fetchone()
        cursor.execute(STANDING, {"region": region, "on": on, "items": list(items)})
        standing = {code for (code,) in cursor.fetchall()}
    counted = json.loads(duties or "{}")
    return replace(
        known,
        offices={code: counted.get(key, 0) for key, code in keys.items() if code in standing}
        if duty_known
        else None,
        outside_hall=frozenset(outside or ()),
        directory={} if directory_known else None,
        intermediaries=frozenset(services or ()),
    )


def _with_directory(known: LintFacts, contents: Sequence[Content], items: Sequence[str]) -> LintFacts:
    if known.directory is None:
        return known
    codes = [text(content, "catalog_code") for content in contents]
    lines: dict[str, DirectoryLine] = {}
    claims: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(DIRECTORY, {"items": list(items), "catalogue": codes})
        for claimed, *row in cursor.fetchall():
            claims = claims or json.loads(claimed or "{}")
            if row[0] is not None:
                line = line_of_row(row)
                lines[line.catalog_code] = line
    return replace(known, directory=lines, claimed=claims)


def topics() -> dict[str, tuple[str, ...]]:
    """主题分类：个人的和单位的 (files, no database)."""
    found = _content("themes.yml")
    return {"person": tuple(found["user_topics"]), "enterprise": tuple(found["corp_topics"])}


def _themes() -> dict[str, Any]:
    known = topics()
    return {
        "person_topics": frozenset(known["person"]),
        "enterprise_topics": frozenset(known["enterprise"]),
    }


def general_facts() -> LintFacts:
    """各地相同的事实：共享目录 (files, no database)."""
    spared = papers_spared()
    return LintFacts(registers={api: spared.get(api, ()) for api in registers()})


def shipped_facts() -> LintFacts:
    """示范区随产品带来的事实：机构、窗口组、主题、共享目录 (files, no database)."""
    windows = _content("windows.yml")
    return replace(
        general_facts(),
        **_themes(),
        departments={unit["uscc"]: unit["name"] for unit in _content("departments.yml")["departments"]},
        window_groups=frozenset(group["key"] for group in windows["window_groups"]),
    )


@cache
def _content(name: str) -> dict[str, Any]:
    told = (files("tongban.rooms.catalogue") / "content" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(told)
    return found
