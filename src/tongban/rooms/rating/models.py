"""好差评室的表：评价的权利和评价；评价的文字是密文。"""

import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from tongban.foundation.crypto.fields import FieldContext, seal, unseal
from tongban.foundation.crypto.tokens import random_token
from tongban.rooms.rating import events
from tongban.rooms.rating.errors import NoSuchRating, NoSuchRight
from tongban.rooms.rating.words import Grade, RatingChannel, RightFacts


def new_uid() -> str:
    """随机键：32 个十六进制字符 (128 bits)."""
    return secrets.token_hex(16)


def new_token() -> str:
    """评价网址里的随机码：128 位。"""
    return random_token()


class Right(models.Model):
    """评价的权利：一件一个，凭随机码或凭持有人使用；评没评记在这一行，锁它的人看得到别人刚评过。"""

    token = models.CharField("随机码", max_length=26, primary_key=True, default=new_token)
    case_no = models.CharField("办件编号", max_length=60, unique=True)
    holder = models.CharField("持有人", max_length=40, blank=True)
    item_code = models.CharField("业务办理项编码", max_length=80)
    item_name = models.CharField("事项名称", max_length=1000)
    department_code = models.CharField("实施主体编码", max_length=40)
    closed_on = models.DateField("办结日期")
    until = models.DateField("评价截止日")
    rated_at = models.DateTimeField("评价时间", null=True)

    class Meta:
        verbose_name = "评价的权利"
        verbose_name_plural = "评价的权利"
        indexes = [
            models.Index(fields=["holder", "until"], name="rating_right_holder", condition=Q(rated_at=None)),
            models.Index(fields=["department_code", "closed_on"], name="rating_right_figures"),
        ]

    @classmethod
    def record_offered(
        cls, event: events.RatingOffered, *, holder: str, item_name: str, closed_on: date
    ) -> bool:
        """记下权利；这一件已有的不动，返回是不是新的。"""
        _, fresh = cls.objects.get_or_create(
            case_no=event.case_no,
            defaults={
                "holder": holder,
                "item_code": event.item_code,
                "item_name": item_name,
                "department_code": event.department_code,
                "closed_on": closed_on,
                "until": event.until,
            },
        )
        return fresh

    @classmethod
    def locked(cls, **which: str) -> Self:
        """锁住一个权利。 Refuses: NoSuchRight."""
        found = cls.objects.select_for_update().filter(**which).first()
        if found is None:
            raise NoSuchRight
        return found

    def facts(self) -> RightFacts:
        """规则所看的事实。"""
        return RightFacts(
            item_code=self.item_code,
            department_code=self.department_code,
            until=self.until,
            rated=self.rated_at is not None,
        )

    def record_rated(self, event: events.CaseRated, *, words: str, rated_on: date) -> None:
        """记下评价：权利用掉了，评价另成一行。"""
        self.rated_at = event.at
        self.save(update_fields=["rated_at"])
        Rating(
            uid=event.rating_uid,
            right=self,
            grade=event.grade,
            tags=list(event.tags),
            words_sealed=seal(words, context=_place(event.rating_uid)) if words else "",
            channel=event.channel,
            rated_on=rated_on,
        ).save(force_insert=True)

    @classmethod
    def forget(cls, holder: str) -> None:
        """抹去：此人的权利不再写着他，他写的话也抹去；等级和标签不含个人信息，留下。"""
        Rating.objects.filter(right__holder=holder).update(words_sealed="")
        cls.objects.filter(holder=holder).update(holder="")


def _place(rating_uid: str) -> FieldContext:
    return FieldContext(table="rating_rating", row=rating_uid, field="words")


class Rating(models.Model):
    """评价：一次，不改。"""

    uid = models.CharField("键", max_length=32, primary_key=True)
    right = models.OneToOneField(Right, on_delete=models.PROTECT, verbose_name="权利")
    grade = models.CharField("等级", max_length=20, choices=Grade.choices())
    tags = models.JSONField("标签", default=list)
    words_sealed = models.TextField("文字（密文）", blank=True)
    channel = models.CharField("从哪里评", max_length=8, choices=RatingChannel.choices())
    rated_on = models.DateField("评价日期")

    class Meta:
        verbose_name = "评价"
        verbose_name_plural = "评价"
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__in=Grade.slugs()) & Q(channel__in=RatingChannel.slugs()),
                name="rating_rating_words",
            )
        ]
        indexes = [models.Index(fields=["-rated_on", "-uid"], name="rating_rating_day")]

    @property
    def words(self) -> str:
        """写的话，明文；没写或已抹去的为空。"""
        return unseal(self.words_sealed, context=_place(self.uid)) if self.words_sealed else ""

    @classmethod
    def locked(cls, uid: str) -> Self:
        """锁住一次评价。 Refuses: NoSuchRating."""
        found = cls.objects.select_for_update().filter(pk=uid).first()
        if found is None:
            raise NoSuchRating
        return found

    def record_words_erased(self) -> None:
        """记下：文字抹去。"""
        self.words_sealed = ""
        self.save(update_fields=["words_sealed"])


def opened(uid: str, sealed: str) -> str:
    """启封一段评价的文字，供查询用自己的语句取来的行。"""
    return unseal(sealed, context=_place(uid)) if sealed else ""
