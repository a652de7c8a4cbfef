"""法人和其他组织的表。"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tongban.rooms.people import events, words
from tongban.rooms.people.errors import NoSuchLegalPerson
from tongban.rooms.people.models.person import Person
from tongban.rooms.people.models.sealing import seal_field, stale, unseal_field
from tongban.rooms.people.words import PersonField


class LegalPerson(models.Model):
    """法人和其他组织：名称、信用代码、住所依法公开，联系电话是密文。"""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField("类型", max_length=20, choices=words.HolderKind.choices())
    name = models.CharField("名称", max_length=400)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    address = models.CharField("住所", max_length=400, blank=True)
    phone_sealed = models.TextField("联系电话（密文）", blank=True)
    legal_representative = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="法定代表人", related_name="represents"
    )
    legal_representative_name = models.CharField("法定代表人姓名（未登记时）", max_length=400, blank=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "法人和其他组织"
        verbose_name_plural = "法人和其他组织"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[k for k in words.HolderKind.slugs() if k != words.HolderKind.NATURAL.value]
                ),
                name="people_legalperson_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def locked(cls, legal_person_id: int) -> Self:
        """锁定一个单位。 Refuses: NoSuchLegalPerson."""
        found = cls.objects.select_for_update().filter(pk=legal_person_id).first()
        if found is None:
            raise NoSuchLegalPerson
        return found

    @classmethod
    def enrol(cls, filled: words.LegalPersonFacts, *, at: datetime) -> Self:
        """入册：信用代码唯一，重复由约束拦下。"""
        made = cls.objects.create(
            kind=filled.kind,
            name=filled.name,
            uscc=filled.uscc,
            address=filled.address,
            legal_representative_id=filled.legal_representative_id,
            legal_representative_name=filled.legal_representative_name,
            registered_at=at,
        )
        made.phone_sealed = seal_field("people_legalperson", made.pk, PersonField.PHONE, filled.phone)
        made.save(update_fields=["phone_sealed"])
        return made

    @property
    def phone(self) -> str:
        """联系电话明文。 Refuses: SealBroken."""
        return unseal_field("people_legalperson", self.pk, PersonField.PHONE, self.phone_sealed)

    @property
    def representative_name(self) -> str:
        """法定代表人姓名。"""
        return self.legal_representative.name if self.legal_representative else self.legal_representative_name

    def resealed(self) -> bool:
        """重封：电话不是用现用密钥封的，换成现用的；返回有没有换。"""
        if not stale(self.phone_sealed):
            return False
        self.phone_sealed = seal_field("people_legalperson", self.pk, PersonField.PHONE, self.phone)
        self.save(update_fields=["phone_sealed"])
        return True

    def record_representative(self, event: events.LegalRepresentativeChanged) -> None:
        """记下：新的法定代表人。"""
        self.legal_representative_id, self.legal_representative_name = event.after_id, ""
        self.save(update_fields=["legal_representative", "legal_representative_name"])
