"""控制台：没有接网关时，把要发的文字印在屏幕上，收件人一律不印 (for a trial: nothing leaves, nobody is named)."""

import sys
from typing import TextIO

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from tongban.foundation.messaging.outgoing import Outgoing, Receipt


class ConsoleGateway:
    """控制台网关。"""

    def __init__(self, *, name: str, stream: TextIO | None = None) -> None:
        self._name, self._stream = name, stream

    def send(self, message: Outgoing) -> Receipt:
        """印出来，当作发了。"""
        show(self._name, message.subject, message.text, stream=self._stream)
        return Receipt(reference=f"console:{message.key}")


class MailConsole(BaseEmailBackend):
    """控制台邮件：Django 自带的会把收件人印出来，这个不会。"""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:  # type: ignore[override]
        """印出每一封的标题和正文。"""
        for message in email_messages:
            show("邮件", str(message.subject), str(message.body))
        return len(email_messages)


def show(name: str, subject: str, text: str, *, stream: TextIO | None = None) -> None:
    """印一条。"""
    out = stream or sys.stdout
    out.write(f"［{name}］{subject}：{text}\n")
    out.flush()
