"""同意的表。"""

from datetime import datetime

from django.db import models
from django.db.models import Q

from tongban.rooms.people import words
from tongban.rooms.people.models.person import Person


class Consent(models.Model):
    """同意：一个人为一个目的作出、可以撤回；撤回后可以再同意，是新的一行。"""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="本人")
    purpose = models.CharField("目的", max_length=24, choices=words.ConsentPurpose.choices())
    resource = models.CharField("数据资源", max_length=120, blank=True)
    given_at = models.DateTimeField("同意时间")
    given_by = models.CharField("经手", max_length=80)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "同意"
        verbose_name_plural = "同意"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "resource"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_consent_one_standing",
            )
        ]

    @classmethod
    def end_all_of(cls, person: Person, *, at: datetime) -> None:
        """一并撤回：此人的全部同意。"""
        cls.objects.filter(person=person, withdrawn_at__isnull=True).update(withdrawn_at=at)
