"""通知的反应：听到办件走了一步，给申请人和代办人各写一条消息；听到本人不要短信了，就不再发。"""

from collections.abc import Iterator

from tongban.foundation.accounts.models import Account
from tongban.foundation.identifiers import parse_mobile_phone
from tongban.rooms.cases import events as cases
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal.events import hears
from tongban.rooms.notices.events import ChannelsChosen
from tongban.rooms.notices.models import CaseAgent, Message, Preference
from tongban.rooms.notices.rules import sending, telling
from tongban.rooms.notices.words import DEFAULT_CHANNELS, Channel
from tongban.rooms.people import events as people_events
from tongban.rooms.people import queries as people
from tongban.rooms.people.errors import NoSuchLegalPerson, NoSuchPerson
from tongban.rooms.people.words import ConsentPurpose, Party, PartyKind


@hears(*telling.KINDS)
def tell_applicant(event: cases.CaseEvent) -> None:
    """告诉申请人和代办人：这一步是什么、接下来怎样、到什么时候。"""
    if event.by.startswith(f"{PartyKind.PERSON}:") and event.by != event.applicant:
        CaseAgent.remember(case_no=event.case_no, agent=event.by)
    told = telling.tell(event, item_name=catalogue.version(version_id=event.version_id).name)
    if told is None:
        return
    about = (event.case_no, telling.event_key(event))
    soonest = sending.first_try(at=event.at, by=event.by)
    for holder in _addressees(event):
        if channels := _channels(holder):
            plan = [(channel, soonest) for channel in channels]
            Message.write(told, to=holder, about=about, at=event.at, plan=plan)


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


def _addressees(event: cases.CaseEvent) -> Iterator[str]:
    """The applicant, and each agent who may still act for him at the time."""
    yield event.applicant
    for agent in (
        CaseAgent.objects.filter(case_no=event.case_no).exclude(agent=event.applicant).order_by("id")
    ):
        if _still_acts(agent.agent, event):
            yield agent.agent


def _still_acts(agent: str, event: cases.CaseEvent) -> bool:
    try:
        people.person(person_id=_number(agent))
    except NoSuchPerson:
        return False
    held = people.principals_of(person_id=_number(agent), at=event.at)
    return any(acting.principal.ref == event.applicant for acting in held)


def _channels(holder: str) -> tuple[Channel, ...]:
    """How the holder can and wants to be reached; nobody is there any more: not at all."""
    chosen = Preference.of(holder)
    try:
        phone_known, mail_known = _reach(holder)
    except (NoSuchPerson, NoSuchLegalPerson):
        return ()
    return sending.channels(chosen=chosen, phone_known=phone_known, mail_known=mail_known)


def _reach(holder: str) -> tuple[bool, bool]:
    if holder.startswith(f"{PartyKind.LEGAL_PERSON}:"):
        phone = people.prefill_facts(legal_person_id=_number(holder))["enterprise.phone"]
        return parse_mobile_phone(phone).valid, False
    person = people.person(person_id=_number(holder))
    has_mail = Account.objects.filter(pk=person.account_id or 0, is_active=True).exclude(email="").exists()
    return bool(person.phone), has_mail


def _number(holder: str) -> int:
    return int(holder.rpartition(":")[2])
