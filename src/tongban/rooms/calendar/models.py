"""工作日历的表：一年一份安排，更正一次多一版，旧版永远留着 (append-only; the highest revision is in force)."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import connection, models

from tongban.rooms.calendar.events import CalendarLoaded
from tongban.rooms.calendar.words import CalendarDay, DayKind, YearCalendar

LOADING_LOCK = 7_201_010  # any number nobody else uses for an advisory lock


class Calendar(models.Model):
    """一年的安排的一版。"""

    append_only: ClassVar[bool] = True

    region = models.CharField("区划", max_length=12)
    year = models.SmallIntegerField("年份")
    revision = models.SmallIntegerField("版次")
    notice = models.CharField("文号", max_length=100)
    title = models.CharField("标题", max_length=200)
    source = models.CharField("出处", max_length=300)
    loaded_by = models.CharField("装入人", max_length=80)
    loaded_at = models.DateTimeField("装入时间")

    class Meta:
        verbose_name = "年度安排"
        verbose_name_plural = "年度安排"
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "revision"], name="calendar_revision"),
            models.CheckConstraint(condition=models.Q(region__regex=r"^\d{12}$"), name="calendar_region_12"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="calendar_revision_from_1"),
        ]

    @classmethod
    def hold(cls) -> None:
        """占住：装入一次只容一人，到事务结束为止 (so editions commit in the order of their numbers)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])

    @classmethod
    def record_loaded(cls, event: CalendarLoaded, *, title: str, days: Sequence[CalendarDay]) -> None:
        """记下新的一版和它的日子。"""
        calendar = cls.objects.create(
            region=event.region,
            year=event.year,
            revision=event.revision,
            notice=event.notice,
            title=title,
            source=event.source,
            loaded_by=event.by,
            loaded_at=event.at,
        )
        Day.objects.bulk_create(
            Day(calendar=calendar, falls_on=day.on, kind=day.kind, name=day.name) for day in days
        )

    def facts(self) -> YearCalendar:
        """这一版的全部事实。"""
        return YearCalendar(
            year=self.year,
            region=self.region,
            notice=self.notice,
            title=self.title,
            source=self.source,
            days=tuple(sorted((day.facts() for day in self.days.all()), key=lambda day: day.on)),
        )


class Day(models.Model):
    """安排里写明的一天。"""

    append_only: ClassVar[bool] = True

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="days", verbose_name="安排")
    falls_on = models.DateField("日期")
    kind = models.CharField("种类", max_length=10, choices=DayKind.choices())
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "写明的日子"
        verbose_name_plural = "写明的日子"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "falls_on"], name="calendar_day_once"),
            models.CheckConstraint(condition=models.Q(kind__in=DayKind.slugs()), name="calendar_day_kind"),
        ]

    def facts(self) -> CalendarDay:
        """这一天的事实。"""
        return CalendarDay(on=self.falls_on, kind=DayKind.of(self.kind), name=self.name)
