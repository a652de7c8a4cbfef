"""事项室的表：导入记录和隔离的行。"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from tongban.rooms.catalogue.words import Finding, ImportReport, ImportRow


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
