"""证照室的表：证照、加注副本、制证登记、待制的证、核验过的亮证码、编号计数 (the face only in a sealed column).

A licence's key is made before the row is written, so that the seal of its face can name its row.
"""

import json
import secrets
from datetime import datetime
from typing import Self

from django.db import connection, models
from django.db.models import Q

from tongban.foundation.crypto.fields import FieldContext, needs_rewrap, rewrap, seal, unseal
from tongban.foundation.files.columns import StoredFileField
from tongban.rooms.catalogue.words import ResultKind
from tongban.rooms.licences import events
from tongban.rooms.licences.errors import NoSuchLicence
from tongban.rooms.licences.words import LicenceFacts, LicenceStatus, Line, Standing

# Claims the result of a case and takes the next number in one statement; a result that is already claimed takes none.
# Who meets a claim still being written waits for it, so two deliveries of one event never use two numbers.
CLAIM = """
    WITH claim AS (
        INSERT INTO licences_making (case_no, place, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING 1)
    INSERT INTO licences_counter (scope, n) SELECT %s, 1 FROM claim
    ON CONFLICT (scope) DO UPDATE SET n = licences_counter.n + 1 RETURNING n
"""
HOLD = """
    INSERT INTO licences_held (case_no, place, why, since) VALUES (%s, %s, %s, %s)
    ON CONFLICT (case_no, place) DO UPDATE SET why = EXCLUDED.why
"""
READ_ONCE = """
    INSERT INTO licences_reading (nonce, at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING nonce
"""


def new_key() -> str:
    """随机键：32 个十六进制字符 (128 bits)."""
    return secrets.token_hex(16)


def face_place(uid: str) -> FieldContext:
    """照面密文所在。"""
    return FieldContext(table="licences_licence", row=uid, field="face")


class Counter(models.Model):
    """编号计数：一行一种编号，与制证同一事务，所以不跳号。"""

    scope = models.CharField("编号范围", max_length=160, primary_key=True)
    n = models.IntegerField("已用到")

    class Meta:
        verbose_name = "证照编号计数"
        verbose_name_plural = "证照编号计数"


class Making(models.Model):
    """制证登记：一个办件的一项结果只制一次。"""

    case_no = models.CharField("办件编号", max_length=60)
    place = models.IntegerField("第几项结果")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "制证登记"
        verbose_name_plural = "制证登记"
        constraints = [models.UniqueConstraint(fields=["case_no", "place"], name="licences_making_once")]

    @classmethod
    def claim(cls, case_no: str, place: int, *, scope: str, at: datetime) -> int | None:
        """登记并取号：返回序号；已经制过的为空 (one statement)."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [case_no, place, at, scope])
            found = cursor.fetchone()
        return None if found is None else int(found[0])


class Held(models.Model):
    """待制的证：缺字等原因一时制不出来，写明为什么，隔一会儿再制。"""

    case_no = models.CharField("办件编号", max_length=60)
    place = models.IntegerField("第几项结果")
    why = models.CharField("原因", max_length=1000)
    since = models.DateTimeField("从何时起")

    class Meta:
        verbose_name = "待制的证"
        verbose_name_plural = "待制的证"
        constraints = [models.UniqueConstraint(fields=["case_no", "place"], name="licences_held_once")]

    @classmethod
    def hold(cls, case_no: str, place: int, *, why: str, at: datetime) -> None:
        """记下为什么制不出来。"""
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [case_no, place, why[:1000], at])

    @classmethod
    def release(cls, case_no: str) -> None:
        """制成了的不再待制。"""
        made = Making.objects.filter(case_no=case_no, place=models.OuterRef("place"))
        cls.objects.filter(models.Exists(made), case_no=case_no).delete()


class Licence(models.Model):
    """证照：照面封存不改，只有状态会变。"""

    uid = models.CharField("键", max_length=32, primary_key=True, default=new_key)
    case_no = models.CharField("办件编号", max_length=60)
    place = models.IntegerField("第几项结果")
    kind = models.CharField("种类", max_length=4, choices=ResultKind.choices())
    name = models.CharField("证照名称", max_length=400)
    item_code = models.CharField("业务办理项编码", max_length=80)
    version_id = models.BigIntegerField("事项版本")
    region = models.CharField("区划", max_length=12)
    department = models.CharField("发证部门代号", max_length=80, blank=True)
    issuer = models.CharField("发证机关", max_length=400)
    issuer_code = models.CharField("颁发机构代码", max_length=40)
    number = models.CharField("证照编号", max_length=120)
    identifier = models.CharField("电子证照标识", max_length=160, blank=True)
    holder = models.CharField("持证人", max_length=40)
    holder_masked = models.CharField("持证人（遮名）", max_length=400)
    status = models.CharField(
        "状态", max_length=12, choices=LicenceStatus.choices(), default=LicenceStatus.VALID.value
    )
    issued_on = models.DateField("发证日期")
    issued_at = models.DateTimeField("制证时间")
    valid_until = models.DateField("有效期至", null=True)
    valid_until_says = models.CharField("有效期的写法", max_length=400)
    face_sealed = models.TextField("照面（密文）")
    token = models.CharField("核验码", max_length=32, unique=True)
    digest = StoredFileField("PDF 文件摘要")

    class Meta:
        verbose_name = "证照"
        verbose_name_plural = "证照"
        constraints = [
            models.UniqueConstraint(fields=["case_no", "place"], name="licences_licence_once"),
            models.UniqueConstraint(fields=["issuer_code", "number"], name="licences_licence_number"),
            models.UniqueConstraint(
                fields=["identifier"], condition=~Q(identifier=""), name="licences_licence_identifier"
            ),
            models.CheckConstraint(
                condition=Q(status__in=LicenceStatus.slugs()), name="licences_licence_status"
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-issued_at"], name="licences_licence_wallet"),
            models.Index(fields=["digest"], name="licences_licence_digest"),
        ]

    def __str__(self) -> str:
        return f"证照 {self.uid}"

    @classmethod
    def of_holder(cls, uid: str, *, holder: str) -> Self:
        """本人的这张证。 Refuses: NoSuchLicence, also for another person's."""
        found = cls.objects.filter(uid=uid, holder=holder).first()
        if found is None:
            raise NoSuchLicence
        return found

    @classmethod
    def locked(cls, uid: str) -> Self:
        """锁住这一行，先于一切提问。 Refuses: NoSuchLicence."""
        found = cls.objects.select_for_update().filter(uid=uid).first()
        if found is None:
            raise NoSuchLicence
        return found

    @property
    def standing(self) -> Standing:
        """此刻怎样。"""
        return Standing(status=LicenceStatus.of(self.status), valid_until=self.valid_until)

    @property
    def face(self) -> tuple[Line, ...]:
        """照面明文。 Refuses: SealBroken."""
        return tuple(
            (label, text)
            for label, text in json.loads(unseal(self.face_sealed, context=face_place(self.uid)))
        )

    def seal_face(self, face: tuple[Line, ...]) -> None:
        """封存照面。"""
        self.face_sealed = seal(json.dumps(face, ensure_ascii=False), context=face_place(self.uid))

    def facts(self) -> LicenceFacts:
        """规则所看的事实。"""
        return LicenceFacts(
            uid=self.uid,
            holder=self.holder,
            case_no=self.case_no,
            region=self.region,
            department=self.department,
            standing=self.standing,
        )

    def record_status_changed(self, event: events.LicenceStatusChanged) -> None:
        """记下新的状态。"""
        self.status = event.status
        self.save(update_fields=["status"])

    def resealed(self) -> bool:
        """重封：不是用现用密钥封的，换成现用的；返回有没有换。"""
        if not needs_rewrap(self.face_sealed):
            return False
        self.face_sealed = rewrap(self.face_sealed, context=face_place(self.uid))
        self.save(update_fields=["face_sealed"])
        return True


class Copy(models.Model):
    """加注副本：只供一个用途，有到期日，有自己的核验码。"""

    uid = models.CharField("键", max_length=32, primary_key=True, default=new_key)
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="copies", verbose_name="证照")
    token = models.CharField("核验码", max_length=32, unique=True)
    purpose = models.CharField("用途", max_length=200)
    made_by = models.CharField("制作人", max_length=40)
    made_at = models.DateTimeField("制作时间")
    until = models.DateField("到期日")
    digest = StoredFileField("PDF 文件摘要")

    class Meta:
        verbose_name = "加注副本"
        verbose_name_plural = "加注副本"
        indexes = [models.Index(fields=["digest"], name="licences_copy_digest")]


class Reading(models.Model):
    """核验过的亮证码：每个只能核验一次。"""

    nonce = models.CharField("随机数", max_length=16, primary_key=True)
    at = models.DateTimeField("核验时间", db_index=True)

    class Meta:
        verbose_name = "核验过的亮证码"
        verbose_name_plural = "核验过的亮证码"

    @classmethod
    def first(cls, nonce: str, *, at: datetime) -> bool:
        """是不是第一次核验这个码；同时核验的只有一个是 (one statement)."""
        with connection.cursor() as cursor:
            cursor.execute(READ_ONCE, [nonce, at])
            return cursor.fetchone() is not None
