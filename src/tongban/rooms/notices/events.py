"""通知室的事件：发了、没发成、看了、选了渠道；号码、邮箱和正文从不写进来。"""

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure
from tongban.rooms.notices.words import Channel


class MessageEvent(Event, kind="notices.message_event", zh="消息事件", erasure=Erasure.KEEP):
    """一条消息的事：都记在消息自己的档案里。"""

    message_uid: str

    @property
    def stream(self) -> str:
        """档案名。"""
        return f"message:{self.message_uid}"


class MessageSent(MessageEvent, kind="notices.message_sent", zh="消息发出", erasure=Erasure.KEEP):
    """一条消息从一个渠道发出去了；``reference`` 是网关的回执编号。"""

    channel: Channel
    reference: str
    attempts: int


class MessageDelivered(MessageEvent, kind="notices.message_delivered", zh="消息送达", erasure=Erasure.KEEP):
    """网关说这一条到了对方手里。"""

    channel: Channel
    reference: str


class MessageGivenUp(MessageEvent, kind="notices.message_given_up", zh="放弃发送", erasure=Erasure.KEEP):
    """一条消息从一个渠道发不出去，不再发了；站内信仍在。"""

    channel: Channel
    why: str
    attempts: int


class MessageRead(MessageEvent, kind="notices.message_read", zh="阅读消息", erasure=Erasure.KEEP):
    """收信人第一次打开这条消息。"""

    case_no: str


class ChannelsChosen(Event, kind="notices.channels_chosen", zh="选择通知渠道", erasure=Erasure.KEEP):
    """一个人（或单位）选了从哪些渠道收通知；站内信总是有的。"""

    holder: str
    channels: tuple[Channel, ...]

    @property
    def stream(self) -> str:
        """档案名。"""
        return f"notices:{self.holder}"
