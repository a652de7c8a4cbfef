"""通知室的词语：消息的种类、渠道、发送的状态 (words and frozen facts of this room)."""

from dataclasses import dataclass

from tongban.foundation.word import Word


class Channel(Word):
    """渠道：消息从哪里到人手里。"""

    IN_APP = "in_app", "站内信"
    SMS = "sms", "短信"
    EMAIL = "email", "邮件"


OUTWARD = (Channel.SMS, Channel.EMAIL)
DEFAULT_CHANNELS = frozenset(Channel)
"""没有选过渠道的：站内信必有，知道手机号的发短信，留了邮箱的发邮件。"""


class DeliveryState(Word):
    """发送状态。"""

    PENDING = "pending", "待发送"
    SENT = "sent", "已发送"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "失败"
    GIVEN_UP = "given_up", "放弃"


WAITING = (DeliveryState.PENDING, DeliveryState.FAILED)
"""还要发的：没发过的，和发了没成、过一会再发的。"""


class MessageKind(Word):
    """消息的种类：说的是办件的哪一步。"""

    RECEIVED = "received", "收件"
    SUPPLEMENT_ASKED = "supplement_asked", "要补正"
    SUPPLEMENTED = "supplemented", "已补正"
    ACCEPTED = "accepted", "受理"
    DEEMED_ACCEPTED = "deemed_accepted", "视为受理"
    DECLINED = "declined", "不予受理"
    GRANTED = "granted", "准予"
    DENIED = "denied", "不予许可"
    ISSUED = "issued", "制证"
    SERVED = "served", "送达"
    CLOSED = "closed", "办结"
    WITHDRAWN = "withdrawn", "撤回"
    RETURNED = "returned", "退件"
    DUE_DATES_RECOMPUTED = "due_dates_recomputed", "期限有变"


@dataclass(frozen=True, kw_only=True)
class Told:
    """写好的一条消息：种类、标题、正文、去哪里看。"""

    kind: MessageKind
    subject: str
    body: str
    link: str


@dataclass(frozen=True, kw_only=True)
class DeliveryFacts:
    """规则所看的一次发送：编号、渠道、第几次。"""

    uid: str
    message_uid: str
    channel: Channel
    attempts: int
