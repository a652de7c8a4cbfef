"""本系统用的网关：照设置造一次，断路的记性跟着它 (made from the settings once, so that its circuit remembers)."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from tongban.foundation.messaging.circuit import Circuit
from tongban.foundation.messaging.console import ConsoleGateway
from tongban.foundation.messaging.mail import MailGateway
from tongban.foundation.messaging.sms import SampleSmsGateway


def sms_gateway() -> Circuit:
    """短信网关：没有配置地址时印在控制台。"""
    return _sms(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_ACCOUNT, settings.SMS_GATEWAY_SECRET)


def mail_gateway() -> Circuit:
    """邮件网关：后端由 EMAIL_BACKEND 定。"""
    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    return _mail(settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL, host)


@lru_cache(maxsize=8)
def _sms(address: str, account: str, secret: str) -> Circuit:
    if not address:
        return Circuit(ConsoleGateway(name="短信"))
    return Circuit(SampleSmsGateway(address=address, account=account, secret=secret))


@lru_cache(maxsize=8)
def _mail(backend: str, sender: str, host: str) -> Circuit:
    # The backend is part of the key only: another backend is another gateway with its own circuit.
    return Circuit(MailGateway(sender=sender, host=host))
