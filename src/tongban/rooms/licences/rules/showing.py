"""亮证码：内容怎么写、怎么读、什么时候过时 (the text of a presentation code; its signature is made by the acts).

Text ``{base64url(uid 16 ‖ expiry 4 ‖ nonce 8)}.{signature}``; the expiry is in whole seconds since 1970, big-endian. What is
signed carries its own domain, so that no other signature of this house is ever taken for a code.
"""

import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tongban.foundation.crypto.encoding import from_text, joined, to_text
from tongban.rooms.licences.errors import PurposeMissing, PurposeTooLong
from tongban.rooms.licences.words import MOST_PURPOSE, SHOWN_SECONDS

_DOMAIN = "tongban/licence-code/1"
_LAYOUT = struct.Struct(">16sI8s")


@dataclass(frozen=True, kw_only=True)
class Code:
    """亮证码的内容：哪张证、到何时为止、这一次的随机数 (hexadecimal keys)."""

    uid: str
    expires: int
    nonce: str

    @property
    def ends(self) -> datetime:
        """到何时为止 (aware, UTC)."""
        return datetime.fromtimestamp(self.expires, tz=UTC)

    def expired(self, *, at: datetime) -> bool:
        """过时了没有。"""
        return at >= self.ends

    @property
    def body(self) -> str:
        """写成文字，不含签名。"""
        return to_text(_LAYOUT.pack(bytes.fromhex(self.uid), self.expires, bytes.fromhex(self.nonce)))


def new_code(uid: str, *, at: datetime) -> Code:
    """新的亮证码：至多六十秒 (trust.md S11)."""
    expires = at + timedelta(seconds=SHOWN_SECONDS)
    return Code(uid=uid, expires=int(expires.timestamp()), nonce=secrets.token_hex(8))


def read_code(body: str) -> Code | None:
    """读亮证码的内容；不成形的为空。"""
    content = from_text(body)
    if content is None or len(content) != _LAYOUT.size:
        return None
    uid, expires, nonce = _LAYOUT.unpack(content)
    return Code(uid=uid.hex(), expires=expires, nonce=nonce.hex())


def signed_text(body: str) -> bytes:
    """签名所签的字节。"""
    return joined(_DOMAIN, body)


def clean_purpose(purpose: str) -> str:
    """用途：去掉首尾空白和换行，一至四十字，水印里印得下. Refuses: PurposeMissing, PurposeTooLong."""
    told = " ".join(purpose.split())
    if not told:
        raise PurposeMissing
    if len(told) > MOST_PURPOSE:
        raise PurposeTooLong(most=MOST_PURPOSE, length=len(told))
    return told
