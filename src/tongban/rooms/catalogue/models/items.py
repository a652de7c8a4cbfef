"""事项室的表：事项、版本（发布后不再改动）、搜索行、词频、导入记录和隔离的行。"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

from tongban.rooms.catalogue.rules.entries import Entry
from tongban.rooms.catalogue.words import Finding, ImportReport, ImportRow, ItemState, TaskType, VersionState

PUBLISHING_LOCK = 7_201_020  # any number nobody else uses for an advisory lock


class Item(models.Model):
    """一个事项（业务办理项）和它在目录里的一条；怎样办写在现行版本里。"""

    code = models.CharField("业务办理项编码", max_length=100, unique=True)
    name = models.CharField("事项名称", max_length=1000)
    region = models.CharField("区划", max_length=12)
    department_code = models.CharField("实施主体编码", max_length=50)
    department = models.CharField("实施主体", max_length=200)
    task_type = models.CharField("事项类型", max_length=2, choices=TaskType.choices())
    state = models.CharField(
        "状态", max_length=1, choices=ItemState.choices(), default=ItemState.IN_USE.value
    )
    current_version = models.ForeignKey(
        "ItemVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="现行版本"
    )
    summary = models.CharField("一句话说明", max_length=300)
    on_the_spot = models.BooleanField("即办件")
    promised_days = models.IntegerField("承诺工作日")
    visits = models.IntegerField("到现场次数")
    guide_incomplete = models.BooleanField("指南待完善")
    shelves = ArrayField(models.CharField(max_length=80), verbose_name="所在书架", default=list)

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        indexes = [
            GinIndex(fields=["shelves"], name="catalogue_item_shelves", fastupdate=False),
            models.Index(fields=["guide_incomplete", "name", "id"], name="catalogue_item_listed"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(region__regex=r"^\d{12}$"), name="catalogue_region_12"),
            models.CheckConstraint(
                condition=models.Q(task_type__in=TaskType.slugs()), name="catalogue_task_type"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ItemState.slugs()), name="catalogue_state"),
        ]

    @classmethod
    def hold(cls) -> None:
        """占住：发布和导入一次只容一人，到事务结束为止 (so version ids commit in their order)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])


class ItemVersion(models.Model):
    """一个事项的一版；触发器不许改动已发布的版本。"""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions", verbose_name="事项")
    number = models.IntegerField("版次")
    state = models.CharField("版本状态", max_length=10, choices=VersionState.choices())
    content = models.JSONField("内容")
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.CharField("发布人", max_length=80, blank=True)

    class Meta:
        verbose_name = "事项版本"
        verbose_name_plural = "事项版本"
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="catalogue_version_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="catalogue_version_from_1"),
            models.CheckConstraint(
                condition=~models.Q(state=VersionState.PUBLISHED.value)
                | models.Q(published_at__isnull=False) & ~models.Q(published_by=""),
                name="catalogue_version_published_by_whom",
            ),
        ]


class Search(models.Model):
    """一个事项的搜索行：词素（词、双字、拼音、首字母）和热度；词典换版后须重做。"""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, verbose_name="事项")
    region = models.CharField("区划", max_length=12)
    tokens = SearchVectorField("词素")
    aliases = models.TextField("俗称", default="")
    hot = models.IntegerField("热度", default=0)
    dictionary = models.IntegerField("词典版次")

    class Meta:
        verbose_name = "搜索行"
        verbose_name_plural = "搜索行"
        indexes = [GinIndex(fields=["tokens"], name="catalogue_search_tokens", fastupdate=False)]


class Lexicon(models.Model):
    """词频：某一版目录里每个词素出现在多少个事项里；只留最新的一份。"""

    edition = models.BigIntegerField("目录版号", primary_key=True)
    items = models.IntegerField("事项数")
    counts = models.JSONField("词频")

    class Meta:
        verbose_name = "词频"
        verbose_name_plural = "词频"


class ImportRun(models.Model):
    """一次有变化的导入。"""

    append_only: ClassVar[bool] = True

    region = models.CharField("区划", max_length=12)
    at = models.DateTimeField("时间")
    by = models.CharField("导入人", max_length=80)
    read = models.IntegerField("读到")
    new = models.IntegerField("新增")
    changed = models.IntegerField("变更")
    unchanged = models.IntegerField("不变")
    quarantined = models.IntegerField("隔离")
    findings = models.JSONField("瑕疵", default=list)

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"

    @classmethod
    def record(cls, report: ImportReport, *, region: str, by: str, at: datetime) -> "ImportRun":
        """记下一次导入。"""
        counts = {
            name: getattr(report, name) for name in ("read", "new", "changed", "unchanged", "quarantined")
        }
        told = [{**asdict(finding), "kind": finding.kind.value} for finding in report.findings]
        return cls.objects.create(region=region, by=by, at=at, findings=told, **counts)


class QuarantinedRow(models.Model):
    """一行隔离的数据：原样和原因。"""

    append_only: ClassVar[bool] = True

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows", verbose_name="导入记录")
    row = models.IntegerField("行号")
    raw = models.JSONField("原样")
    reasons = models.JSONField("原因")

    class Meta:
        verbose_name = "隔离的行"
        verbose_name_plural = "隔离的行"
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="catalogue_quarantined_once")]


KEEP_ITEMS = """
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(
            code text, name text, region text, department_code text, department text, task_type text, state text,
            summary text, on_the_spot boolean, promised_days int, visits int, guide_incomplete boolean,
            shelves text[], content jsonb)
    ), items AS (
        INSERT INTO catalogue_item (code, name, region, department_code, department, task_type, state, summary,
            on_the_spot, promised_days, visits, guide_incomplete, shelves)
        SELECT code, name, region, department_code, department, task_type, state, summary,
            on_the_spot, promised_days, visits, guide_incomplete, shelves FROM given
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, region = excluded.region,
            department_code = excluded.department_code, department = excluded.department,
            task_type = excluded.task_type, state = excluded.state, summary = excluded.summary,
            on_the_spot = excluded.on_the_spot, promised_days = excluded.promised_days, visits = excluded.visits,
            guide_incomplete = excluded.guide_incomplete, shelves = excluded.shelves
        RETURNING id, code
    )
    INSERT INTO catalogue_itemversion (item_id, number, state, content, published_at, published_by)
    SELECT i.id, 1 + coalesce((SELECT max(v.number) FROM catalogue_itemversion v WHERE v.item_id = i.id), 0),
        'published', g.content, %s, %s
    FROM items i JOIN given g USING (code) ORDER BY i.id
    RETURNING id, item_id, number
"""
POINT_TO = """
    UPDATE catalogue_item i SET current_version_id = v.version_id
    FROM unnest(%s::bigint[], %s::bigint[]) AS v(version_id, item_id) WHERE i.id = v.item_id
    RETURNING i.code, i.id, v.version_id
"""
INDEX = """
    INSERT INTO catalogue_search (item_id, region, tokens, aliases, hot, dictionary)
    SELECT i.id, i.region, array_to_tsvector(r.tokens), r.aliases, 0, %s
    FROM jsonb_to_recordset(%s::jsonb) AS r(code text, tokens text[], aliases text)
    JOIN catalogue_item i USING (code)
    ON CONFLICT (item_id) DO UPDATE SET region = excluded.region, tokens = excluded.tokens,
        aliases = excluded.aliases, dictionary = excluded.dictionary
"""
COUNT_WORDS = """
    WITH counted AS (
        INSERT INTO catalogue_lexicon (edition, items, counts)
        SELECT (SELECT coalesce(max(id), 0) FROM catalogue_itemversion), (SELECT count(*) FROM catalogue_search),
            (SELECT coalesce(jsonb_object_agg(word, ndoc), '{}') FROM ts_stat('SELECT tokens FROM catalogue_search')
             WHERE ndoc > 1)
        ON CONFLICT (edition) DO UPDATE SET items = excluded.items, counts = excluded.counts RETURNING edition
    )
    DELETE FROM catalogue_lexicon l USING counted c WHERE l.edition < c.edition
"""


CURRENT_CONTENTS = """
    SELECT i.code, v.content FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id
    WHERE i.code = ANY(%s)
"""


def current_contents(codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """这些编码的现行内容：``{编码: 内容}`` (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_CONTENTS, [list(codes)])
        return {code: json.loads(content) for code, content in cursor.fetchall()}


def keep(entries: Sequence[Entry], *, by: str, at: datetime) -> dict[str, tuple[int, int]]:
    """存下各条的新版本并指为现行：``{编码: (版本号, 版次)}`` (three statements, whatever their number)."""
    rows = [{**asdict(entry.listed), "content": entry.content} for entry in entries]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_ITEMS, [json.dumps(rows, ensure_ascii=False), at, by])
        versions = cursor.fetchall()
        numbers = {version_id: number for version_id, _, number in versions}
        cursor.execute(POINT_TO, [[v[0] for v in versions], [v[1] for v in versions]])
        kept = {code: (version_id, numbers[version_id]) for code, _, version_id in cursor.fetchall()}
    index(entries)
    return kept


def index(entries: Iterable[Entry]) -> None:
    """做搜索行 (one statement)."""
    given = list(entries)
    rows = [{"code": e.listed.code, **asdict(e.tokens)} for e in given]
    with connection.cursor() as cursor:
        edition = given[0].dictionary if given else 0
        cursor.execute(INDEX, [edition, json.dumps(rows, ensure_ascii=False)])


STALE = """
    SELECT v.content FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id
    LEFT JOIN catalogue_search s ON s.item_id = i.id WHERE s.dictionary IS DISTINCT FROM %s LIMIT %s
"""
COUNTED = """
    SELECT (SELECT coalesce(max(edition), 0) FROM catalogue_lexicon)
        = (SELECT coalesce(max(id), 0) FROM catalogue_itemversion)
"""


def indexed_with_other(dictionary: int, *, most: int) -> list[str]:
    """还没有用这一版词典做搜索行的事项：现行内容的 JSON (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(STALE, [dictionary, most])
        return [content for (content,) in cursor.fetchall()]


def words_are_counted() -> bool:
    """词频数到了最新的一版 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return bool(cursor.fetchone()[0])


def count_words() -> None:
    """数词频：供搜索看哪个词更能区分事项 (one statement; seconds at 100,000 items, so never in a request)."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_WORDS)


def last_quarantined(region: str) -> list[dict[str, Any]]:
    """这个区划上一次有变化的导入里隔离的行，原样。"""
    run = ImportRun.objects.filter(region=region).order_by("-id").first()
    return list(run.rows.order_by("row").values_list("raw", flat=True)) if run else []


def quarantine(run: ImportRun, rows: Sequence[ImportRow], reasons: Iterable[Finding]) -> None:
    """隔离：原样和原因各存一行。"""
    why: dict[int, list[dict[str, Any]]] = {}
    for reason in reasons:
        why.setdefault(reason.row, []).append({"kind": reason.kind.value, "says": reason.says})
    QuarantinedRow.objects.bulk_create(
        QuarantinedRow(run=run, row=row.row, raw=dict(row.elements), reasons=why[row.row]) for row in rows
    )
