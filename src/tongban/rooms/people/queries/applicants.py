"""申请人：账号是谁，能替谁办，有哪些委托 (who an account is and for whom it may act, asked anew at every request)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.rooms.people import models, words
from tongban.rooms.people.errors import NoMandate, NoSuchLegalPerson, NoSuchMandate, NoSuchPerson
from tongban.rooms.people.rules import mandates, masking
from tongban.rooms.people.words import Applicant, Capacity, HolderKind, Party, Verification

_VERIFIED = (
    "FROM people_person p WHERE p.account_id = {} AND p.verification = 'verified' AND p.erased_at IS NULL"
)
APPLICANT_OF = f"SELECT p.id, p.name {_VERIFIED.format('%s')}"
# For whoever reads the account ``a`` in a statement of his own; `applicant_told` reads it back.
APPLICANT_TOLD = f"(SELECT json_build_array(p.id, p.name)::text {_VERIFIED.format('a.id')})"

# 一句话取齐：代办人、委托人（人或单位）、两者之间的全部委托。每次请求都问，从不缓存。
_MANDATE = """m.id, m.capacity, m.acts, m.items, m.valid_from, m.valid_to, m.evidence_digest, m.accepted_at,
        m.revoked_at"""
ACTING = f"""
    SELECT a.id, a.name, p.id, p.name, f.id, f.name, f.kind, f.legal_representative_id, {_MANDATE}
    FROM people_person a
    LEFT JOIN people_person p ON %s = 'person' AND p.id = %s AND p.erased_at IS NULL
    LEFT JOIN people_legalperson f ON %s = 'legal_person' AND f.id = %s
    LEFT JOIN people_mandate m ON m.agent_id = a.id AND (m.principal_person_id = p.id OR m.principal_firm_id = f.id)
    WHERE a.account_id = %s AND a.verification = 'verified' AND a.erased_at IS NULL
"""  # noqa: S608 - the inserted text is a constant above
PRINCIPALS = f"""
    SELECT NULL, NULL, p.id, p.name, f.id, f.name, f.kind, f.legal_representative_id, {_MANDATE}
    FROM people_mandate m
    LEFT JOIN people_person p ON p.id = m.principal_person_id
    LEFT JOIN people_legalperson f ON f.id = m.principal_firm_id
    WHERE m.agent_id = %s AND m.revoked_at IS NULL AND m.accepted_at IS NOT NULL
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, id, name, kind, legal_representative_id,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM people_legalperson WHERE legal_representative_id = %s
    ORDER BY 5, 3, 9
"""  # noqa: S608


def applicant_of(*, account_id: int) -> Applicant | None:
    """账号是谁：已实名的才有；没登记、待核验、登记撞上别人，答复都是没有 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(APPLICANT_OF, [account_id])
        found = cursor.fetchone()
    return None if found is None else _natural(found[0], found[1])


def applicant_told(told: str | None) -> Applicant | None:
    """账号是谁，由 ``APPLICANT_TOLD`` 读到的 (no statement)."""
    return None if told is None else _natural(*json.loads(told))


def applicant(*, party: Party) -> Applicant:
    """某个人或单位作为申请人的样子。 Refuses: NoSuchPerson, NoSuchLegalPerson."""
    if party.kind is words.PartyKind.LEGAL_PERSON:
        firm = models.LegalPerson.objects.filter(pk=party.id).first()
        if firm is None:
            raise NoSuchLegalPerson
        return _legal(firm.pk, firm.name, firm.kind)
    one = models.Person.objects.filter(pk=party.id, erased_at__isnull=True).first()
    if one is None:
        raise NoSuchPerson
    return _natural(one.pk, one.name, Verification.of(one.verification))


def standing_of(*, account_id: int) -> words.Standing:
    """登记进度：未登记、待核验、已实名。"""
    if applicant_of(account_id=account_id) is not None:
        return words.Standing.VERIFIED
    claimed = models.Claim.objects.filter(account_id=account_id).exists()
    return words.Standing.AWAITING if claimed else words.Standing.NONE


def acting_for(*, account_id: int, principal: Party, wanted: words.Wanted, at: datetime) -> words.Acting:
    """替谁办：本人、法定代表人或持有效委托的人；每次请求现查现判 (one statement).

    Refuses: NoMandate, also when the principal does not exist.
    """
    with connection.cursor() as cursor:
        target: list[str | int] = [str(principal.kind), principal.id]
        cursor.execute(ACTING, [*target, *target, account_id])
        rows = cursor.fetchall()
    asked = _principal(rows[0]) if rows else None
    if asked is None:
        raise NoMandate
    facts, shown = asked
    agent, agent_name = rows[0][0], rows[0][1]
    held = [_mandate(row, facts.party, agent) for row in rows if row[8] is not None]
    capacity = mandates.capacity(agent=agent, principal=facts, mandates=held, scope=wanted, at=at)
    if capacity is None:
        raise NoMandate
    return words.Acting(agent=_natural(agent, agent_name), principal=shown, capacity=capacity)


def principals_of(*, person_id: int, at: datetime) -> list[words.Acting]:
    """我能替谁办：所任法定代表人的单位，和此刻有效的委托；同一委托人只列一次 (one statement)."""
    agent = _natural(*models.Person.objects.values_list("id", "name").get(pk=person_id, erased_at=None))
    with connection.cursor() as cursor:
        cursor.execute(PRINCIPALS, [person_id, person_id])
        rows = cursor.fetchall()
    found: dict[Party, words.Acting] = {}
    for row in rows:
        asked = _principal(row)
        capacity = asked and _standing_capacity(row, asked[0], person_id, at)
        if asked and capacity:
            found.setdefault(asked[0].party, words.Acting(agent=agent, principal=asked[1], capacity=capacity))
    return list(found.values())


def short_of(
    *, person_id: int, wanted: words.Wanted, at: datetime
) -> dict[Party, tuple[words.MandateFacts, ...]]:
    """委托此刻有效、却管不到这件事的委托人，和他给的那些委托 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(PRINCIPALS, [person_id, person_id])
        asked = [(_principal(row), row) for row in cursor.fetchall()]
    principals = {found[0].party: found[0] for found, _ in asked if found}
    held: dict[Party, list[words.MandateFacts]] = {party: [] for party in principals}
    for found, row in asked:
        if found and row[8] is not None and _standing_capacity(row, found[0], person_id, at):
            held[found[0].party].append(_mandate(row, found[0].party, person_id))
    return {
        party: tuple(given)
        for party, given in held.items()
        if not mandates.may_act_for(
            agent=person_id, principal=principals[party], mandates=given, scope=wanted, at=at
        )
    }


def mandate(*, mandate_id: int) -> words.MandateFacts:
    """一份委托的内容。 Refuses: NoSuchMandate."""
    found = models.Mandate.objects.filter(pk=mandate_id).first()
    if found is None:
        raise NoSuchMandate
    return found.facts()


def mandates_given(*, principal: Party) -> list[words.MandateFacts]:
    """我给出的委托，新的在前。"""
    column = "principal_person_id" if principal.kind is words.PartyKind.PERSON else "principal_firm_id"
    return [m.facts() for m in models.Mandate.objects.filter(**{column: principal.id}).order_by("-id")]


def mandates_held(*, person_id: int) -> list[words.MandateFacts]:
    """我受的委托，新的在前。"""
    return [m.facts() for m in models.Mandate.objects.filter(agent_id=person_id).order_by("-id")]


def is_mandated(*, agent: Party, principal: Party, wanted: words.Wanted, at: datetime) -> bool:
    """这位代办人有没有登记过、此刻有效、管得到这件事的委托 (one statement)."""
    column = "principal_person_id" if principal.kind is words.PartyKind.PERSON else "principal_firm_id"
    held = models.Mandate.objects.filter(**{column: principal.id}, agent_id=agent.id, revoked_at=None)
    return any(mandates.carries(mandate.facts(), wanted=wanted, at=at) for mandate in held)


def mandate_state(*, of: words.MandateFacts, at: datetime) -> words.MandateState:
    """委托此刻的状态。"""
    return mandates.state(of, on=mandates.law_date(at))


def _natural(person_id: int, name: str, verification: Verification = Verification.VERIFIED) -> Applicant:
    return Applicant(
        id=person_id,
        kind=HolderKind.NATURAL,
        display_name_masked=masking.mask_name(name),
        verification=verification,
    )


def _legal(legal_person_id: int, name: str, kind: str) -> Applicant:
    return Applicant(
        id=legal_person_id, kind=HolderKind.of(kind), display_name_masked=masking.mask_legal_name(name)
    )


def _principal(row: Sequence[Any]) -> tuple[words.PrincipalFacts, Applicant] | None:
    """The principal in columns 2–7 of ``ACTING`` and ``PRINCIPALS``."""
    person_id, name, firm_id, firm_name, kind, representative = row[2:8]
    if person_id is not None:
        return words.PrincipalFacts(party=Party.person(person_id)), _natural(person_id, name)
    if firm_id is None:
        return None
    facts = words.PrincipalFacts(party=Party.legal_person(firm_id), legal_representative_id=representative)
    return facts, _legal(firm_id, firm_name, kind)


def _mandate(row: Sequence[Any], principal: Party, agent: int) -> words.MandateFacts:
    """The mandate in columns 8–16."""
    number, capacity, acts, items, valid_from, valid_to, digest, accepted_at, revoked_at = row[8:17]
    terms = words.MandateTerms(
        agent_id=agent,
        capacity=Capacity.of(capacity),
        valid_from=valid_from,
        valid_to=valid_to,
        scope=words.Scope(acts=tuple(map(words.MandateAct.of, acts)), items=tuple(items)),
        evidence_digest=digest,
    )
    return words.MandateFacts(
        id=number, principal=principal, terms=terms, accepted_at=accepted_at, revoked_at=revoked_at
    )


def _standing_capacity(
    row: Sequence[Any], principal: words.PrincipalFacts, agent: int, at: datetime
) -> Capacity | None:
    if row[8] is None:
        return Capacity.LEGAL_REPRESENTATIVE
    held = _mandate(row, principal.party, agent)
    in_force = mandates.state(held, on=mandates.law_date(at)) is words.MandateState.IN_FORCE
    return held.terms.capacity if in_force else None
