"""留痕的表：事件、封存、游标 (the event table, its seals, and how far each reaction has heard).

Events and seals are append-only twice over: the application's role has no right to change them, and a trigger stops
everybody else. Who sets what: see ``journal_before_insert`` in the first migration.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """事务号 (PostgreSQL's 64-bit transaction id)."""

    def db_type(self, connection: Any) -> str:
        """列类型。"""
        return "xid8"


class Event(models.Model):
    """事件：一行一事，只增不改。"""

    append_only: ClassVar[bool] = True

    id = models.BigIntegerField("顺序号", primary_key=True)
    xid = TransactionIdField("事务号", db_index=True)
    stream = models.CharField("档案", max_length=160)
    stream_no = models.IntegerField("档案内序号")
    kind = models.CharField("种类", max_length=60)
    at = models.DateTimeField("时间")
    actor = models.CharField("经手人", max_length=80)
    payload = models.JSONField("内容", null=True)
    salt = models.BinaryField("盐", null=True)
    commitment = models.BinaryField("内容承诺")
    digest = models.BinaryField("叶摘要")

    class Meta:
        verbose_name = "事件"
        verbose_name_plural = "事件"
        constraints = [models.UniqueConstraint(fields=["stream", "stream_no"], name="journal_event_stream")]


class Seal(models.Model):
    """封存：事件在日志里的永久位置和两棵树的叶摘要。"""

    append_only: ClassVar[bool] = True

    index = models.BigIntegerField("日志位置", primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, verbose_name="事件")
    kind = models.CharField("种类", max_length=60)
    sha256 = models.BinaryField("SHA-256 叶摘要")
    sm3 = models.BinaryField("SM3 叶摘要")
    sealed_at = models.DateTimeField("封存时间", db_default=Now())

    class Meta:
        verbose_name = "封存"
        verbose_name_plural = "封存"
        indexes = [models.Index(fields=["kind", "index"], name="journal_seal_kind")]


class Sealer(models.Model):
    """封存进度：一行，记着下一个位置和可以不再回看的事务号。"""

    id = models.SmallIntegerField(primary_key=True, default=1)
    next_index = models.BigIntegerField("下一位置", default=0)
    settled_xid = TransactionIdField("已全部封存到的事务号")

    class Meta:
        verbose_name = "封存进度"
        verbose_name_plural = "封存进度"


class Cursor(models.Model):
    """游标：一个反应听到了哪里；与反应的效果同一事务提交，所以效果恰好一次。"""

    reaction = models.CharField("反应", max_length=80, primary_key=True)
    heard = models.BigIntegerField("已听到的位置", default=-1)
    failures = models.IntegerField("连续失败次数", default=0)
    failed_why = models.CharField("最近失败原因", max_length=300, blank=True)
    retry_at = models.DateTimeField("下次重试时间", null=True)

    class Meta:
        verbose_name = "游标"
        verbose_name_plural = "游标"
