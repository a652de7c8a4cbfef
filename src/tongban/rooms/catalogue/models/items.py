"""事项室的表：事项、版本（发布后不再改动）、停办期间、搜索行、词频。"""

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import connection, models

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.catalogue.errors import NoSuchItem, NoSuchVersion
from tongban.rooms.catalogue.words import (
    STAGE_OF,
    ItemFacts,
    ItemState,
    Stage,
    TaskType,
    VersionFacts,
    VersionState,
)

PUBLISHING_LOCK = 7_201_020  # any number nobody else uses for an advisory lock
STOPPED = [(state.value, state.zh) for state in (ItemState.PAUSED, ItemState.CANCELLED)]


class Item(models.Model):
    """一个事项（业务办理项）和它在目录里的一条；怎样办写在现行版本里。"""

    code = models.CharField("业务办理项编码", max_length=100, unique=True)
    name = models.CharField("事项名称", max_length=1000)
    region = models.CharField("区划", max_length=12)
    department_code = models.CharField("实施主体编码", max_length=50)
    department = models.CharField("实施主体", max_length=200)
    task_type = models.CharField("事项类型", max_length=2, choices=TaskType.choices())
    state = models.CharField(
        "状态", max_length=1, choices=ItemState.choices(), default=ItemState.IN_USE.value
    )
    current_version = models.ForeignKey(
        "ItemVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="现行版本"
    )
    summary = models.CharField("一句话说明", max_length=300)
    on_the_spot = models.BooleanField("即办件")
    promised_days = models.IntegerField("承诺工作日")
    visits = models.IntegerField("到现场次数")
    guide_incomplete = models.BooleanField("指南待完善")
    shelves = ArrayField(models.CharField(max_length=80), verbose_name="所在书架", default=list)
    claimed = models.ForeignKey(
        "DirectoryEntry",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="认领的目录条目",
    )
    next_on = models.DateField("下次变化日期", null=True)

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        indexes = [
            GinIndex(fields=["shelves"], name="catalogue_item_shelves", fastupdate=False),
            models.Index(fields=["guide_incomplete", "name", "id"], name="catalogue_item_listed"),
            models.Index(
                fields=["next_on"], name="catalogue_item_next", condition=models.Q(next_on__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(region__regex=r"^\d{12}$"), name="catalogue_region_12"),
            models.CheckConstraint(
                condition=models.Q(task_type__in=TaskType.slugs()), name="catalogue_task_type"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ItemState.slugs()), name="catalogue_state"),
        ]

    @classmethod
    def hold(cls) -> None:
        """占住：发布和导入一次只容一人，到事务结束为止 (so version ids commit in their order)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])

    @classmethod
    def locked(cls, code: str) -> Self:
        """锁住这一行，先于一切提问。 Refuses: NoSuchItem."""
        found = (
            cls.objects.select_for_update(of=("self",)).select_related("current_version").filter(code=code)
        )
        item = found.first()
        if item is None:
            raise NoSuchItem
        return item

    def facts(self) -> ItemFacts:
        """事实，供规则判断：现在处在哪个阶段、有没有没发布的草稿、哪天起取消。"""
        standings = {s.state: s for s in self.standings.filter(until__isnull=True)}
        paused, cancelled = (standings.get(s.value) for s in (ItemState.PAUSED, ItemState.CANCELLED))
        current = self.current_version.content if self.current_version else {}
        return ItemFacts(
            code=self.code,
            name=self.name,
            region=self.region,
            department=str(current.get("department", "")),
            stage=STAGE_OF[ItemState.of(self.state)],
            in_force=self.current_version_id is not None,
            paused_since=paused.since if paused else None,
            cancelled_from=cancelled.since if cancelled else None,
        )

    def stop(self, state: ItemState, *, since: date, reason: str, by: str, at: datetime) -> None:
        """记下停办：自哪天起暂停或者取消。"""
        self.standings.create(state=state, since=since, reason=reason, by=by, at=at)

    def go_on(self, *, until: date, by: str, at: datetime) -> None:
        """暂停到此为止。"""
        open_pause = self.standings.filter(state=ItemState.PAUSED, until__isnull=True)
        open_pause.update(until=until, ended_by=by, ended_at=at)


class ItemVersion(models.Model):
    """一个事项的一版：草稿可改，送审的内容冻结，已发布的永不再变（触发器守着）；发布时才有版次。"""

    uid = models.UUIDField("键", unique=True, db_default=RandomUUID(), editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions", verbose_name="事项")
    number = models.IntegerField("版次", null=True)
    state = models.CharField("版本状态", max_length=10, choices=VersionState.choices())
    content = models.JSONField("内容")
    revision = models.IntegerField("改动次数", default=1, db_default=1)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="由哪一版改来"
    )
    effective_on = models.DateField("生效日期", null=True)
    cancel_on = models.DateField("计划取消日期", null=True)
    editors = ArrayField(models.CharField(max_length=80), verbose_name="编制人", default=list, db_default=[])
    edited_at = models.DateTimeField("最后改动时间", null=True)
    submitted_by = models.CharField("送审人", max_length=80, blank=True, default="", db_default="")
    submitted_at = models.DateTimeField("送审时间", null=True)
    reviewed_by = models.CharField("审核人", max_length=80, blank=True, default="", db_default="")
    reviewed_at = models.DateTimeField("审核时间", null=True)
    reasons = models.JSONField("驳回理由", default=list, db_default=[])
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.CharField("发布人", max_length=80, blank=True)

    class Meta:
        verbose_name = "事项版本"
        verbose_name_plural = "事项版本"
        indexes = [
            models.Index(fields=["effective_on"], name="catalogue_version_effective"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="catalogue_version_number"),
            models.UniqueConstraint(
                fields=["item"],
                condition=~models.Q(state=VersionState.PUBLISHED.value),
                name="catalogue_version_one_draft",
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="catalogue_version_from_1"),
            models.CheckConstraint(
                condition=models.Q(state__in=VersionState.slugs()), name="catalogue_version_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=VersionState.PUBLISHED.value)
                | models.Q(published_at__isnull=False, number__isnull=False, effective_on__isnull=False)
                & ~models.Q(published_by=""),
                name="catalogue_version_published_by_whom",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=VersionState.PASSED.value)
                | models.Q(reviewed_at__isnull=False) & ~models.Q(reviewed_by=""),
                name="catalogue_version_passed_by_whom",
            ),
            models.CheckConstraint(
                condition=~models.Q(editors__contains=[models.F("reviewed_by")]),
                name="catalogue_version_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(cancel_on__isnull=True)
                | models.Q(effective_on__isnull=True)
                | models.Q(cancel_on__gt=models.F("effective_on")),
                name="catalogue_version_ends_after_it_begins",
            ),
        ]

    @classmethod
    def locked(cls, uid: str | uuid.UUID) -> Self:
        """锁住这一版，先于一切提问。 Refuses: NoSuchVersion."""
        try:
            found = cls.objects.select_for_update(of=("self",)).select_related("item").filter(uid=uid).first()
        except ValidationError:
            found = None
        if found is None:
            raise NoSuchVersion
        return found

    @classmethod
    def found(cls, uid: str | uuid.UUID) -> Self:
        """这一版，不锁。 Refuses: NoSuchVersion."""
        try:
            found = cls.objects.select_related("item").filter(uid=uid).first()
        except ValidationError:
            found = None
        if found is None:
            raise NoSuchVersion
        return found

    @classmethod
    def drafted(
        cls, item: Item, content: dict[str, Any], *, based_on: Self | None, by: str, at: datetime
    ) -> Self:
        """一份新草稿，还没有存。"""
        return cls(
            item=item,
            state=VersionState.DRAFT,
            content=content,
            based_on=based_on,
            editors=[by],
            edited_at=at,
        )

    @classmethod
    def working(cls, *, region: str) -> list[Self]:
        """一个区划各事项现在的写法：有草稿的是草稿，没有的是最近发布的一版 (one statement, ordered by code)."""
        found = cls.objects.select_related("item").exclude(item__state=ItemState.CANCELLED)
        return list(
            found.filter(item__region__startswith=region.rstrip("0") or region)
            .annotate(published=models.Case(models.When(state=VersionState.PUBLISHED, then=1), default=0))
            .order_by("item__code", "published", "-number")
            .distinct("item__code")
        )

    def facts(self) -> VersionFacts:
        """事实，供规则判断。"""
        return VersionFacts(
            uid=str(self.uid),
            item_code=self.item.code,
            name=str(self.content.get("task_name", self.item.name)),
            region=self.item.region,
            department=str(self.content.get("department", "")),
            stage=Stage.of(self.state),
            revision=self.revision,
            editors=tuple(self.editors),
            edited_at=self.edited_at.astimezone(SHANGHAI) if self.edited_at else None,
        )

    def record_saved(self, content: dict[str, Any], *, by: str, at: datetime) -> None:
        """记下保存：改动次数加一，动过的人里最后一个是他；先前的审核作废。"""
        self.record(
            state=VersionState.DRAFT,
            content=content,
            revision=self.revision + 1,
            editors=[*(e for e in self.editors if e != by), by],
            edited_at=at,
            reviewed_by="",
            reviewed_at=None,
        )

    def record_published(self, *, effective_on: date, cancel_on: date | None, by: str, at: datetime) -> int:
        """记下发布，返回版次：此时才有 (the caller holds the catalogue, so that numbers follow one another)."""
        last = self.item.versions.aggregate(last=models.Max("number"))["last"] or 0
        self.record(
            state=VersionState.PUBLISHED,
            number=last + 1,
            effective_on=effective_on,
            cancel_on=cancel_on,
            published_by=by,
            published_at=at,
        )
        return last + 1

    def record(self, **changes: Any) -> None:
        """记下改动。"""
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))


class Standing(models.Model):
    """停办期间：一个事项从哪天起暂停（到恢复那天止）或取消；没有停办期间的就是在用。"""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="standings", verbose_name="事项")
    state = models.CharField("状态", max_length=1, choices=STOPPED)
    since = models.DateField("自")
    until = models.DateField("至（不含）", null=True)
    reason = models.TextField("原因")
    by = models.CharField("经手人", max_length=80)
    at = models.DateTimeField("时间")
    ended_by = models.CharField("恢复人", max_length=80, blank=True, default="")
    ended_at = models.DateTimeField("恢复时间", null=True)

    class Meta:
        verbose_name = "停办期间"
        verbose_name_plural = "停办期间"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "state"],
                condition=models.Q(until__isnull=True),
                name="catalogue_standing_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[slug for slug, _ in STOPPED]), name="catalogue_standing_state"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="catalogue_standing_forward",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ItemState.CANCELLED.value) | models.Q(until__isnull=True),
                name="catalogue_cancelled_for_good",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="catalogue_standing_has_reason"),
        ]


class Edition(models.Model):
    """目录版号：现行的目录每变一次加一，供进程里留着的书架和词频知道自己旧了 (one row)."""

    number = models.BigIntegerField("版号")

    class Meta:
        verbose_name = "目录版号"
        verbose_name_plural = "目录版号"


class Search(models.Model):
    """一个事项的搜索行：词素（词、双字、拼音、首字母）和热度；词典换版后须重做。"""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, verbose_name="事项")
    region = models.CharField("区划", max_length=12)
    tokens = SearchVectorField("词素")
    aliases = models.TextField("俗称", default="")
    hot = models.IntegerField("热度", default=0)
    dictionary = models.IntegerField("词典版次")

    class Meta:
        verbose_name = "搜索行"
        verbose_name_plural = "搜索行"
        indexes = [GinIndex(fields=["tokens"], name="catalogue_search_tokens", fastupdate=False)]


class Lexicon(models.Model):
    """词频：某一版目录里每个词素出现在多少个事项里；只留最新的一份。"""

    edition = models.BigIntegerField("目录版号", primary_key=True)
    items = models.IntegerField("事项数")
    counts = models.JSONField("词频")

    class Meta:
        verbose_name = "词频"
        verbose_name_plural = "词频"
