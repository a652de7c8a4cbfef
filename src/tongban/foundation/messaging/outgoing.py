"""一条要发出去的文字、它的回执，和网关的样子 (a message, its receipt, and what a gateway is)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """一条消息：``key`` 是幂等键（同一个键只发一次），``to`` 是号码或邮箱，打印时不显示。"""

    key: str
    to: str = field(repr=False)
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """回执：网关给的编号；没有给的为空。"""

    reference: str = ""


class GatewayFailed(Exception):
    """没有发成：``code`` 说为什么（从不含收件人和网关的原话），``final`` 表示再试也没有用。"""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final


class GatewayResting(GatewayFailed):
    """网关连续出错，正在歇息，没有试。"""

    def __init__(self) -> None:
        super().__init__("resting")


class Gateway(Protocol):
    """网关：接一条消息，几秒之内给回执或者说没发成。"""

    def send(self, message: Outgoing) -> Receipt:
        """发一条。 Raises: GatewayFailed."""
