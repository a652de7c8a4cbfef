"""发消息：把一条文字交给短信网关或邮件服务器，多久没回音就算了，坏了就歇一歇 (what is sent, to whom and why is not known here).

Whoever sends gives an idempotency key with the text; a gateway that sees a key again answers as the first time and sends
nothing. So a sender that died between sending and writing it down simply sends again.
"""

from tongban.foundation.messaging.circuit import Circuit
from tongban.foundation.messaging.console import ConsoleGateway
from tongban.foundation.messaging.gateways import mail_gateway, sms_gateway
from tongban.foundation.messaging.mail import MailGateway
from tongban.foundation.messaging.outgoing import Gateway, GatewayFailed, GatewayResting, Outgoing, Receipt
from tongban.foundation.messaging.sms import SampleSmsGateway

__all__ = [
    "Circuit",
    "ConsoleGateway",
    "Gateway",
    "GatewayFailed",
    "GatewayResting",
    "MailGateway",
    "Outgoing",
    "Receipt",
    "SampleSmsGateway",
    "mail_gateway",
    "sms_gateway",
]
