"""基线的表：一天的办理要素照原样记下，有名字，只增不改；四个“减”同它比。"""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from tongban.rooms.catalogue.events import BaselineTaken
from tongban.rooms.catalogue.words import BaselineRow


class Baseline(models.Model):
    """一条有名字的基线。"""

    append_only: ClassVar[bool] = True

    region = models.CharField("区划", max_length=12)
    name = models.CharField("名称", max_length=100)
    taken_on = models.DateField("哪一天的")
    source = models.CharField("来源", max_length=200)
    recorded_at = models.DateTimeField("录入时间")
    recorded_by = models.CharField("录入人", max_length=80)

    class Meta:
        verbose_name = "基线"
        verbose_name_plural = "基线"
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="catalogue_baseline_name"),
        ]

    @classmethod
    def known(cls, *, region: str, name: str) -> bool:
        """有这个名字的基线了。"""
        return cls.objects.filter(region=region, name=name).exists()

    def write(self, rows: Iterable[BaselineRow]) -> None:
        """写下各行 (one statement a thousand rows)."""
        BaselineLine.objects.bulk_create(
            [
                BaselineLine(
                    baseline=self,
                    item_key=row.item_key,
                    promised=row.promised,
                    unit=row.unit,
                    steps=row.steps,
                    materials=row.materials,
                    visits=row.visits,
                )
                for row in rows
            ],
            batch_size=1000,
        )

    @classmethod
    def record(cls, event: BaselineTaken) -> "Baseline":
        """记下一条基线。"""
        return cls.objects.create(
            region=event.region,
            name=event.name,
            taken_on=event.taken_on,
            source=event.source,
            recorded_at=event.at,
            recorded_by=event.by,
        )


class BaselineLine(models.Model):
    """基线的一行：一个事项当时的承诺时限、环节数、材料份数、到现场次数。"""

    append_only: ClassVar[bool] = True

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, verbose_name="基线", related_name="rows")
    item_key = models.CharField("基本编码", max_length=100)
    promised = models.IntegerField("承诺时限")
    unit = models.CharField("时限单位", max_length=1)
    steps = models.IntegerField("办理环节数")
    materials = models.IntegerField("材料份数")
    visits = models.IntegerField("到现场次数")

    class Meta:
        verbose_name = "基线的一行"
        verbose_name_plural = "基线的各行"
        constraints = [
            models.UniqueConstraint(fields=["baseline", "item_key"], name="catalogue_baselineline_once"),
            models.CheckConstraint(
                condition=models.Q(promised__gte=0, steps__gte=0, materials__gte=0, visits__gte=0),
                name="catalogue_baselineline_counts",
            ),
        ]
