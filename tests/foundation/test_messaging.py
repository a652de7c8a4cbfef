"""发消息：网关坏成什么样，都在限时之内说没发成，而且不说出收件人。"""

import io
import smtplib
import socket
import time
from datetime import datetime

import pytest
from django.core import mail

from tests.faults.sms_gateway import SECRET, gateway_server
from tongban.foundation.clock import SHANGHAI
from tongban.foundation.messaging import (
    Circuit,
    ConsoleGateway,
    GatewayFailed,
    GatewayResting,
    MailGateway,
    Outgoing,
    Receipt,
    SampleSmsGateway,
)
from tongban.foundation.messaging.console import MailConsole

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
NUMBER = "19900000001"


def outgoing(key: str = "k1", to: str = NUMBER) -> Outgoing:
    return Outgoing(key=key, to=to, subject="已收到您的申请", text="您的申请已经收到。", at=AT)


def gateway(address: str, *, timeout: float = 20, secret: str = SECRET) -> SampleSmsGateway:
    return SampleSmsGateway(address=address, account="x", secret=secret, timeout=timeout)


def test_a_message_is_sent_with_its_key_and_signed():
    with gateway_server() as server:
        assert gateway(server.address).send(outgoing()) == Receipt(reference="r-k1")
        [asked] = server.asked
        assert asked == {
            "key": "k1",
            "account": "x",
            "to": NUMBER,
            "text": "您的申请已经收到。",
            "at": AT.isoformat(),
        }


def test_the_same_key_is_answered_alike_and_sent_once():
    with gateway_server() as server:
        receipts = [gateway(server.address).send(outgoing()) for _ in range(2)]
        assert receipts == [Receipt(reference="r-k1")] * 2
        assert (len(server.asked), len(server.sent)) == (2, 1)


@pytest.mark.parametrize(
    ("mode", "code", "final"),
    [
        ("hang", "timeout", False),
        ("drip", "timeout", False),
        ("broken", "status_500", False),
        ("garbage", "garbage", False),
        ("cut", "broken", False),
        ("never", "status_422", True),
    ],
)
def test_a_bad_gateway_is_told_in_time_and_without_the_number(mode, code, final):
    with gateway_server(mode) as server:
        began = time.monotonic()
        with pytest.raises(GatewayFailed) as failed:
            gateway(server.address, timeout=0.6 if code == "timeout" else 20).send(outgoing())
        assert (failed.value.code, failed.value.final) == (code, final)
        assert time.monotonic() - began < 10
        assert NUMBER not in repr(failed.value)
        assert failed.value.__cause__ is None


def test_a_gateway_that_is_not_there_is_refused():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/send"
    with pytest.raises(GatewayFailed, match="refused"):
        gateway(address).send(outgoing())


def test_a_wrong_secret_is_a_failure_that_may_pass():
    with gateway_server() as server, pytest.raises(GatewayFailed, match="status_401") as failed:
        gateway(server.address, secret="another").send(outgoing())
    assert (failed.value.final, server.asked) == (False, [])


def test_a_reference_that_repeats_the_number_is_not_kept():
    with gateway_server("echo") as server:
        assert gateway(server.address).send(outgoing()) == Receipt(reference="")


def test_a_message_does_not_print_its_addressee():
    assert NUMBER not in repr(outgoing())


class Flaky:
    """A gateway that fails as told."""

    def __init__(self, *outcomes: GatewayFailed | None) -> None:
        self.outcomes, self.asked = list(outcomes), 0

    def send(self, message: Outgoing) -> Receipt:
        self.asked += 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is not None:
            raise outcome
        return Receipt(reference="r")


def tries(circuit: Circuit, count: int) -> list[str]:
    found = []
    for _ in range(count):
        try:
            found.append(circuit.send(outgoing()).reference)
        except GatewayFailed as failed:
            found.append(failed.code)
    return found


def test_after_five_failures_in_a_row_the_gateway_rests_a_minute_and_is_tried_once():
    ticks = [0.0]
    broken = Flaky(*[GatewayFailed("x")] * 6)
    circuit = Circuit(broken, ticks=lambda: ticks[0])
    assert tries(circuit, 7) == ["x"] * 5 + ["resting"] * 2
    assert circuit.resting
    ticks[0] = 61.0
    assert not circuit.resting
    assert tries(circuit, 2) == ["x", "resting"]
    ticks[0] = 122.0
    assert tries(circuit, 2) == ["r", "r"]
    assert broken.asked == 8


def test_a_success_or_a_final_answer_shows_that_the_gateway_is_well():
    passing, final = GatewayFailed("x"), GatewayFailed("never", final=True)
    circuit = Circuit(Flaky(*[passing] * 4, None, *[passing] * 4, final, *[passing] * 4))
    assert "resting" not in tries(circuit, 14)


def test_resting_is_a_failure_too():
    assert issubclass(GatewayResting, GatewayFailed)


def test_the_console_shows_the_text_and_hides_the_addressee(capsys):
    screen = io.StringIO()
    receipt = ConsoleGateway(name="短信", stream=screen).send(outgoing())
    assert screen.getvalue() == "［短信］已收到您的申请：您的申请已经收到。\n"
    assert receipt == Receipt(reference="console:k1")
    MailConsole().send_messages([mail.EmailMessage("标题", "正文", "a@x", [f"{NUMBER}@x"])])
    assert capsys.readouterr().out == "［邮件］标题：正文\n"


def test_a_mail_goes_through_the_backend_with_its_key_as_message_id():
    MailGateway(sender="tongban@x", host="x.gov").send(outgoing(to="li@x.test"))
    [sent] = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("已收到您的申请", "您的申请已经收到。", ["li@x.test"])
    assert sent.extra_headers["Message-ID"] == "<k1@x.gov>"


@pytest.mark.parametrize(
    ("error", "code", "final"),
    [
        (
            smtplib.SMTPRecipientsRefused({"li@x.test": (550, b"no such li@x.test")}),
            "recipient_refused",
            True,
        ),
        (smtplib.SMTPRecipientsRefused({"li@x.test": (450, b"later")}), "recipient_refused", False),
        (smtplib.SMTPServerDisconnected("gone"), "broken", False),
        (ConnectionRefusedError(), "broken", False),
        (TimeoutError(), "timeout", False),
    ],
)
def test_a_mail_server_that_refuses_is_told_without_the_address(monkeypatch, error, code, final):
    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(GatewayFailed) as failed:
        MailGateway(sender="tongban@x", host="x").send(outgoing(to="li@x.test"))
    assert (failed.value.code, failed.value.final) == (code, final)
    assert "li@x.test" not in repr(failed.value)
