"""通知的办理：看消息、选渠道、记下发送的结果 (one function an act, one transaction, its event in the journal)."""

from tongban.rooms.notices.acts.carrying import confirm_delivered, record_failed, record_given_up, record_sent
from tongban.rooms.notices.acts.reading import choose_channels, mark_read

__all__ = [
    "choose_channels",
    "confirm_delivered",
    "mark_read",
    "record_failed",
    "record_given_up",
    "record_sent",
]
