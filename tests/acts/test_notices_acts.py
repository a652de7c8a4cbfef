"""通知：办件走一步，该知道的人各收到一条；信箱是自己的，别人的就像没有。"""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import people as made
from tests.factories.notices import AT, CASE_NO, every_step, states, step, version_id
from tongban.foundation.accounts.models import Account
from tongban.rooms.cases import events
from tongban.rooms.journal import acts as journal_acts
from tongban.rooms.journal import jobs as journal_jobs
from tongban.rooms.journal import queries as journal
from tongban.rooms.journal.events import REACTIONS
from tongban.rooms.notices import acts, models, queries, reactions
from tongban.rooms.notices.errors import NoSuchDelivery, NoSuchMessage
from tongban.rooms.notices.words import Channel, DeliveryState, MessageKind
from tongban.rooms.people import acts as people
from tongban.rooms.people import events as people_events
from tongban.rooms.people import words as people_words
from tongban.rooms.people.words import Party
from tongban.rooms.rating import queries as rating
from tongban.rooms.rating import reactions as _rating_reactions  # noqa: F401 - registers what it hears

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version() -> int:
    return version_id()


def happens(kind: type[events.CaseEvent], **changes: object) -> None:
    reactions.tell_applicant(step(kind, **changes))


def inbox_of(holder: str) -> list[str]:
    return [str(m.kind) for m in queries.inbox(holder=holder).messages]


def test_each_step_of_a_case_is_one_message_to_the_applicant(version):
    person = made.person()
    for n, each in enumerate(every_step()):
        facts = {"applicant": f"person:{person}", "version_id": version, "at": AT + timedelta(hours=n)}
        reactions.tell_applicant(type(each)(**{**vars(each), **facts}))
    assert sorted(inbox_of(f"person:{person}")) == sorted(MessageKind.slugs())
    first = queries.inbox(holder=f"person:{person}").messages[-1]
    assert first.body.startswith("您申请的“食品经营许可")
    assert (first.case_no, first.link, first.is_unread) == (CASE_NO, f"/my/cases/{CASE_NO}", True)


def test_an_event_that_comes_twice_is_told_once(version):
    person = made.person()
    for _ in range(3):
        happens(events.CaseIssued, applicant=f"person:{person}", version_id=version)
    assert (models.Message.objects.count(), models.Delivery.objects.count()) == (1, 2)


def test_the_inbox_has_it_at_once_and_the_sms_waits_to_be_sent(version):
    happens(events.CaseIssued, applicant=f"person:{made.person()}", version_id=version)
    assert states() == {"in_app": "delivered", "sms": "pending"}


def test_a_mail_is_planned_only_for_who_gave_an_address(version):
    person, account = made.citizen()
    Account.objects.filter(pk=account).update(email="li@x.test")
    happens(events.CaseIssued, applicant=f"person:{person}", version_id=version)
    assert states() == {"in_app": "delivered", "sms": "pending", "email": "pending"}


def test_who_chose_the_inbox_only_gets_nothing_else(version):
    person = made.person()
    acts.choose_channels(holder=f"person:{person}", channels=[], by=f"person:{person}", at=AT)
    happens(events.CaseIssued, applicant=f"person:{person}", version_id=version)
    assert states() == {"in_app": "delivered"}


def test_who_withdrew_his_consent_gets_no_sms_until_he_gives_it_again(version):
    person, channels = made.person(), []
    for kind in (people_events.ConsentWithdrawn, people_events.ConsentGiven):
        told = {"person_id": person, "purpose": people_words.ConsentPurpose.NOTICES, "resource": ""}
        reactions.follow_consent(kind(**told, by=f"person:{person}", at=AT))
        channels.append(queries.channels_of(holder=f"person:{person}"))
    assert channels == [frozenset({Channel.IN_APP}), frozenset(Channel)]


def test_consent_to_something_else_changes_nothing():
    told = {"person_id": 1, "purpose": people_words.ConsentPurpose.POLICY_MATCHING, "resource": ""}
    reactions.follow_consent(people_events.ConsentWithdrawn(**told, by="person:1", at=AT))
    assert models.Preference.objects.count() == 0


def test_the_agent_who_filed_is_told_as_well_as_the_firm(version):
    boss, clerk = made.person(1), made.person(2)
    firm = made.firm(representative=boss)
    made.mandate(Party.legal_person(firm), clerk)
    facts = {"applicant": f"legal_person:{firm}", "version_id": version}
    happens(events.CaseReceived, **facts, by=f"person:{clerk}")
    happens(events.CaseAccepted, **facts)
    assert inbox_of(f"legal_person:{firm}") == inbox_of(f"person:{clerk}") == ["accepted", "received"]
    assert inbox_of(f"person:{boss}") == []


def test_an_agent_whose_mandate_was_revoked_is_told_nothing_more(version):
    mother, daughter = made.person(1), made.person(2)
    mandate = made.mandate(Party.person(mother), daughter)
    facts = {"applicant": f"person:{mother}", "version_id": version}
    happens(events.CaseReceived, **facts, by=f"person:{daughter}")
    people.revoke_mandate(mandate_id=mandate, by=f"person:{mother}", at=AT)
    happens(events.CaseAccepted, **facts, at=AT + timedelta(days=1))
    assert inbox_of(f"person:{daughter}") == ["received"]
    assert inbox_of(f"person:{mother}") == ["accepted", "received"]


def test_an_erased_person_is_forgotten(version):
    person = made.person()
    facts = {"applicant": f"person:{person}", "version_id": version}
    happens(events.CaseReceived, **facts)
    acts.choose_channels(holder=f"person:{person}", channels=[Channel.SMS], by="x", at=AT)
    event = people.erase_person(
        person_id=person, ground=people_words.ErasureGround.FULFILLED, by="officer:1", at=AT
    )
    reactions.forget_person(event)
    happens(events.CaseAccepted, **facts)
    assert [t.objects.count() for t in (models.Message, models.Delivery, models.Preference)] == [0, 0, 0]


def fill(holder: str, count: int) -> None:
    for n in range(count):
        at = AT + timedelta(minutes=n)
        happens(events.CaseIssued, applicant=holder, version_id=version_id(), at=at)


def test_the_inbox_turns_its_pages_newest_first_without_missing_or_repeating():
    holder = f"person:{made.person()}"
    fill(holder, 7)
    seen, after = [], ""
    while True:
        page = queries.inbox(holder=holder, after=after, limit=3)
        seen += [m.at for m in page.messages]
        after = page.after
        if not after:
            break
    assert seen == [AT + timedelta(minutes=n) for n in reversed(range(7))]


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, "1;--", "１２３"])
def test_a_page_that_does_not_exist_is_no_error(nonsense):
    assert queries.inbox(holder="person:1", after=nonsense).messages == ()


def test_reading_inbox_unread_and_message_is_one_statement_each(django_assert_num_queries, version):
    holder = f"person:{made.person()}"
    happens(events.CaseIssued, applicant=holder, version_id=version)
    with django_assert_num_queries(1):
        [message] = queries.inbox(holder=holder).messages
    with django_assert_num_queries(1):
        assert queries.unread(holder=holder) == 1
    with django_assert_num_queries(1):
        found = queries.message(uid=message.uid, holder=holder)
    assert found.deliveries == (
        (Channel.IN_APP, DeliveryState.DELIVERED),
        (Channel.SMS, DeliveryState.PENDING),
    )


def test_unread_counts_what_the_table_counts(version):
    holder, other = f"person:{made.person(1)}", f"person:{made.person(2)}"
    fill(holder, 3)
    fill(other, 1)
    [newest, *_] = queries.inbox(holder=holder).messages
    acts.mark_read(uid=newest.uid, holder=holder, by=holder, at=AT)
    oracle = models.Message.objects.filter(holder=holder, read_at=None).count()
    assert queries.unread(holder=holder) == oracle == 2


def test_the_first_reading_leaves_a_trace_and_the_second_none(version):
    holder = f"person:{made.person()}"
    happens(events.CaseIssued, applicant=holder, version_id=version)
    [message] = queries.inbox(holder=holder).messages
    first = acts.mark_read(uid=message.uid, holder=holder, by=holder, at=AT)
    assert acts.mark_read(uid=message.uid, holder=holder, by=holder, at=AT) is None
    assert [r.kind for r in journal.stream(name=f"message:{message.uid}")] == ["notices.message_read"]
    assert first is not None
    assert queries.message(uid=message.uid, holder=holder).read_at == AT


def test_somebody_elses_message_does_not_exist(version):
    holder = f"person:{made.person(1)}"
    happens(events.CaseIssued, applicant=holder, version_id=version)
    [message] = queries.inbox(holder=holder).messages
    for uid, who in ((message.uid, "person:2"), ("0" * 32, holder)):
        with pytest.raises(NoSuchMessage):
            queries.message(uid=uid, holder=who)
        with pytest.raises(NoSuchMessage):
            acts.mark_read(uid=uid, holder=who, by=who, at=AT)
    assert queries.unread(holder=holder) == 1


def test_a_report_of_delivery_is_taken_once(version):
    happens(events.CaseIssued, applicant=f"person:{made.person()}", version_id=version)
    [claimed] = models.Delivery.claim(Channel.SMS, at=AT, until=AT + timedelta(minutes=2))
    acts.record_sent(sent={claimed.facts: "r-1"}, by="system:notices", at=AT)
    told = {"channel": Channel.SMS, "reference": "r-1", "by": "system:gateway", "at": AT}
    assert acts.confirm_delivered(**told) is not None
    assert acts.confirm_delivered(**told) is None
    assert states()["sms"] == "delivered"
    with pytest.raises(NoSuchDelivery):
        acts.confirm_delivered(**{**told, "reference": "r-2"})


def a_letter(n: int, to: str) -> models.Letter:
    told = reactions.telling.tell(step(events.CaseIssued), item_name="食品经营许可")
    assert told is not None
    facts = {"case_no": CASE_NO, "event_key": f"e{n}", "at": AT, "soonest": AT}
    return models.Letter(told=told, to=to, channels=tuple(Channel), **facts)


@pytest.mark.parametrize("letters", [1, 40])
def test_writing_messages_and_their_deliveries_is_one_statement_however_many(
    letters, version, django_assert_num_queries
):
    with django_assert_num_queries(1):
        models.Message.write([a_letter(n, "person:1") for n in range(letters)])
    assert (models.Message.objects.count(), models.Delivery.objects.count()) == (letters, 3 * letters)


@pytest.mark.parametrize("told", [1, 30])
def test_telling_of_steps_costs_four_statements_however_many_there_are(
    told, version, django_assert_num_queries
):
    holders = [f"person:{made.person(n)}" for n in range(1, told + 1)]
    steps = [step(events.CaseIssued, applicant=h, version_id=version) for h in holders]
    reactions.tell_applicant(*steps)
    models.Message.objects.all().delete()
    with django_assert_num_queries(4):  # agents, who chose what, who can be reached, the messages
        reactions.tell_applicant(*steps)
    assert models.Message.objects.count() == told


def test_who_acts_later_is_not_told_of_what_happened_before_he_came(version):
    mother, daughter = made.person(1), made.person(2)
    made.mandate(Party.person(mother), daughter)
    facts = {"applicant": f"person:{mother}", "version_id": version}
    before = step(events.CaseAccepted, **facts)
    after = step(events.CaseReceived, **facts, by=f"person:{daughter}")
    reactions.tell_applicant(before, after)
    assert inbox_of(f"person:{daughter}") == ["received"]
    assert inbox_of(f"person:{mother}") == ["received", "accepted"]


@pytest.mark.parametrize("table", ["notices_message", "notices_delivery", "notices_preference"])
def test_no_column_is_made_for_a_number_an_address_or_a_name(table):
    with connection.cursor() as cursor:
        names = {c.name for c in connection.introspection.get_table_description(cursor, table)}
    assert names & {"phone", "mobile", "email", "to", "address", "name", "id_no"} == set()


def test_news_of_a_closed_case_reaches_inbox_and_rating_through_the_journal(version):
    holder = f"person:{made.person()}"
    with transaction.atomic():
        journal_acts.witness(step(events.CaseClosed, applicant=holder, version_id=version))
    heard = [REACTIONS["notices.tell_applicant"], REACTIONS["rating.offer_rating"]]
    journal_jobs.enrol(reactions=heard)
    journal_jobs.seal()
    for reaction in heard:
        while journal_jobs.deliver(reaction=reaction, at=AT):
            pass
    [message] = queries.inbox(holder=holder).messages
    [right] = rating.rights_of(holder=holder, on=AT.date())
    assert (message.kind, right.is_open) == (MessageKind.CLOSED, True)
    assert "30天内您可以评价" in message.body
    assert journal.lag().failing == {}
