"""基本目录的表：每一条只增不改，改了就是新的一版；事项记着自己认领的是哪一条哪一版。"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tongban.rooms.catalogue.words import DirectoryLine, TaskType


class DirectoryEntry(models.Model):
    """基本目录的一条的一版；区县只能认领。"""

    append_only: ClassVar[bool] = True

    catalog_code = models.CharField("基本编码", max_length=12)
    version = models.IntegerField("版次")
    name = models.CharField("事项名称", max_length=1000)
    main_item = models.CharField("主项名称", max_length=1000, blank=True)
    task_type = models.CharField("事项类型", max_length=2, choices=TaskType.choices())
    by_law = models.JSONField("设定依据")
    use_levels = ArrayField(models.CharField(max_length=1), verbose_name="行使层级", default=list)

    class Meta:
        verbose_name = "基本目录条目"
        verbose_name_plural = "基本目录条目"
        constraints = [
            models.UniqueConstraint(fields=["catalog_code", "version"], name="catalogue_directory_version"),
            models.CheckConstraint(
                condition=models.Q(catalog_code__regex=r"^\d{12}$"), name="catalogue_directory_code_12"
            ),
            models.CheckConstraint(
                condition=models.Q(task_type__in=TaskType.slugs()), name="catalogue_directory_type"
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="catalogue_directory_from_1"),
        ]

    def line(self) -> DirectoryLine:
        """这一条。"""
        return DirectoryLine(
            catalog_code=self.catalog_code,
            name=self.name,
            main_item=self.main_item,
            task_type=self.task_type,
            by_law=tuple(self.by_law),
            use_levels=tuple(self.use_levels),
            version=self.version,
        )

    @classmethod
    def current(cls, catalog_code: str) -> "DirectoryEntry | None":
        """一条的最新一版。"""
        return cls.objects.filter(catalog_code=catalog_code).order_by("-version").first()


KEEP_LINES = """
    INSERT INTO catalogue_directoryentry (catalog_code, version, name, main_item, task_type, by_law, use_levels)
    SELECT g.catalog_code, coalesce(c.version, 0) + 1, g.name, g.main_item, g.task_type, g.by_law, g.use_levels
    FROM jsonb_to_recordset(%s::jsonb) AS g(
        catalog_code text, name text, main_item text, task_type text, by_law jsonb, use_levels text[])
    LEFT JOIN LATERAL (
        SELECT * FROM catalogue_directoryentry d WHERE d.catalog_code = g.catalog_code
        ORDER BY d.version DESC LIMIT 1) c ON true
    WHERE (c.name, c.main_item, c.task_type, c.by_law, c.use_levels::text[])
        IS DISTINCT FROM (g.name, g.main_item, g.task_type, g.by_law, g.use_levels)
"""
CLAIM_ALL = """
    UPDATE catalogue_item i SET claimed_id = (
        SELECT d.id FROM catalogue_directoryentry d WHERE d.catalog_code = v.content ->> 'catalog_code'
        ORDER BY d.version DESC LIMIT 1)
    FROM catalogue_itemversion v
    WHERE v.id = i.current_version_id AND i.claimed_id IS NULL AND i.code = ANY(%s)
"""


def keep_lines(lines: Iterable[DirectoryLine]) -> int:
    """存下与现有的不一样的各条，返回几条；一样的不动 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP_LINES, [json.dumps([asdict(line) for line in lines], ensure_ascii=False, default=str)]
        )
        return int(cursor.rowcount)


def claim_all(codes: Iterable[str]) -> int:
    """这些事项各认领与自己的基本编码相同的一条；已经认领的不动 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_ALL, [list(codes)])
        return int(cursor.rowcount)


CLAIMED = """
    SELECT i.code, d.catalog_code, d.name, d.main_item, d.task_type, d.by_law, d.use_levels, d.version
    FROM catalogue_item i JOIN catalogue_directoryentry d ON d.id = i.claimed_id WHERE i.code = ANY(%s)
"""


def claimed_lines(codes: Iterable[str]) -> dict[str, DirectoryLine]:
    """这些事项认领的目录条目：``{业务办理项编码: 条目}`` (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIMED, [list(codes)])
        return {
            code: DirectoryLine(
                catalog_code=catalog_code,
                name=name,
                main_item=main_item,
                task_type=task_type,
                by_law=tuple(json.loads(by_law)),
                use_levels=tuple(use_levels),
                version=version,
            )
            for code, catalog_code, name, main_item, task_type, by_law, use_levels, version in cursor.fetchall()
        }
