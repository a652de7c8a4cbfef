"""划转的表：批次、划转的事项、编制、交接清单，和一项承接一项的登记 (a succession, once made, never changes)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tongban.rooms.catalogue.errors import NoSuchTransfer
from tongban.rooms.catalogue.events import HandOverTicked, PostsMoved
from tongban.rooms.catalogue.models.items import Item, ItemVersion
from tongban.rooms.catalogue.rules.transfers import BatchFacts
from tongban.rooms.catalogue.words.powers import (
    BatchState,
    HandOverKind,
    HandOverLine,
    InTransit,
    MovedItem,
    PostPlan,
    TransferBatch,
    TransferLine,
)

SWITCH_LOCK = 7_201_025
"""生效的一刻：收件和受理各自共享，生效独占；触发器用的是同一个号 (see cases/migrations)."""


class Transfer(models.Model):
    """一个划转批次。"""

    region = models.CharField("区划", max_length=12)
    no = models.IntegerField("批次")
    title = models.CharField("方案名称", max_length=200)
    document_no = models.CharField("文号", max_length=80)
    issued_by = ArrayField(models.CharField(max_length=80), verbose_name="发文机关")
    issued_on = models.DateField("印发日期")
    effective_on = models.DateField("生效日期")
    to_department = models.CharField("承接机关", max_length=40)
    in_transit = models.CharField("在途办件", max_length=10, choices=InTransit.choices())
    state = models.CharField("状态", max_length=10, choices=BatchState.choices(), default=BatchState.PLANNED)
    took_effect_at = models.DateTimeField("生效时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=80)

    class Meta:
        verbose_name = "划转批次"
        verbose_name_plural = "划转批次"
        constraints = [
            models.UniqueConstraint(fields=["region", "no"], name="catalogue_transfer_no"),
            models.UniqueConstraint(fields=["region", "document_no"], name="catalogue_transfer_document"),
            models.CheckConstraint(
                condition=models.Q(state__in=BatchState.slugs()), name="catalogue_transfer_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=BatchState.PLANNED.value, took_effect_at__isnull=True)
                | ~models.Q(state=BatchState.PLANNED.value) & models.Q(took_effect_at__isnull=False),
                name="catalogue_transfer_in_effect_since",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on__gte=models.F("issued_on")), name="catalogue_transfer_dates"
            ),
        ]

    @classmethod
    def locked(cls, *, region: str, no: int) -> Self:
        """锁住这一批，先于一切提问。 Refuses: NoSuchTransfer."""
        found = cls.objects.select_for_update().filter(region=region, no=no).first()
        if found is None:
            raise NoSuchTransfer
        return found

    @classmethod
    def hold_the_switch(cls) -> None:
        """独占生效的一刻：等正在收件、受理的办完，新来的等它生效 (until the transaction ends)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWITCH_LOCK])

    @classmethod
    def record(cls, plan: TransferBatch, *, by: str, at: datetime) -> Self:
        """记下方案、事项、编制和交接清单 (four statements)."""
        same = ("region", "no", "title", "document_no", "issued_on", "effective_on", "to_department")
        row = cls.objects.create(
            **{name: getattr(plan, name) for name in same},
            issued_by=list(plan.issued_by),
            in_transit=plan.in_transit,
            recorded_at=at,
            recorded_by=by,
        )
        row._record_rows(plan, by=by, at=at)
        return row

    def _record_rows(self, plan: TransferBatch, *, by: str, at: datetime) -> None:
        TransferredLicence.objects.bulk_create(
            TransferredLicence(
                transfer=self,
                region=self.region,
                position=n,
                licence_no=line.licence_no,
                from_department=line.from_department,
                in_transit=line.in_transit or "",
            )
            for n, line in enumerate(plan.lines, start=1)
        )
        TransferPosts.objects.bulk_create(
            TransferPosts(
                transfer=self,
                from_department=post.from_department,
                planned=post.planned,
                moved=post.moved,
                moved_document=post.moved_document,
            )
            for post in plan.posts
        )
        HandOverRow.objects.bulk_create(
            HandOverRow(
                transfer=self,
                position=n,
                from_department=row.from_department,
                kind=row.kind,
                says=row.says,
                done_on=row.done_on,
                done_by=by if row.done_on else "",
                done_at=at if row.done_on else None,
            )
            for n, row in enumerate(plan.hand_over, start=1)
        )

    def facts(self) -> BatchFacts:
        """方案和现状 (three statements)."""
        same = ("region", "no", "title", "document_no", "issued_on", "effective_on", "to_department")
        plan = TransferBatch(
            **{name: getattr(self, name) for name in same},
            issued_by=tuple(self.issued_by),
            in_transit=InTransit.of(self.in_transit),
            lines=tuple(row.facts() for row in self.licences.order_by("position")),
            posts=tuple(row.facts() for row in self.posts.order_by("id")),
            hand_over=tuple(row.facts() for row in self.hand_over.order_by("position")),
        )
        return BatchFacts(plan, BatchState.of(self.state))

    def record_in_effect(self, moved: Sequence[MovedItem], *, at: datetime) -> None:
        """记下生效和每一项的承接。"""
        self.state, self.took_effect_at = BatchState.IN_EFFECT, at
        self.save(update_fields=["state", "took_effect_at"])
        codes = [code for each in moved for code in (each.old_code, each.new_code)]
        ids = dict(Item.objects.filter(code__in=codes).values_list("code", "id"))
        Succession.objects.bulk_create(
            Succession(
                transfer=self,
                licence_no=each.licence_no,
                old_item_id=ids[each.old_code],
                old_version_id=each.old_version,
                new_item_id=ids[each.new_code],
                new_version_id=each.new_version,
                in_transit=each.in_transit,
            )
            for each in moved
        )

    def record_ticked(self, event: HandOverTicked) -> None:
        """记下签收。"""
        done = event.done_on is not None
        self.hand_over.filter(from_department=event.department, kind=event.row).update(
            says=event.says,
            done_on=event.done_on,
            done_by=event.by if done else "",
            done_at=event.at if done else None,
        )

    def record_posts(self, event: PostsMoved) -> None:
        """记下核定的编制。"""
        self.posts.filter(from_department=event.department).update(
            moved=event.moved, moved_document=event.document_no
        )

    def record_closed(self, *, at: datetime) -> None:
        """记下办结。"""
        self.state, self.closed_at = BatchState.CLOSED, at
        self.save(update_fields=["state", "closed_at"])


class TransferredLicence(models.Model):
    """划转的一项行政许可：一个编号在一个区划里只划转一次。"""

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="licences", verbose_name="划转批次"
    )
    region = models.CharField("区划", max_length=12)
    position = models.IntegerField("次序")
    licence_no = models.CharField("清单编号", max_length=4)
    from_department = models.CharField("划出部门", max_length=40)
    in_transit = models.CharField("在途办件", max_length=10, choices=InTransit.choices(), blank=True)

    class Meta:
        verbose_name = "划转的事项"
        verbose_name_plural = "划转的事项"
        constraints = [
            models.UniqueConstraint(fields=["region", "licence_no"], name="catalogue_transferred_once")
        ]

    def facts(self) -> TransferLine:
        """这一项。"""
        said = InTransit.of(self.in_transit) if self.in_transit else None
        return TransferLine(self.licence_no, self.from_department, said)


class TransferPosts(models.Model):
    """一个部门随事项划转的编制。"""

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="posts", verbose_name="划转批次"
    )
    from_department = models.CharField("划出部门", max_length=40)
    planned = models.IntegerField("应划转编制")
    moved = models.IntegerField("已划转编制", default=0)
    moved_document = models.CharField("核定文号", max_length=80, blank=True)

    class Meta:
        verbose_name = "划转编制"
        verbose_name_plural = "划转编制"
        constraints = [
            models.UniqueConstraint(fields=["transfer", "from_department"], name="catalogue_posts_once"),
            models.CheckConstraint(
                condition=models.Q(planned__gte=0, moved__gte=0), name="catalogue_posts_not_negative"
            ),
        ]

    def facts(self) -> PostPlan:
        """这一行。"""
        return PostPlan(self.from_department, self.planned, self.moved, self.moved_document)


class HandOverRow(models.Model):
    """交接清单的一行。"""

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="hand_over", verbose_name="划转批次"
    )
    position = models.IntegerField("次序")
    from_department = models.CharField("划出部门", max_length=40)
    kind = models.CharField("项目", max_length=10, choices=HandOverKind.choices())
    says = models.CharField("说明", max_length=500, blank=True)
    done_on = models.DateField("办完日期", null=True)
    done_by = models.CharField("签收人", max_length=80, blank=True)
    done_at = models.DateTimeField("签收时间", null=True)

    class Meta:
        verbose_name = "交接清单"
        verbose_name_plural = "交接清单"
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "from_department", "kind"], name="catalogue_hand_over_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=HandOverKind.slugs()), name="catalogue_hand_over_kind"
            ),
        ]

    def facts(self) -> HandOverLine:
        """这一行。"""
        return HandOverLine(self.from_department, HandOverKind.of(self.kind), self.says, self.done_on)


class Succession(models.Model):
    """承接：新机关的一个办理项承接原机关的一个；旧的只被承接一次，新的只承接一个。"""

    append_only: ClassVar[bool] = True

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="+", verbose_name="划转批次"
    )
    licence_no = models.CharField("清单编号", max_length=4)
    old_item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+", verbose_name="原事项")
    old_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="+", verbose_name="原版本"
    )
    new_item = models.OneToOneField(
        Item, on_delete=models.PROTECT, related_name="+", verbose_name="承接的事项"
    )
    new_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="+", verbose_name="承接的版本"
    )
    in_transit = models.CharField("在途办件", max_length=10, choices=InTransit.choices())

    class Meta:
        verbose_name = "事项承接"
        verbose_name_plural = "事项承接"


TAKEN = """
    SELECT l.licence_no, t.no FROM catalogue_transferredlicence l JOIN catalogue_transfer t ON t.id = l.transfer_id
    WHERE l.region = %s
"""
STANDING_ON = """
    SELECT f.code, f.version_id, f.content::text FROM catalogue_in_force(%s, %s) f
    WHERE f.content->>'licence_no' = ANY(%s) ORDER BY f.content->>'licence_no', f.code
"""


def taken_licences(region: str) -> dict[str, int]:
    """已经列入划转的编号和它的批次 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [region])
        return dict(cursor.fetchall())


def licensed_items(region: str, on: date, numbers: Sequence[str]) -> list[tuple[str, int, Any]]:
    """某日有效、写着这些清单编号的办理项：编码、版本号、内容 JSON (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING_ON, [region, on, list(numbers)])
        return list(cursor.fetchall())
