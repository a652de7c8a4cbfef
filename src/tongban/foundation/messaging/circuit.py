"""断路：网关连续坏了几次就歇一阵，不让后面的每一条都去等它 (a gateway that keeps failing is left alone for a while).

One per gateway and process; only the worker sends, so what it has learnt need not be shared.
"""

import time
from collections.abc import Callable

from tongban.foundation.messaging.outgoing import Gateway, GatewayFailed, GatewayResting, Outgoing, Receipt

OPENS_AFTER = 5  # failures in a row (docs: trust R15)
RESTS_SECONDS = 60.0


class Circuit:
    """带断路的网关：连续 ``opens_after`` 次没发成就断开，歇 ``rests`` 秒后放一条试试。"""

    def __init__(
        self,
        gateway: Gateway,
        *,
        opens_after: int = OPENS_AFTER,
        rests: float = RESTS_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gateway, self._opens_after, self._rests, self._ticks = gateway, opens_after, rests, ticks
        self._failures, self._open_until = 0, 0.0

    @property
    def resting(self) -> bool:
        """歇着：现在不必来发。"""
        return self._failures >= self._opens_after and self._ticks() < self._open_until

    def send(self, message: Outgoing) -> Receipt:
        """发一条。 Raises: GatewayResting, GatewayFailed."""
        if self.resting:
            raise GatewayResting
        try:
            receipt = self._gateway.send(message)
        except GatewayFailed as failed:
            self._note(failed)
            raise
        self._failures = 0
        return receipt

    def _note(self, failed: GatewayFailed) -> None:
        # A final answer ("no such number") shows that the gateway is well.
        self._failures = 0 if failed.final else self._failures + 1
        if self._failures >= self._opens_after:
            self._open_until = self._ticks() + self._rests
