"""通知的反应：听到办件走了一步，给申请人和代办人各写一条消息；听到本人不要短信了，就不再发。"""

from collections.abc import Collection, Iterator, Sequence

from tongban.foundation.identifiers import parse_mobile_phone
from tongban.rooms.cases import events as cases
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal.events import hears
from tongban.rooms.notices.events import ChannelsChosen
from tongban.rooms.notices.models import CaseAgent, Letter, Message, Preference
from tongban.rooms.notices.rules import sending, telling
from tongban.rooms.notices.words import DEFAULT_CHANNELS, Channel, Told
from tongban.rooms.people import events as people_events
from tongban.rooms.people import queries as people
from tongban.rooms.people.errors import NoSuchLegalPerson, NoSuchPerson
from tongban.rooms.people.words import ConsentPurpose, Party, PartyKind


@hears(*telling.KINDS, together=True)
def tell_applicant(*these: cases.CaseEvent) -> None:
    """告诉申请人和代办人：每一步是什么、接下来怎样、到什么时候 (five statements, however many events)."""
    agents = _agents_at_the_time(these)
    told = [(event, told) for event in these if (told := _told(event)) is not None]
    addressed = [(event, what, to) for event, what in told for to in _addressees(event, agents[id(event)])]
    ways = _ways({to for _, _, to in addressed})
    Message.write(
        [
            Letter(
                told=what,
                to=to,
                case_no=event.case_no,
                event_key=telling.event_key(event),
                at=event.at,
                channels=ways[to],
                soonest=sending.first_try(at=event.at, by=event.by),
            )
            for event, what, to in addressed
            if ways[to]
        ]
    )


def _told(event: cases.CaseEvent) -> Told | None:
    return telling.tell(event, item_name=catalogue.version(version_id=event.version_id).name)


def _agents_at_the_time(these: Sequence[cases.CaseEvent]) -> dict[int, tuple[str, ...]]:
    """Who had acted for the applicant up to each event, by the event's ``id()``; who acts for the first time is remembered."""
    known = CaseAgent.known({event.case_no for event in these})
    at_the_time, fresh = {}, []
    for event in these:
        agents = known[event.case_no]
        acts_for = event.by.startswith(f"{PartyKind.PERSON}:") and event.by != event.applicant
        if acts_for and event.by not in agents:
            agents.append(event.by)
            fresh.append((event.case_no, event.by))
        at_the_time[id(event)] = tuple(agents)
    CaseAgent.remember(fresh)
    return at_the_time


@hears(people_events.ConsentGiven, people_events.ConsentWithdrawn)
def follow_consent(event: people_events.ConsentGiven | people_events.ConsentWithdrawn) -> None:
    """本人撤回了接收短信和邮件的同意，就只留站内信；又同意了，照默认。 Law: 个人信息保护法 第十五条."""
    if event.purpose is not ConsentPurpose.NOTICES:
        return
    given = isinstance(event, people_events.ConsentGiven)
    wanted = DEFAULT_CHANNELS if given else frozenset({Channel.IN_APP})
    holder = str(Party.person(event.person_id))
    channels = tuple(c for c in Channel if c in wanted)
    Preference.record(ChannelsChosen(holder=holder, channels=channels, by=event.by, at=event.at))


@hears(people_events.PersonErased)
def forget_person(event: people_events.PersonErased) -> None:
    """本人的资料依法删除了，发给他的消息也删。 Law: 个人信息保护法 第四十七条."""
    Message.forget(str(Party.person(event.person_id)))


def _addressees(event: cases.CaseEvent, agents: Sequence[str]) -> Iterator[str]:
    """The applicant, and each agent who may still act for him at the time."""
    yield event.applicant
    for agent in agents:
        if agent != event.applicant and _still_acts(agent, event):
            yield agent


def _still_acts(agent: str, event: cases.CaseEvent) -> bool:
    try:
        people.person(person_id=_number(agent))
    except NoSuchPerson:
        return False
    held = people.principals_of(person_id=_number(agent), at=event.at)
    return any(acting.principal.ref == event.applicant for acting in held)


def _ways(holders: Collection[str]) -> dict[str, tuple[Channel, ...]]:
    """How each holder can and wants to be reached; who is not there any more: not at all."""
    chosen = Preference.of_several(holders)
    persons = [h for h in holders if not h.startswith(f"{PartyKind.LEGAL_PERSON}:")]
    reach = people.reach_of(persons=[_number(h) for h in persons])
    known = {h: reach.get(_number(h)) for h in persons}
    known |= {h: _reach_of_firm(h) for h in holders if h not in known}
    return {h: _channels(chosen[h], known[h]) for h in holders}


def _channels(chosen: Collection[Channel], known: people.Reach | None) -> tuple[Channel, ...]:
    if known is None:
        return ()
    return sending.channels(chosen=chosen, phone_known=known.phone_known, mail_known=known.mail_known)


def _reach_of_firm(holder: str) -> people.Reach | None:
    try:
        phone = people.prefill_facts(legal_person_id=_number(holder))["enterprise.phone"]
    except NoSuchLegalPerson:
        return None
    return people.Reach(phone_known=parse_mobile_phone(phone).valid, mail_known=False)


def _number(holder: str) -> int:
    return int(holder.rpartition(":")[2])
