"""装过的内容：哪一套、哪天、谁装的；装过的不再装，区里后来的改动因此不会被随产品的内容盖掉。"""

from datetime import datetime
from typing import ClassVar

from django.db import models


class LoadedContent(models.Model):
    """一套随产品发布的目录内容装了一次。"""

    append_only: ClassVar[bool] = True

    edition = models.CharField("内容版号", max_length=64, primary_key=True)
    items = models.IntegerField("事项数")
    at = models.DateTimeField("时间")
    by = models.CharField("装入人", max_length=80)

    class Meta:
        verbose_name = "装过的内容"
        verbose_name_plural = "装过的内容"

    @classmethod
    def has(cls, edition: str) -> bool:
        """这一套装过没有。"""
        return cls.objects.filter(edition=edition).exists()

    @classmethod
    def record(cls, edition: str, *, items: int, by: str, at: datetime) -> None:
        """记下装了这一套。"""
        cls.objects.create(edition=edition, items=items, by=by, at=at)
