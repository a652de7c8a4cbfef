"""送信：网关拒绝、挂起、出错、胡说，都不丢不重，也不留下号码。"""

import json
import logging
import socket
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from tests.factories import people as made
from tests.factories.notices import AT, states, step, version_id
from tests.faults.sms_gateway import SECRET, GatewayServer, gateway_server
from tongban.foundation import messaging
from tongban.foundation.accounts.models import Account
from tongban.foundation.logs import JsonLines
from tongban.foundation.messaging import gateways
from tongban.rooms.cases import events
from tongban.rooms.journal import queries as journal
from tongban.rooms.notices import acts, jobs, models, queries, reactions
from tongban.rooms.notices.rules import sending
from tongban.rooms.notices.words import Channel
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import PersonField

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "19977712345"
MAIL_CANARY = "canary-li@x.test"


@pytest.fixture(autouse=True)
def quick_and_fresh(settings, monkeypatch) -> Iterator[None]:
    """No circuit remembers another test's failures; what hangs hangs shorter."""
    monkeypatch.setattr(messaging.SampleSmsGateway.__init__, "__kwdefaults__", {"timeout": 0.3})
    settings.SMS_GATEWAY_SECRET = SECRET
    gateways._sms.cache_clear()
    gateways._mail.cache_clear()
    yield
    gateways._sms.cache_clear()
    gateways._mail.cache_clear()


def a_person(serial: int = 1, phone: str = CANARY) -> str:
    from tongban.rooms.people import acts as people_acts

    facts = made.registration(serial, phone=phone)
    number = people_acts.register_at_counter(registration=facts, by=made.CLERK, at=AT)
    made.verify(number)
    return f"person:{number}"


def a_message(holder: str, *, at: datetime = AT) -> None:
    reactions.tell_applicant(step(events.CaseIssued, applicant=holder, version_id=version_id(), at=at))


def sms() -> models.Delivery:
    return models.Delivery.objects.get(channel=Channel.SMS)


def kinds_of_trail() -> list[str]:
    return [r.kind for r in journal.stream(name=f"message:{models.Message.objects.get().uid}")]


def connect(settings, server: GatewayServer) -> None:
    settings.SMS_GATEWAY_URL = server.address


def test_a_due_sms_goes_out_once_with_the_number_of_that_moment(settings):
    with gateway_server() as server:
        connect(settings, server)
        a_message(a_person())
        assert [jobs.send_due(at=AT) for _ in range(2)] == [1, 0]
        [sent] = server.asked
    assert (sent["to"], sent["key"]) == (CANARY, sms().uid)
    assert sent["text"] == models.Message.objects.get().body
    assert states() == {"in_app": "delivered", "sms": "sent"}
    assert (sms().attempts, sms().reference) == (1, f"r-{sms().uid[:8]}")
    assert kinds_of_trail() == ["notices.message_sent"]


def test_the_person_can_see_that_his_number_was_read_and_why(settings):
    with gateway_server() as server:
        connect(settings, server)
        holder = a_person()
        a_message(holder)
        jobs.send_due(at=AT)
    [seen] = people.who_saw(person_id=int(holder.split(":")[1]))
    assert (seen.by, seen.fields, seen.purpose) == ("system:notices", (PersonField.PHONE,), jobs.PURPOSE)


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        ("hang", "timeout"),
        ("drip", "timeout"),
        ("broken", "status_500"),
        ("garbage", "garbage"),
        ("cut", "broken"),
    ],
)
def test_a_bad_gateway_leaves_the_sms_to_be_tried_again_later(settings, mode, why):
    with gateway_server(mode) as server:
        connect(settings, server)
        a_message(a_person())
        assert jobs.send_due(at=AT) == 0
        assert (sms().state, sms().why, sms().attempts) == ("failed", why, 1)
        assert AT + timedelta(seconds=15) <= sms().next_try_at <= AT + timedelta(seconds=47)
        assert jobs.send_due(at=AT + timedelta(seconds=10)) == 0
        assert len(server.asked) == 1
        server.mode = "well"
        assert jobs.send_due(at=AT + timedelta(minutes=1)) == 1
    assert (sms().state, sms().attempts, sms().why) == ("sent", 2, "")


def test_a_gateway_that_is_away_is_tried_again_and_again_and_then_given_up(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{free.getsockname()[1]}/send"
    a_message(a_person())
    for n in range(40):
        gateways._sms.cache_clear()  # a fresh circuit: here the waits are looked at
        jobs.send_due(at=AT + timedelta(hours=4 * n))
    assert (sms().state, sms().why, sms().attempts) == ("given_up", "refused", sending.MOST_ATTEMPTS)
    assert kinds_of_trail() == ["notices.message_given_up"]
    assert states()["in_app"] == "delivered"


def test_a_number_that_does_not_exist_is_given_up_at_once(settings):
    with gateway_server("never") as server:
        connect(settings, server)
        a_message(a_person())
        jobs.send_due(at=AT)
    assert (sms().state, sms().why, sms().attempts) == ("given_up", "status_422", 1)


def test_after_five_failures_the_gateway_is_left_alone_and_the_rest_keep_their_attempts(settings):
    with gateway_server("broken") as server:
        connect(settings, server)
        for n in range(1, 9):
            a_message(a_person(n, f"199777{n:05d}"), at=AT)
        jobs.send_due(at=AT)
        assert len(server.asked) == 5
        jobs.send_due(at=AT + timedelta(minutes=10))
        assert len(server.asked) == 5
    waiting = models.Delivery.objects.filter(channel="sms")
    assert sorted(waiting.values_list("attempts", flat=True)) == [0, 0, 0, 1, 1, 1, 1, 1]


def test_a_hanging_gateway_never_holds_the_worker_long(settings):
    with gateway_server("hang") as server:
        connect(settings, server)
        for n in range(1, 9):
            a_message(a_person(n, f"199777{n:05d}"))
        began = time.monotonic()
        jobs.send_due(at=AT)
        assert time.monotonic() - began < 5 * 0.3 + 2


def test_a_bad_sms_gateway_does_not_delay_the_mail(settings):
    with gateway_server("broken") as server:
        connect(settings, server)
        person, account = made.citizen()
        Account.objects.filter(pk=account).update(email=MAIL_CANARY)
        a_message(f"person:{person}")
        assert jobs.send_due(at=AT) == 1
    assert states() == {"in_app": "delivered", "sms": "failed", "email": "sent"}
    [sent] = mail.outbox
    assert sent.to == [MAIL_CANARY]
    assert sent.body.startswith(models.Message.objects.get().body)
    assert f"{settings.SITE_ADDRESS}/my/cases/" in sent.body


def test_a_sender_that_dies_before_writing_it_down_sends_again_and_nothing_arrives_twice(settings):
    with gateway_server() as server:
        connect(settings, server)
        a_message(a_person())
        [claimed] = models.Delivery.claim(Channel.SMS, at=AT, until=AT + sending.LEASE)
        messaging.sms_gateway().send(jobs._outgoing(claimed, to=CANARY, at=AT))
        # … and here the power went out.
        assert jobs.send_due(at=AT + timedelta(minutes=1)) == 0  # still leased
        assert jobs.send_due(at=AT + timedelta(minutes=3)) == 1
        assert (len(server.asked), len(server.sent)) == (2, 1)
    assert (sms().state, sms().attempts) == ("sent", 2)


def test_without_the_key_the_same_death_sends_twice(settings):
    """The breach that the key guards against, planted."""
    with gateway_server() as server:
        connect(settings, server)
        for key in ("one", "two"):
            told = messaging.Outgoing(key=key, to=CANARY, subject="x", text="x", at=AT)
            messaging.sms_gateway().send(told)
        assert len(server.sent) == 2


def test_a_late_word_from_a_sender_thought_dead_changes_nothing(settings):
    with gateway_server() as server:
        connect(settings, server)
        a_message(a_person())
        [claimed] = models.Delivery.claim(Channel.SMS, at=AT, until=AT + sending.LEASE)
        jobs.send_due(at=AT + timedelta(minutes=3))
    late = {"delivery": claimed.facts, "by": jobs.BY, "at": AT + timedelta(minutes=4)}
    assert acts.record_sent(sent={claimed.facts: "another"}, by=jobs.BY, at=late["at"]) == []
    assert acts.record_given_up(**late, why="timeout") is None
    acts.record_failed(delivery=claimed.facts, why="timeout", again_at=AT)
    assert (sms().state, sms().reference) == ("sent", f"r-{sms().uid[:8]}")


def test_who_is_gone_or_took_his_address_back_is_given_up(settings):
    with gateway_server() as server:
        connect(settings, server)
        person, account = made.citizen()
        Account.objects.filter(pk=account).update(email=MAIL_CANARY)
        a_message(f"person:{person}")
        Account.objects.filter(pk=account).update(email="")
        jobs.send_due(at=AT)
    assert states() == {"in_app": "delivered", "sms": "sent", "email": "given_up"}
    assert models.Delivery.objects.get(channel="email").why == "no_address"


def test_a_firm_gets_its_sms_at_its_own_mobile_number(settings):
    with gateway_server() as server:
        connect(settings, server)
        firm = made.firm()
        a_message(f"legal_person:{firm}")
        jobs.send_due(at=AT)
        assert [m["to"] for m in server.asked] == ["19901021185"]


def test_the_backlog_tells_what_waits(settings):
    a_message(a_person())
    [waiting] = queries.backlog()
    assert (waiting.channel, waiting.waiting, waiting.oldest) == (Channel.SMS, 1, AT)
    settings.SMS_GATEWAY_URL = ""
    jobs.send_due(at=AT)
    assert queries.backlog() == []


def everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'notices_%' OR tablename LIKE 'journal_%'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            rows += [row for (row,) in cursor.fetchall()]
    return json.dumps(rows, ensure_ascii=False)


@pytest.mark.parametrize("mode", ["well", "echo", "broken", "garbage", "never", "hang"])
def test_the_number_and_the_address_are_in_no_row_no_log_and_no_output(settings, mode, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    with gateway_server(mode) as server:
        connect(settings, server)
        holder = a_person()
        account = made.account("canary").pk
        Account.objects.filter(pk=account).update(email=MAIL_CANARY)
        from tongban.rooms.people.models import Person

        Person.objects.filter(pk=holder.split(":")[1]).update(account_id=account)
        a_message(holder)
        jobs.send_due(at=AT)
        assert [m["to"] for m in server.asked] == [CANARY]
    out = capsys.readouterr()
    logged = "\n".join(map(JsonLines().format, caplog.records))
    for canary in (CANARY, MAIL_CANARY):
        assert canary not in everything_stored()
        assert canary not in logged + out.out + out.err


def test_the_search_for_canaries_would_find_one(settings):
    a_message(a_person())
    models.Delivery.objects.update(reference=CANARY)
    assert CANARY in everything_stored()
