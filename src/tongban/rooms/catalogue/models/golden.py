"""黄金样例的表：一个事项的若干份申请和应当得到的结果，可改可删；改动留在事项的留痕里。"""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models

from tongban.rooms.catalogue.errors import NoSuchGoldenCase
from tongban.rooms.catalogue.models.items import Item
from tongban.rooms.catalogue.rules import golden_cases as written
from tongban.rooms.catalogue.words import GoldenCase as Golden


class GoldenCase(models.Model):
    """一个黄金样例。"""

    uid = models.UUIDField("键", unique=True, db_default=RandomUUID(), editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="golden", verbose_name="事项")
    name = models.CharField("名称", max_length=200)
    given = models.JSONField("给什么")
    expects = models.JSONField("应当得到什么")
    edited_by = models.CharField("最后改动人", max_length=80)
    edited_at = models.DateTimeField("最后改动时间")

    class Meta:
        verbose_name = "黄金样例"
        verbose_name_plural = "黄金样例"
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="catalogue_golden_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="catalogue_golden_has_name"),
        ]

    @classmethod
    def found(cls, uid: str) -> Self:
        """一个样例。 Refuses: NoSuchGoldenCase."""
        try:
            row = cls.objects.select_related("item").filter(uid=uid).first()
        except ValidationError:
            row = None
        if row is None:
            raise NoSuchGoldenCase
        return row

    def case(self) -> Golden:
        """读回。"""
        return written.case_of(name=self.name, given=self.given, expects=self.expects, uid=str(self.uid))

    def record(self, case: Golden, *, by: str, at: datetime) -> None:
        """记下这个样例。"""
        for name, value in columns(case, by=by, at=at).items():
            setattr(self, name, value)
        self.save(update_fields=list(columns(case, by=by, at=at)))


def columns(case: Golden, *, by: str, at: datetime) -> dict[str, Any]:
    """一个样例存成的各栏。"""
    return {
        "name": case.name,
        "given": written.stored_given(case.given),
        "expects": written.stored_verdict(case.expects),
        "edited_by": by,
        "edited_at": at,
    }
