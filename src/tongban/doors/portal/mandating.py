"""委托各页所显示的：我给的、我受的、能替谁给；谁看过我的数据怎么说 (mandates and sightings, in words for a page)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from tongban.doors.portal import whom
from tongban.foundation.clock import law_date
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.people import queries as people
from tongban.rooms.people.errors import NoSuchMandate
from tongban.rooms.people.words import (
    Applicant,
    Capacity,
    MandateFacts,
    MandateState,
    Party,
    PartyKind,
)

TONES = {
    MandateState.OFFERED: "amber",
    MandateState.NOT_YET: "",
    MandateState.IN_FORCE: "green",
    MandateState.EXPIRED: "",
    MandateState.REVOKED: "",
}


@dataclass(frozen=True, kw_only=True)
class ShownMandate:
    """页面上的一份委托；``may_accept``、``may_revoke`` 决定有没有按钮。"""

    facts: MandateFacts
    principal: str
    agent: str
    state: MandateState
    may_accept: bool

    @property
    def tone(self) -> str:
        """状态标签的颜色。"""
        return TONES[self.state]

    @property
    def may_revoke(self) -> bool:
        """还没到头的都可以解除。"""
        return not self.state.is_over

    @property
    def acts(self) -> str:
        """能做什么。"""
        return "、".join(act.zh for act in self.facts.terms.scope.acts)

    @property
    def items(self) -> str:
        """限于哪些事项。"""
        return "、".join(self.facts.terms.scope.items) or gettext("全部事项")


def _shown(facts: MandateFacts, *, person: Applicant, at: datetime) -> ShownMandate:
    state = people.mandate_state(of=facts, at=at)
    mine = facts.terms.agent_id == person.id
    return ShownMandate(
        facts=facts,
        principal=whom.name_of(facts.principal),
        agent=whom.name_of(Party.person(facts.terms.agent_id)),
        state=state,
        may_accept=mine and state.is_offered,
    )


def held(*, person: Applicant, at: datetime) -> list[ShownMandate]:
    """我受的委托，到头的不列。"""
    every = (_shown(facts, person=person, at=at) for facts in people.mandates_held(person_id=person.id))
    return [one for one in every if one.may_revoke]


def given(*, person: Applicant, at: datetime) -> list[ShownMandate]:
    """我（和我任法定代表人的单位）给出的委托。"""
    parties = [person.party, *(firm.party for firm in _firms(person, at))]
    return [
        _shown(facts, person=person, at=at)
        for party in parties
        for facts in people.mandates_given(principal=party)
    ]


def mine(*, mandate_id: int, person: Applicant, at: datetime) -> ShownMandate:
    """一份与我有关的委托。 Refuses: NoSuchMandate, also for other people's."""
    facts = people.mandate(mandate_id=mandate_id)
    ours = {person.party, *(firm.party for firm in _firms(person, at))}
    if facts.terms.agent_id != person.id and facts.principal not in ours:
        raise NoSuchMandate
    return _shown(facts, person=person, at=at)


def may_give_for(*, person: Applicant, at: datetime) -> list[tuple[str, str]]:
    """能替谁给出委托：本人和所任法定代表人的单位，供单选。"""
    me = gettext("我自己（{name}）").format(name=person.display_name_masked)
    return [(person.ref, me), *((firm.ref, firm.display_name_masked) for firm in _firms(person, at))]


def _firms(person: Applicant, at: datetime) -> list[Applicant]:
    acting = people.principals_of(person_id=person.id, at=at)
    return [one.principal for one in acting if one.capacity is Capacity.LEGAL_REPRESENTATIVE]


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """谁在何时为什么看了哪几项。"""

    at: datetime
    who: str
    what: str
    purpose: str


def sightings(seen: list[people.Seen], *, me: str) -> list[Sighting]:
    """谁看过，写成人话；工作人员说当时的单位和岗位。"""
    offices = organisation.offices_of(actors={one.by for one in seen}) if seen else {}
    return [
        Sighting(
            at=one.at,
            who=_watcher(one, me, offices.get(one.by, ())),
            what="、".join(f.zh for f in one.fields),
            purpose=one.purpose,
        )
        for one in seen
    ]


def _watcher(seen: people.Seen, me: str, offices: Sequence[organisation.OfficeHeld]) -> str:
    if seen.by == me:
        return gettext("您本人")
    kind, _, number = seen.by.partition(":")
    if kind == PartyKind.PERSON:
        return gettext("代办人 {name}").format(name=whom.name_of(Party.person(int(number))))
    if kind == "officer":
        return _officer([one for one in offices if one.on(law_date(seen.at))])
    return gettext("系统") if kind == "system" else gettext("其他")


def _officer(held: Sequence[organisation.OfficeHeld]) -> str:
    """The unit and the post, never the name: who is behind them stands in the record of the supervisors."""
    if not held:
        return gettext("工作人员")
    units = "、".join(dict.fromkeys(one.unit for one in held))
    posts = "、".join(dict.fromkeys(one.post for one in held))
    return gettext("{units}的工作人员（岗位：{posts}）").format(units=units, posts=posts)
