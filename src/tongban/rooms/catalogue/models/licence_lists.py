"""行政许可事项清单的表：一版清单和它的条目；公布即定，触发器和只追加的权限都不许改 (see migrations)."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tongban.rooms.catalogue.words.powers import LicenceEntry, LicenceList, SetLevel


class PublishedLicenceList(models.Model):
    """一版公布了的清单。"""

    append_only: ClassVar[bool] = True

    region = models.CharField("区划", max_length=12)
    version = models.IntegerField("版次")
    title = models.CharField("名称", max_length=200)
    document_no = models.CharField("文号", max_length=80)
    issued_by = ArrayField(models.CharField(max_length=80), verbose_name="发文机关")
    published_on = models.DateField("公布日期")
    effective_on = models.DateField("施行日期")
    total = models.IntegerField("项数")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=80)

    class Meta:
        db_table = "catalogue_licencelist"
        verbose_name = "行政许可事项清单"
        verbose_name_plural = "行政许可事项清单"
        constraints = [
            models.UniqueConstraint(fields=["region", "version"], name="catalogue_licencelist_version"),
            models.UniqueConstraint(fields=["region", "document_no"], name="catalogue_licencelist_document"),
            models.CheckConstraint(
                condition=models.Q(region__regex=r"^\d{12}$"), name="catalogue_licencelist_region"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on__gte=models.F("published_on")),
                name="catalogue_licencelist_dates",
            ),
        ]
        indexes = [models.Index(fields=["region", "-effective_on"], name="catalogue_licencelist_on")]

    @classmethod
    def record(cls, given: LicenceList, *, by: str, at: datetime) -> Self:
        """记下一版和它的条目 (two statements)."""
        same = ("region", "version", "title", "document_no", "published_on", "effective_on")
        row = cls.objects.create(
            **{name: getattr(given, name) for name in same},
            issued_by=list(given.issued_by),
            total=len(given.entries),
            recorded_at=at,
            recorded_by=by,
        )
        LicenceListEntry.objects.bulk_create(
            LicenceListEntry(licence_list=row, position=n, **_columns(entry))
            for n, entry in enumerate(given.entries, start=1)
        )
        return row

    def facts(self) -> LicenceList:
        """这一版的全部内容 (one statement)."""
        same = ("region", "version", "title", "document_no", "published_on", "effective_on")
        return LicenceList(
            **{name: getattr(self, name) for name in same},
            issued_by=tuple(self.issued_by),
            entries=tuple(row.facts() for row in self.entries.order_by("position")),
        )


class LicenceListEntry(models.Model):
    """清单上的一条。"""

    append_only: ClassVar[bool] = True

    licence_list = models.ForeignKey(
        PublishedLicenceList, on_delete=models.PROTECT, related_name="entries", verbose_name="清单"
    )
    no = models.CharField("编号", max_length=4)
    position = models.IntegerField("次序")
    name = models.CharField("事项名称", max_length=200)
    set_level = models.CharField("设定层级", max_length=10, choices=SetLevel.choices())
    department = models.CharField("主管部门", max_length=40)
    organ = models.CharField("实施机关", max_length=200)
    basis = models.JSONField("设定和实施依据")

    class Meta:
        verbose_name = "行政许可事项清单条目"
        verbose_name_plural = "行政许可事项清单条目"
        constraints = [
            models.UniqueConstraint(fields=["licence_list", "no"], name="catalogue_licencelistentry_once"),
            models.UniqueConstraint(
                fields=["licence_list", "position"], name="catalogue_licencelistentry_place"
            ),
            models.CheckConstraint(
                condition=models.Q(set_level__in=SetLevel.slugs()), name="catalogue_licencelistentry_level"
            ),
        ]

    def facts(self) -> LicenceEntry:
        """这一条。"""
        return LicenceEntry(
            no=self.no,
            name=self.name,
            set_level=SetLevel.of(self.set_level),
            department=self.department,
            organ=self.organ,
            basis=tuple(self.basis),
        )


def _columns(entry: LicenceEntry) -> dict[str, Any]:
    same = ("no", "name", "department", "organ")
    return {name: getattr(entry, name) for name in same} | {
        "set_level": entry.set_level.value,
        "basis": list(entry.basis),
    }


RETIRED = """
    SELECT DISTINCT ON (e.no) e.no, e.name FROM catalogue_licencelistentry e
    JOIN catalogue_licencelist l ON l.id = e.licence_list_id WHERE l.region = %s ORDER BY e.no, l.version DESC
"""


def ever_listed(region: str) -> dict[str, str]:
    """用过的编号和它最后的名称 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(RETIRED, [region])
        return dict(cursor.fetchall())
