"""自然人与登记的表。"""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import connection, models
from django.db.models import Q

from tongban.foundation.accounts.models import Account
from tongban.foundation.crypto.blind_index import blind_candidates, blind_index, needs_reindex
from tongban.rooms.people import events, words
from tongban.rooms.people.errors import NoSuchPerson
from tongban.rooms.people.models.sealing import seal_field, stale, unseal_field
from tongban.rooms.people.words import PersonField

SEALED = (PersonField.ID_NO, PersonField.PHONE, PersonField.ADDRESS)
PHONE_KIND = "people.phone"

# DO UPDATE, not DO NOTHING: who loses the race waits for the winner and is told his row.
ENROL = """
    INSERT INTO people_person (id, name, id_type, id_no_sealed, id_no_index, phone_sealed, phone_index,
        address_sealed, verification, verified_by, registered_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'unverified', '', %s)
    ON CONFLICT (id_type, id_no_index) DO UPDATE SET id_no_index = EXCLUDED.id_no_index
    RETURNING id
"""


def id_kind(id_type: words.IdType) -> str:
    """盲索引的域：每种证件一个，号码相同的两种证件不相混。"""
    return f"people.id_no.{id_type}"


class Person(models.Model):
    """自然人：姓名是明文（页面上遮住），证件号、手机号、住址是密文。"""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField("姓名", max_length=400, blank=True)
    id_type = models.CharField("证件种类", max_length=20, choices=words.IdType.choices())
    id_no_sealed = models.TextField("证件号（密文）", blank=True)
    id_no_index = models.CharField("证件号盲索引", max_length=120, null=True)
    phone_sealed = models.TextField("手机号（密文）", blank=True)
    phone_index = models.CharField("手机号盲索引", max_length=120, null=True, db_index=True)
    address_sealed = models.TextField("住址（密文）", blank=True)
    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, null=True, verbose_name="登录账号", related_name="+"
    )
    verification = models.CharField(
        "实名核验",
        max_length=12,
        choices=words.Verification.choices(),
        default=words.Verification.UNVERIFIED.value,
    )
    verified_means = models.CharField(
        "核验方式", max_length=12, choices=words.VerificationMeans.choices(), null=True
    )
    verified_at = models.DateTimeField("核验时间", null=True)
    verified_by = models.CharField("核验人", max_length=80, blank=True)
    registered_at = models.DateTimeField("登记时间")
    erased_at = models.DateTimeField("删除时间", null=True)
    events_erased_at = models.DateTimeField("事件内容抹去时间", null=True)

    class Meta:
        verbose_name = "自然人"
        verbose_name_plural = "自然人"
        constraints = [
            models.UniqueConstraint(fields=["id_type", "id_no_index"], name="people_person_id_no"),
            models.CheckConstraint(
                condition=Q(id_type__in=words.IdType.slugs())
                & Q(verification__in=words.Verification.slugs()),
                name="people_person_words",
            ),
            models.CheckConstraint(
                condition=Q(verification=words.Verification.UNVERIFIED.value)
                | Q(verified_at__isnull=False, verified_means__isnull=False) & ~Q(verified_by=""),
                name="people_person_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, id_no_index__isnull=False) & ~Q(id_no_sealed="")
                | Q(erased_at__isnull=False, name="", id_no_sealed="", phone_sealed="", address_sealed="")
                & Q(id_no_index__isnull=True, phone_index__isnull=True, account__isnull=True),
                name="people_person_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["erased_at"],
                condition=Q(erased_at__isnull=False, events_erased_at__isnull=True),
                name="people_person_to_erase",
            )
        ]

    def __str__(self) -> str:
        return f"自然人 {self.pk}"

    @classmethod
    def locked(cls, person_id: int) -> Self:
        """锁定：在册的人，一次一人办。 Refuses: NoSuchPerson."""
        found = cls.objects.select_for_update().filter(pk=person_id, erased_at__isnull=True).first()
        if found is None:
            raise NoSuchPerson
        return found

    @classmethod
    def several_locked(cls, person_ids: Collection[int]) -> list[Self]:
        """锁定几个在册的人，都按编号先后锁，谁也不会互相等 (one statement)."""
        found = cls.objects.select_for_update().filter(pk__in=list(person_ids), erased_at__isnull=True)
        return list(found.order_by("pk"))

    @classmethod
    def known(cls, *, id_type: words.IdType, id_no: str) -> int | None:
        """已在册的人：按盲索引找，轮换密钥期间新旧都查。"""
        candidates = blind_candidates(id_no, kind=id_kind(id_type))
        found = cls.objects.filter(id_type=id_type, id_no_index__in=candidates)
        return found.values_list("id", flat=True).first()

    @classmethod
    def enrol(cls, registration: words.Registration, *, at: datetime) -> tuple[int, bool]:
        """入册：返回（编号，是否新人）；同一证件同时登记两次，只有一人。"""
        known = cls.known(id_type=registration.id_type, id_no=registration.id_no)
        if known is not None:
            return known, False
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('people_person', 'id'))")
            drawn = int(cursor.fetchone()[0])
            cursor.execute(ENROL, _row(drawn, registration, at))
            kept = int(cursor.fetchone()[0])
        return kept, kept == drawn

    def facts(self) -> words.PersonFacts:
        """规则所看的事实。"""
        return words.PersonFacts(
            id=self.pk,
            name=self.name,
            verified=self.verification == words.Verification.VERIFIED,
            account_id=self.account_id,
        )

    def clear(self, field: PersonField) -> str:
        """明文：没填的为空。 Refuses: SealBroken."""
        if field is PersonField.NAME:
            return self.name
        return unseal_field("people_person", self.pk, field, str(getattr(self, f"{field}_sealed")))

    def keep_sealed(self, field: PersonField, value: str) -> list[str]:
        """封存一项，返回改动的列。"""
        setattr(self, f"{field}_sealed", seal_field("people_person", self.pk, field, value))
        changed = [f"{field}_sealed"]
        if field is PersonField.ID_NO:
            self.id_no_index = blind_index(value, kind=id_kind(words.IdType.of(self.id_type)))
            changed.append("id_no_index")
        if field is PersonField.PHONE:
            self.phone_index = blind_index(value, kind=PHONE_KIND)
            changed.append("phone_index")
        return changed

    def resealed(self) -> bool:
        """重封：凡不是用现用密钥封、现用密钥算的，换成现用的；返回有没有换。"""
        indexes = {PersonField.ID_NO: self.id_no_index, PersonField.PHONE: self.phone_index}
        changed: list[str] = []
        for field in SEALED:
            index = indexes.get(field)
            if stale(getattr(self, f"{field}_sealed")) or (index is not None and needs_reindex(index)):
                changed += self.keep_sealed(field, self.clear(field))
        if changed:
            self.save(update_fields=changed)
        return bool(changed)

    def record_verified(self, event: events.PersonVerified) -> None:
        """记下：已核验。"""
        self.verification, self.verified_means = words.Verification.VERIFIED, event.means
        self.verified_at, self.verified_by = event.at, event.by
        changed = ["verification", "verified_means", "verified_at", "verified_by"]
        if event.account_id is not None:
            self.account_id = event.account_id
            changed.append("account")
        self.save(update_fields=changed)

    def record_phone_changed(self, phone: str) -> None:
        """记下：新手机号。"""
        self.save(update_fields=self.keep_sealed(PersonField.PHONE, phone))

    def record_corrected(self, corrections: words.Corrections) -> None:
        """记下：更正后的各项。"""
        changed: list[str] = []
        if corrections.name is not None:
            self.name = corrections.name
            changed.append("name")
        if corrections.address is not None:
            changed += self.keep_sealed(PersonField.ADDRESS, corrections.address)
        if corrections.id_no is not None:
            self.id_type = corrections.id_type or self.id_type
            changed += ["id_type", *self.keep_sealed(PersonField.ID_NO, corrections.id_no)]
        if changed:
            self.save(update_fields=changed)

    def record_account_closed(self) -> None:
        """记下：账号停用并解开。"""
        if (account_id := self.account_id) is None:
            return
        self.account_id = None
        self.save(update_fields=["account"])
        Claim.objects.filter(account_id=account_id).delete()
        Account.objects.filter(pk=account_id).update(
            is_active=False,
            login=f"closed-{account_id}",
            email="",
            password="!",  # noqa: S106 - unusable, not secret
        )

    def record_erased(self, event: events.PersonErased) -> None:
        """记下：各项清空，账号停用。"""
        self.record_account_closed()
        Claim.objects.filter(person=self).delete()
        self.name = self.id_no_sealed = self.phone_sealed = self.address_sealed = ""
        self.id_no_index = self.phone_index = None
        self.erased_at = event.at
        self.save()


def _row(drawn: int, filled: words.Registration, at: datetime) -> tuple[int | str | datetime, ...]:
    sealed = {field: seal_field("people_person", drawn, field, getattr(filled, field)) for field in SEALED}
    return (
        drawn,
        filled.name,
        str(filled.id_type),
        sealed[PersonField.ID_NO],
        blind_index(filled.id_no, kind=id_kind(filled.id_type)),
        sealed[PersonField.PHONE],
        blind_index(filled.phone, kind=PHONE_KIND),
        sealed[PersonField.ADDRESS],
        at,
    )


class Claim(models.Model):
    """登记：一个账号自称是某人，待核验；一个账号只登记一次。"""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, verbose_name="账号", related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, verbose_name="自称是")
    claimed_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "登记"
        verbose_name_plural = "登记"
