"""短信网关的样品：一个带签名的 HTTP JSON 接口，照着它接真正的网关 (a sample to copy; every provider has its own).

Request: ``POST`` of ``{"key", "account", "to", "text", "at"}`` as UTF-8 JSON with the header
``X-Signature: hmac-sha256=<hex of HMAC-SHA256(secret, body)>``. ``key`` is the idempotency key: a key that the gateway has
seen is answered as the first time and not sent again. Answers: 200 ``{"reference": "…"}`` accepted; 400 or 422 never
(a number that does not exist); everything else, or nothing within three seconds: try again later.
"""

import hashlib
import hmac
import json
import re

from tongban.foundation.messaging.outgoing import GatewayFailed, Outgoing, Receipt
from tongban.foundation.messaging.posting import NoAnswer, post

TIMEOUT_SECONDS = 3.0
NEVER = frozenset({400, 422})
REFERENCE = re.compile(r"[A-Za-z0-9:._-]{1,64}")


class SampleSmsGateway:
    """短信网关（样品）。"""

    def __init__(self, *, address: str, account: str, secret: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._address, self._account, self._secret, self._timeout = address, account, secret, timeout

    def send(self, message: Outgoing) -> Receipt:
        """发一条短信。 Raises: GatewayFailed."""
        body = self._body(message)
        headers = {"Content-Type": "application/json", "X-Signature": signature(body, secret=self._secret)}
        try:
            answer = post(self._address, body=body, headers=headers, seconds=self._timeout)
        except NoAnswer as none:
            raise GatewayFailed(none.code) from None
        if answer.status != 200:
            raise GatewayFailed(f"status_{answer.status}", final=answer.status in NEVER)
        facts = answer.facts()
        if facts is None or "reference" not in facts:
            raise GatewayFailed("garbage")
        return Receipt(reference=_reference(facts["reference"], to=message.to))

    def _body(self, message: Outgoing) -> bytes:
        facts = {
            "key": message.key,
            "account": self._account,
            "to": message.to,
            "text": message.text,
            "at": message.at.isoformat(),
        }
        return json.dumps(facts, ensure_ascii=False).encode()


def signature(body: bytes, *, secret: str) -> str:
    """签名头的值。"""
    return f"hmac-sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def _reference(given: object, *, to: str) -> str:
    # What comes from outside is kept only if it is a plain reference, and never if it repeats the number.
    text = str(given)
    return text if REFERENCE.fullmatch(text) and to not in text else ""
