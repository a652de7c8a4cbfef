"""委托的表。"""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.foundation.files.columns import StoredFileField
from tongban.rooms.people import events, words
from tongban.rooms.people.errors import NoSuchMandate
from tongban.rooms.people.models.legal_person import LegalPerson
from tongban.rooms.people.models.person import Person


class Mandate(models.Model):
    """委托：谁委托谁，以何身份，何范围，起止日，是否同意、解除。"""

    principal_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="委托人", related_name="mandates_given"
    )
    principal_firm = models.ForeignKey(
        LegalPerson,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="委托单位",
        related_name="mandates_given",
    )
    agent = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="代办人", related_name="mandates_held"
    )
    capacity = models.CharField("身份", max_length=24, choices=words.Capacity.choices())
    acts = ArrayField(models.CharField(max_length=20), verbose_name="权限")
    items = ArrayField(models.CharField(max_length=200), verbose_name="事项（空为全部）", default=list)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止（含当日）")
    evidence_digest = StoredFileField("授权委托书摘要", blank=True)
    given_at = models.DateTimeField("委托时间")
    accepted_at = models.DateTimeField("同意时间", null=True)
    revoked_at = models.DateTimeField("解除时间", null=True)
    revoked_by = models.CharField("解除人", max_length=80, blank=True)

    class Meta:
        verbose_name = "委托"
        verbose_name_plural = "委托"
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_person__isnull=True, principal_firm__isnull=False)
                | Q(principal_person__isnull=False, principal_firm__isnull=True),
                name="people_mandate_one_principal",
            ),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="people_mandate_dates"),
            models.CheckConstraint(
                condition=Q(principal_person__isnull=True) | ~Q(principal_person=F("agent")),
                name="people_mandate_not_to_self",
            ),
        ]

    @classmethod
    def locked(cls, mandate_id: int) -> Self:
        """锁定一份委托。 Refuses: NoSuchMandate."""
        found = cls.objects.select_for_update().filter(pk=mandate_id).first()
        if found is None:
            raise NoSuchMandate
        return found

    @classmethod
    def enrol(cls, *, principal: words.Party, terms: words.MandateTerms, at: datetime) -> Self:
        """立下一份委托。"""
        to_person = principal.kind is words.PartyKind.PERSON
        return cls.objects.create(
            principal_person_id=principal.id if to_person else None,
            principal_firm_id=None if to_person else principal.id,
            agent_id=terms.agent_id,
            capacity=terms.capacity,
            acts=[act.value for act in terms.scope.acts],
            items=list(terms.scope.items),
            valid_from=terms.valid_from,
            valid_to=terms.valid_to,
            evidence_digest=terms.evidence_digest,
            given_at=at,
        )

    @classmethod
    def end_all_of(cls, person: Person, *, by: str, at: datetime) -> None:
        """一并解除：此人所给和所受的委托。"""
        theirs = cls.objects.filter(Q(agent=person) | Q(principal_person=person), revoked_at__isnull=True)
        theirs.update(revoked_at=at, revoked_by=by)

    @property
    def principal(self) -> words.Party:
        """委托人。"""
        if self.principal_person_id is not None:
            return words.Party.person(self.principal_person_id)
        return words.Party.legal_person(self.principal_firm_id or 0)

    def facts(self) -> words.MandateFacts:
        """规则所看的事实。"""
        scope = words.Scope(acts=tuple(map(words.MandateAct.of, self.acts)), items=tuple(self.items))
        terms = words.MandateTerms(
            agent_id=self.agent_id,
            capacity=words.Capacity.of(self.capacity),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            scope=scope,
            evidence_digest=self.evidence_digest,
        )
        return words.MandateFacts(
            id=self.pk,
            principal=self.principal,
            terms=terms,
            accepted_at=self.accepted_at,
            revoked_at=self.revoked_at,
        )

    def record_accepted(self, event: events.MandateAccepted) -> None:
        """记下：代办人同意。"""
        self.accepted_at = event.at
        self.save(update_fields=["accepted_at"])

    def record_revoked(self, event: events.MandateRevoked) -> None:
        """记下：委托解除。"""
        self.revoked_at, self.revoked_by = event.at, event.by
        self.save(update_fields=["revoked_at", "revoked_by"])
