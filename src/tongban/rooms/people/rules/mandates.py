"""委托：谁能替谁办什么 (who may act for whom; decided from facts at every request, never remembered).

Law: 民法典 第六十一条（法定代表人）、第一百六十三条、第一百六十五条（授权委托书应当载明的事项）、第一百七十条（职务代理）、
第一百七十三条（委托代理的终止）.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tongban.rooms.people.errors import (
    AgentUnverified,
    CapacityUnfit,
    EvidenceMissing,
    MandateDatesWrong,
    MandateOver,
    MandateToSelf,
    NotTheirs,
    ScopeEmpty,
)
from tongban.rooms.people.events import MandateAccepted, MandateGiven, MandateRevoked
from tongban.rooms.people.rules.standing import staff
from tongban.rooms.people.words import (
    Capacity,
    MandateFacts,
    MandateState,
    MandateTerms,
    Party,
    PartyKind,
    PersonFacts,
    PrincipalFacts,
    Scope,
    Wanted,
)

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_BRACKETS = str.maketrans("()", "（）")
_QUALIFIED = re.compile("(?:（[^（）]+）)+")  # what a handling item's name says beyond its item's: （新办）
_TASK, _HANDLING_ITEM = 31, 33  # letters of an 实施编码 and of a 业务办理项编码
_FIT = {
    PartyKind.PERSON: (Capacity.RELATIVE, Capacity.AGENT),
    PartyKind.LEGAL_PERSON: (Capacity.HANDLER, Capacity.AGENT),
}


def covers(scope: Scope, wanted: Wanted) -> bool:
    """委托范围是否包含想办的事。"""
    anything = not scope.items or not (wanted.item_code or wanted.item_name)
    return wanted.act in scope.acts and (anything or any(_names(told, wanted) for told in scope.items))


def _names(told: str, wanted: Wanted) -> bool:
    """写了事项的，管到它的各个业务办理项：代码是办理项的或它所属实施清单的，名称是全名或去掉末尾括注的.

    A name that merely begins alike is another item. Source: domain.md 1.3 (业务办理项编码 = 实施编码 + 两位序号).
    """
    name, code = wanted.item_name.translate(_BRACKETS), wanted.item_code
    item = told.strip().translate(_BRACKETS)
    if item in (name, code):
        return bool(item)
    of_task = len(code) == _HANDLING_ITEM and item == code[:_TASK]
    return of_task or (
        bool(item) and name.startswith(item) and _QUALIFIED.fullmatch(name[len(item) :]) is not None
    )


def state(mandate: MandateFacts, *, on: date) -> MandateState:
    """委托在某日（北京时间）的状态；起止日都算在内。"""
    if mandate.revoked_at is not None:
        return MandateState.REVOKED
    if on > mandate.terms.valid_to:
        return MandateState.EXPIRED
    if mandate.accepted_at is None:
        return MandateState.OFFERED
    return MandateState.NOT_YET if on < mandate.terms.valid_from else MandateState.IN_FORCE


def capacity(
    *, agent: int, principal: PrincipalFacts, mandates: Iterable[MandateFacts], scope: Wanted, at: datetime
) -> Capacity | None:
    """以什么身份：本人、法定代表人（默示全权），或一份有效委托所载的身份；都不是则没有。"""
    if principal.party == Party.person(agent):
        return Capacity.SELF
    if principal.party.kind is PartyKind.LEGAL_PERSON and principal.legal_representative_id == agent:
        return Capacity.LEGAL_REPRESENTATIVE
    for mandate in mandates:
        ours = mandate.terms.agent_id == agent and mandate.principal == principal.party
        if ours and carries(mandate, wanted=scope, at=at):
            return mandate.terms.capacity
    return None


def carries(mandate: MandateFacts, *, wanted: Wanted, at: datetime) -> bool:
    """这份委托此刻有效，范围管得到想办的事。

    Law: 民法典 第一百六十五条.
    """
    in_force = state(mandate, on=law_date(at)) is MandateState.IN_FORCE
    return in_force and covers(mandate.terms.scope, wanted)


def may_act_for(
    *, agent: int, principal: PrincipalFacts, mandates: Iterable[MandateFacts], scope: Wanted, at: datetime
) -> bool:
    """能否替他办：解除、到期、超出范围的都不能。"""
    return capacity(agent=agent, principal=principal, mandates=mandates, scope=scope, at=at) is not None


def give(
    *, principal: PrincipalFacts, agent: PersonFacts | None, terms: MandateTerms, by: str, at: datetime
) -> MandateTerms:
    """委托：委托人自己给（单位由法定代表人给），或者窗口凭授权委托书登记；待代办人同意才生效。

    Refuses: NotTheirs, EvidenceMissing, AgentUnverified, MandateToSelf, CapacityUnfit, ScopeEmpty, MandateDatesWrong.
    """
    _require_principal(principal, terms, by)
    if agent is None or not agent.verified:
        raise AgentUnverified
    if Party.person(agent.id) == principal.party:
        raise MandateToSelf
    if terms.capacity not in _FIT[principal.party.kind]:
        raise CapacityUnfit(capacity=terms.capacity.zh)
    if not terms.scope.acts:
        raise ScopeEmpty
    if terms.valid_to < max(terms.valid_from, law_date(at)):
        raise MandateDatesWrong
    return terms


def given(*, mandate: MandateFacts, by: str, at: datetime) -> MandateGiven:
    """已委托：写成事件。"""
    terms = mandate.terms
    return MandateGiven(
        mandate_id=mandate.id,
        principal=str(mandate.principal),
        agent_id=terms.agent_id,
        capacity=terms.capacity,
        acts=terms.scope.acts,
        items=terms.scope.items,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        evidence_digest=terms.evidence_digest,
        by=by,
        at=at,
    )


def accept(mandate: MandateFacts, *, by: str, at: datetime) -> MandateAccepted:
    """接受委托：由代办人本人同意，或在窗口当面同意。 Refuses: NotTheirs, MandateOver."""
    if by != str(Party.person(mandate.terms.agent_id)) and not staff(by):
        raise NotTheirs
    now = state(mandate, on=law_date(at))
    if now is not MandateState.OFFERED:
        raise MandateOver(state=now.zh)
    return MandateAccepted(mandate_id=mandate.id, by=by, at=at)


def revoke(mandate: MandateFacts, *, principal: PrincipalFacts, by: str, at: datetime) -> MandateRevoked:
    """解除委托：委托人可以取消，代办人可以辞去，随时都行。

    Law: 民法典 第一百七十三条第二项. Refuses: NotTheirs, MandateOver.
    """
    allowed = (_giver(principal), str(Party.person(mandate.terms.agent_id)))
    if by not in allowed and not staff(by):
        raise NotTheirs
    if mandate.revoked_at is not None:
        raise MandateOver(state=MandateState.REVOKED.zh)
    return MandateRevoked(mandate_id=mandate.id, by=by, at=at)


def _require_principal(principal: PrincipalFacts, terms: MandateTerms, by: str) -> None:
    if staff(by):
        if not terms.evidence_digest:
            raise EvidenceMissing
    elif by != _giver(principal):
        raise NotTheirs


def _giver(principal: PrincipalFacts) -> str:
    """The one whose word binds the principal: himself, or the firm's legal representative."""
    if principal.party.kind is PartyKind.PERSON:
        return str(principal.party)
    return f"person:{principal.legal_representative_id}"


def law_date(at: datetime) -> date:
    """法定日期：某一时刻在北京时间里是哪一天。"""
    return at.astimezone(_SHANGHAI).date()
