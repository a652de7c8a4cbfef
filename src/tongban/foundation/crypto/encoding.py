"""编码：严格的 base64url 与无歧义的拼接 (text forms in which every character counts)."""

import base64
import binascii


def to_text(content: bytes) -> str:
    """转文本：base64url，不带等号。"""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_text(text: str) -> bytes | None:
    """还原：只认唯一的写法，否则为 None (a second spelling of the same bytes would let a token change unnoticed)."""
    try:
        content = base64.b64decode(
            text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
        )
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None
    return content if to_text(content) == text else None


def joined(*parts: str) -> bytes:
    """拼接：每段前加 4 字节长度，("ab","c") 与 ("a","bc") 不相混 (UTF-8, 4-byte big-endian length before each part)."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
