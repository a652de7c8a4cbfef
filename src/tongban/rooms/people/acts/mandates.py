"""委托、接受委托、解除委托 (give, accept and revoke a mandate; the family's help for the elderly is the same thing)."""

from datetime import datetime

from django.db import transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.people.errors import NoSuchPerson
from tongban.rooms.people.events import MandateAccepted, MandateGiven, MandateRevoked
from tongban.rooms.people.models import LegalPerson, Mandate, Person
from tongban.rooms.people.rules import mandates
from tongban.rooms.people.words import MandateTerms, Party, PartyKind, PrincipalFacts


def give_mandate(*, principal: Party, terms: MandateTerms, by: str, at: datetime) -> MandateGiven:
    """委托：单位由法定代表人给，个人由本人给，或窗口凭授权委托书登记；代办人同意后生效。

    Law: 民法典 第一百六十五条.
    Refuses: NoSuchPerson, NoSuchLegalPerson, and as `rules.mandates.give` refuses.
    """
    with transaction.atomic(durable=True):
        facts = principal_facts(principal)
        agent = Person.objects.filter(pk=terms.agent_id, erased_at__isnull=True).first()
        agreed = mandates.give(
            principal=facts, agent=agent.facts() if agent else None, terms=terms, by=by, at=at
        )
        mandate = Mandate.enrol(principal=principal, terms=agreed, at=at)
        event = mandates.given(mandate=mandate.facts(), by=by, at=at)
        journal.witness(event)
    return event


def accept_mandate(*, mandate_id: int, by: str, at: datetime) -> MandateAccepted:
    """接受委托：代办人同意，委托自起期生效。 Refuses: NoSuchMandate, NotTheirs, MandateOver."""
    with transaction.atomic(durable=True):
        mandate = Mandate.locked(mandate_id)
        event = mandates.accept(mandate.facts(), by=by, at=at)
        mandate.record_accepted(event)
        journal.witness(event)
    return event


def revoke_mandate(*, mandate_id: int, by: str, at: datetime) -> MandateRevoked:
    """解除委托：委托人取消或代办人辞去（未同意的即为谢绝），下一次请求起不能再办。

    Law: 民法典 第一百七十三条第二项. Refuses: NoSuchMandate, NotTheirs, MandateOver.
    """
    with transaction.atomic(durable=True):
        mandate = Mandate.locked(mandate_id)
        facts = mandate.facts()
        event = mandates.revoke(facts, principal=principal_facts(facts.principal), by=by, at=at)
        mandate.record_revoked(event)
        journal.witness(event)
    return event


def principal_facts(principal: Party) -> PrincipalFacts:
    """委托人的事实：锁住它，免得给委托的同时换了法定代表人。 Refuses: NoSuchPerson, NoSuchLegalPerson."""
    if principal.kind is PartyKind.LEGAL_PERSON:
        firm = LegalPerson.locked(principal.id)
        return PrincipalFacts(party=principal, legal_representative_id=firm.legal_representative_id)
    if not Person.objects.filter(pk=principal.id, erased_at__isnull=True).exists():
        raise NoSuchPerson
    return PrincipalFacts(party=principal)
