"""送信的竞争：几个后台进程同时发，一条也只发一次；同一件事同时听到两次，只有一条。"""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import people as made
from tests.factories.notices import AT, step, version_id
from tests.faults.sms_gateway import SECRET, gateway_server
from tests.races.test_people_registration_race import at_once
from tongban.foundation.messaging import gateways
from tongban.rooms.cases import events
from tongban.rooms.notices import jobs, models, reactions
from tongban.rooms.notices.words import Channel

pytestmark = pytest.mark.django_db(transaction=True)


def messages(count: int) -> None:
    holder, version = f"person:{made.person()}", version_id()
    for n in range(count):
        at = AT - timedelta(minutes=n)
        reactions.tell_applicant(step(events.CaseIssued, applicant=holder, version_id=version, at=at))


def test_four_senders_at_once_send_each_message_once(settings):
    settings.SMS_GATEWAY_SECRET = SECRET
    gateways._sms.cache_clear()
    with gateway_server() as server:
        settings.SMS_GATEWAY_URL = server.address
        messages(20)
        sent = at_once(*(lambda: jobs.send_due(at=AT) for _ in range(4)))
        assert sum(sent) == len(server.asked) == len(server.sent) == 20
    assert set(models.Delivery.objects.values_list("attempts", "state")) == {(0, "delivered"), (1, "sent")}


def test_looking_for_a_due_one_and_then_taking_it_takes_it_twice():
    """The form that everybody writes first: control for the claim."""
    messages(1)

    def naively() -> str:
        with transaction.atomic():
            found = models.Delivery.objects.filter(channel="sms", state="pending").first()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.2)")
            models.Delivery.objects.filter(pk=found.pk).update(state="failed")
        return found.pk

    one, other = at_once(naively, naively)
    assert one == other


def test_a_claim_is_one_senders_only():
    messages(1)
    claims = at_once(
        *(lambda: models.Delivery.claim(Channel.SMS, at=AT, until=AT + timedelta(1)) for _ in range(8))
    )
    assert sum(len(claimed) for claimed in claims) == 1


def test_one_event_heard_twice_at_once_is_one_message():
    holder, version = f"person:{made.person()}", version_id()
    event = step(events.CaseIssued, applicant=holder, version_id=version)

    def hear() -> None:
        with transaction.atomic():
            reactions.tell_applicant(event)

    assert at_once(*(hear for _ in range(8))) == [None] * 8
    assert (models.Message.objects.count(), models.Delivery.objects.count()) == (1, 2)
