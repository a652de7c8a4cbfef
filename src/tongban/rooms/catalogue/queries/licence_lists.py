"""行政许可事项清单的查询：某日现行的一版、历次各版、某一版本的事项在不在列。

What is asked on the way of every submission costs nothing of its own: the caller brings ``LICENCE_EDITION`` along in a
statement that it makes anyway, and the numbers of each list are kept in the process under it. A list never changes once
published, and publishing waits for its predecessor (``Item.hold``), so an edition names one content for ever.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchLicenceList
from tongban.rooms.catalogue.words import LicenceList, SetLevel, Version
from tongban.rooms.organisation import queries as organisation

LICENCE_EDITION = "SELECT coalesce(max(id), 0) FROM catalogue_licencelist"
SPANS = """
    SELECT l.region, l.effective_on, (SELECT jsonb_object_agg(e.no, jsonb_build_array(e.name, e.set_level))
        FROM catalogue_licencelistentry e WHERE e.licence_list_id = l.id)
    FROM catalogue_licencelist l WHERE l.id <= %s ORDER BY l.effective_on DESC, l.version DESC
"""


@dataclass(frozen=True)
class _Span:
    """One list: whose, from when, and under each number its name and level."""

    region: str
    effective_on: date
    entries: Mapping[str, tuple[str, str]]

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(self.entries)


@dataclass(frozen=True)
class _Edition:
    number: int
    spans: tuple[_Span, ...]


_kept = _Edition(number=0, spans=())


def licence_edition() -> int:
    """清单的版号：公布一版，版号变一次；什么都没公布是 0 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(LICENCE_EDITION)
        return int(cursor.fetchone()[0])


def on_licence_list(*, version: Version, on: date, edition_no: int | None = None) -> bool:
    """某日可不可以照这一版受理：不是行政许可的、本区还没有清单的，都可以 (one statement, none with ``edition_no``).

    Law: 国办发〔2022〕2号（清单之外一律不得违法实施行政许可）.
    """
    if not version.is_licence:
        return True
    numbers = numbers_on(region=version.region, on=on, edition_no=edition_no)
    return numbers is None or version.licence_no in numbers


def numbers_on(*, region: str, on: date, edition_no: int | None = None) -> frozenset[str] | None:
    """某地某日现行清单上的编号；还没有清单的为 None (one statement, none with ``edition_no``)."""
    span = _span_on(region=region, on=on, edition_no=edition_no)
    return span.numbers if span else None


def licences_on(*, region: str, on: date) -> Mapping[str, tuple[str, str]] | None:
    """某地某日现行清单：``{编号: (名称, 设定层级)}``；还没有清单的为 None (one statement)."""
    span = _span_on(region=region, on=on)
    return span.entries if span else None


def _span_on(*, region: str, on: date, edition_no: int | None = None) -> _Span | None:
    kept = _edition(licence_edition() if edition_no is None else edition_no)
    county = licensing_region(region)
    return next((s for s in kept.spans if s.region == county and s.effective_on <= on), None)


def numbers_for_plan(*, region: str, on: date) -> frozenset[str] | None:
    """划转方案对照的编号：生效日现行的一版；那时还没有清单的，照最早的一版；一版也没有的为 None (one statement)."""
    found = numbers_on(region=region, on=on)
    if found is not None:
        return found
    of_region = [span for span in _kept.spans if span.region == licensing_region(region)]
    return of_region[-1].numbers if of_region else None


def licensing_region(region: str) -> str:
    """清单由县级以上政府公布：镇街、村的事项照所在区县的清单。"""
    return region[:6].ljust(12, "0")


def _edition(number: int) -> _Edition:
    global _kept
    kept = _kept
    if kept.number != number:
        with connection.cursor() as cursor:
            cursor.execute(SPANS, [number])
            rows = cursor.fetchall()
        kept = _Edition(number, tuple(_Span(place, on, _entries(told or "{}")) for place, on, told in rows))
        _kept = kept
    return kept


def _entries(told: str) -> Mapping[str, tuple[str, str]]:
    return {no: (name, SetLevel.of(level).zh) for no, (name, level) in json.loads(told).items()}


def licence_list(*, region: str, on: date) -> LicenceList:
    """某日现行的一版清单 (two statements). Refuses: NoSuchLicenceList."""
    rows = models.PublishedLicenceList.objects.filter(region=region, effective_on__lte=on)
    return _found(rows.order_by("-effective_on", "-version").first())


def licence_list_version(*, region: str, version: int) -> LicenceList:
    """某一版清单 (two statements). Refuses: NoSuchLicenceList."""
    return _found(models.PublishedLicenceList.objects.filter(region=region, version=version).first())


def _found(row: models.PublishedLicenceList | None) -> LicenceList:
    if row is None:
        raise NoSuchLicenceList
    return row.facts()


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """历次公布的一版：版次、名称、文号、施行日、项数。"""

    version: int
    title: str
    document_no: str
    effective_on: date
    central: int
    local: int

    @property
    def total(self) -> int:
        """共几项。"""
        return self.central + self.local


HISTORY = """
    SELECT l.version, l.title, l.document_no, l.effective_on, count(*) FILTER (WHERE e.set_level = 'central'),
        count(*) FILTER (WHERE e.set_level = 'local')
    FROM catalogue_licencelist l JOIN catalogue_licencelistentry e ON e.licence_list_id = l.id
    WHERE l.region = %s GROUP BY l.id ORDER BY l.version DESC
"""


def licence_lists(*, region: str) -> list[ListedVersion]:
    """历次公布的各版，新的在前 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, [region])
        return [ListedVersion(*row) for row in cursor.fetchall()]


def latest(*, region: str) -> LicenceList | None:
    """最后公布的一版，还没有施行的也算 (at most two statements)."""
    row = models.PublishedLicenceList.objects.filter(region=region).order_by("-version").first()
    return row.facts() if row else None


def with_document(*, region: str, document_no: str) -> LicenceList | None:
    """这个文号公布的一版 (at most two statements)."""
    row = models.PublishedLicenceList.objects.filter(region=region, document_no=document_no).first()
    return row.facts() if row else None


def known_departments(*, region: str) -> Collection[str]:
    """清单可以写的主管部门：本区现有的部门代号 (one statement)."""
    return {each.code for each in organisation.departments(region=region)}
