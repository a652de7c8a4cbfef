"""草稿的痕迹：每一次改动之后的内容（退得回去），和此刻谁在写（soft state, kept for minutes）。"""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from tongban.rooms.catalogue.models.items import ItemVersion

MOST_STEPS = 200
"""一份草稿最多留多少步；更早的退不回去了。"""
STILL_WRITING = timedelta(minutes=5)


class DraftStep(models.Model):
    """一步：某次改动之后的内容；``back_to`` 是退回一步到哪一次改动，``forward_to`` 是重做到哪一次。"""

    version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, related_name="steps", verbose_name="版本"
    )
    revision = models.IntegerField("改动次数")
    content = models.JSONField("内容")
    back_to = models.IntegerField("退回到", null=True)
    forward_to = models.IntegerField("重做到", null=True)

    class Meta:
        verbose_name = "草稿的一步"
        verbose_name_plural = "草稿的各步"
        constraints = [
            models.UniqueConstraint(fields=["version", "revision"], name="catalogue_draft_step"),
        ]

    @classmethod
    def follow(cls, version: ItemVersion, *, before: dict[str, Any]) -> None:
        """记下刚存好的一步；它由 ``before`` 改来，退回一步就到那里。"""
        came_from = version.revision - 1
        cls.objects.get_or_create(version=version, revision=came_from, defaults={"content": before})
        cls.objects.create(
            version=version, revision=version.revision, content=version.content, back_to=came_from
        )
        cls.objects.filter(version=version, revision__lte=version.revision - MOST_STEPS).delete()

    @classmethod
    def of(cls, version: ItemVersion) -> "DraftStep | None":
        """草稿现在所在的一步；从来没有改过的没有。"""
        return cls.objects.filter(version=version, revision=version.revision).first()

    @classmethod
    def at(cls, version: ItemVersion, revision: int | None) -> "DraftStep | None":
        """某一步；没有或者太早已不留的为空。"""
        return cls.objects.filter(version=version, revision=revision).first() if revision else None


class Writer(models.Model):
    """谁在写：最后一次打开或者保存草稿的时刻。"""

    version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, related_name="writers", verbose_name="版本"
    )
    actor = models.CharField("谁", max_length=80)
    seen_at = models.DateTimeField("最后一次")

    class Meta:
        verbose_name = "正在写的人"
        verbose_name_plural = "正在写的人"
        constraints = [
            models.UniqueConstraint(fields=["version", "actor"], name="catalogue_writer_once"),
        ]

    @classmethod
    def note(cls, version: ItemVersion, *, actor: str, at: datetime) -> None:
        """记下他此刻在写。"""
        cls.objects.update_or_create(version=version, actor=actor, defaults={"seen_at": at})

    @classmethod
    def others(cls, version: ItemVersion, *, than: str, at: datetime) -> list["Writer"]:
        """此刻还有谁在写，最近的在前。"""
        recent = cls.objects.filter(version=version, seen_at__gt=at - STILL_WRITING)
        return list(recent.exclude(actor=than).order_by("-seen_at"))
