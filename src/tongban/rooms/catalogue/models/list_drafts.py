"""清单编制的表：正在写的清单（公布或者废弃就没有了），协议的提前终止（只增不改）。"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models

from tongban.rooms.catalogue.errors import NoSuchListDraft
from tongban.rooms.catalogue.events import AgreementEnded
from tongban.rooms.catalogue.models.lists import Agreement
from tongban.rooms.catalogue.words import BookKind, Ending
from tongban.rooms.catalogue.words import ListDraft as Facts


class ListDraft(models.Model):
    """正在写的一份清单。"""

    uid = models.UUIDField("键", unique=True, db_default=RandomUUID(), editable=False)
    region = models.CharField("区划", max_length=12)
    kind = models.CharField("种类", max_length=20, choices=BookKind.choices())
    content = models.JSONField("内容")
    revision = models.IntegerField("改动次数", default=1, db_default=1)
    after = models.CharField("由哪个文号改来", max_length=80, blank=True)
    edited_by = models.CharField("最后改动人", max_length=80)
    edited_at = models.DateTimeField("最后改动时间")

    class Meta:
        verbose_name = "清单草稿"
        verbose_name_plural = "清单草稿"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=BookKind.slugs()), name="catalogue_listdraft_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(region__regex=r"^\d{12}$"), name="catalogue_listdraft_region"
            ),
        ]

    @classmethod
    def found(cls, uid: str, *, locked: bool = False) -> Self:
        """这一份草稿；要改的先锁住。 Refuses: NoSuchListDraft."""
        rows = cls.objects.select_for_update() if locked else cls.objects
        try:
            row = rows.filter(uid=uid).first()
        except ValidationError:
            row = None
        if row is None:
            raise NoSuchListDraft
        return row

    def facts(self) -> Facts:
        """事实。"""
        same = ("region", "content", "revision", "after", "edited_by", "edited_at")
        return Facts(
            uid=str(self.uid),
            kind=BookKind.of(self.kind),
            **{name: getattr(self, name) for name in same},
        )

    def record(self, content: dict[str, Any], *, by: str, at: datetime) -> None:
        """记下一次改动。"""
        self.content, self.edited_by, self.edited_at = content, by, at
        self.revision += 1
        self.save(update_fields=["content", "edited_by", "edited_at", "revision"])


class AgreementEnding(models.Model):
    """一份协议提前终止：有效的最后一天和理由。"""

    append_only: ClassVar[bool] = True

    agreement = models.OneToOneField(
        Agreement,
        on_delete=models.PROTECT,
        primary_key=True,
        verbose_name="协议",
        related_name="ending",
    )
    last_on = models.DateField("有效的最后一天")
    reason = models.TextField("理由")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=80)

    class Meta:
        verbose_name = "协议提前终止"
        verbose_name_plural = "协议提前终止"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="catalogue_agreementending_reason"),
        ]

    @classmethod
    def record(cls, agreement: Agreement, event: AgreementEnded) -> None:
        """记下终止。"""
        cls.objects.create(
            agreement=agreement,
            last_on=event.last_on,
            reason=event.reason,
            recorded_at=event.at,
            recorded_by=event.by,
        )

    def facts(self) -> Ending:
        """事实。"""
        return Ending(self.last_on, self.reason)
