"""装入示范的人、单位和委托 (load demonstration people from plain facts; loading twice changes nothing)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.foundation.accounts.models import Account
from tongban.rooms.journal import acts as journal
from tongban.rooms.people.acts import legal_persons, registration
from tongban.rooms.people.errors import AccountTaken
from tongban.rooms.people.models import Claim, LegalPerson, Mandate, Person
from tongban.rooms.people.rules import identity, mandates, standing
from tongban.rooms.people.words import (
    Capacity,
    LegalPersonFacts,
    MandateTerms,
    Party,
    Registration,
    Scope,
    VerificationMeans,
)

Rows = Sequence[Mapping[str, Any]]
_WHOLE = "全部"
_REPRESENTATIVE = "法定代表人"


@dataclass(frozen=True)
class Loaded:
    """装入的结果：键对编号，及新增的份数。"""

    people: dict[str, int]
    legal_persons: dict[str, int]
    mandates: int


def load_people(*, facts: Mapping[str, Rows], by: str, at: datetime) -> Loaded:
    """装入：``facts`` 即 people.yml 的内容（people、enterprises、mandates 三表，以 ``key`` 互指）；已有的不动。

    A person whose row names an existing ``login`` is linked to that account. Everybody is verified by ``by``.
    Refuses: CounterOnly, IdentifiersInvalid, AccountTaken.
    """
    standing.require_staff(by)
    with transaction.atomic(durable=True):
        people = {row["key"]: _person(row, by=by, at=at) for row in facts.get("people", ())}
        firms = {row["key"]: _legal_person(row, people, by=by, at=at) for row in facts.get("enterprises", ())}
        parties = {key: Party.person(number) for key, number in people.items()}
        parties |= {key: Party.legal_person(number) for key, number in firms.items()}
        made = [_mandate(row, parties, by=by, at=at) for row in facts.get("mandates", ())]
    return Loaded(people=people, legal_persons=firms, mandates=sum(made))


def _person(row: Mapping[str, Any], *, by: str, at: datetime) -> int:
    checked = identity.checked_registration(
        Registration(
            name=row["name"], id_no=row["id_no"], phone=row["phone"], address=row.get("address", "")
        ),
        on=mandates.law_date(at),
    )
    known = Person.known(id_type=checked.id_type, id_no=checked.id_no)
    person_id = registration.enrol(checked, by=by, at=at) if known is None else known
    account = Account.objects.filter(login=row.get("login", "")).values_list("pk", flat=True).first()
    _verified(Person.locked(person_id), account, by=by, at=at)
    return person_id


def _verified(person: Person, account_id: int | None, *, by: str, at: datetime) -> None:
    linked = account_id is None or person.account_id == account_id
    if linked and person.facts().verified:
        return
    means = VerificationMeans.COUNTER
    event = standing.verify(person.facts(), means=means, account_id=account_id, by=by, at=at)
    if account_id is not None:
        claim, _ = Claim.objects.get_or_create(
            account_id=account_id, defaults={"person": person, "claimed_at": at}
        )
        if claim.person_id != person.pk:
            raise AccountTaken
    person.record_verified(event)
    journal.witness(event)


def _legal_person(row: Mapping[str, Any], people: Mapping[str, int], *, by: str, at: datetime) -> int:
    checked = identity.checked_legal_person(
        LegalPersonFacts(
            name=row["name"],
            uscc=row["uscc"],
            address=row.get("address", ""),
            phone=row.get("phone", ""),
            legal_representative_id=people[row["legal_person"]],
        )
    )
    known = LegalPerson.objects.filter(uscc=checked.uscc).values_list("id", flat=True).first()
    return known or legal_persons.enrol(checked, by=by, at=at).legal_person_id


def _mandate(row: Mapping[str, Any], parties: Mapping[str, Party], *, by: str, at: datetime) -> bool:
    """A representative needs no mandate: the law gives it (民法典 第六十一条)."""
    scope = str(row["scope"])
    if scope.startswith(_REPRESENTATIVE):
        return False
    principal = parties[row["principal"]]
    terms = MandateTerms(
        agent_id=parties[row["agent"]].id,
        capacity=Capacity.AGENT,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]),
        scope=Scope() if scope.startswith(_WHOLE) else Scope(items=tuple(re.split("[、，,]", scope))),
    )
    if _already(principal, terms):
        return False
    mandate = Mandate.enrol(principal=principal, terms=terms, at=at)
    journal.witness(mandates.given(mandate=mandate.facts(), by=by, at=at))
    accepted = (
        mandates.accept(mandate.facts(), by=by, at=at) if terms.valid_to >= mandates.law_date(at) else None
    )
    if accepted:
        mandate.record_accepted(accepted)
        journal.witness(accepted)
    return True


def _already(principal: Party, terms: MandateTerms) -> bool:
    held = Mandate.objects.filter(agent_id=terms.agent_id, valid_from=terms.valid_from)
    return any(m.principal == principal and m.facts().terms == terms for m in held)
