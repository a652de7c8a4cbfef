"""随机码：取件码、二维码、分享链接用的不可猜的文本 (unguessable references, 128 bits unless told)."""

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U, so that it survives reading aloud
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def random_token(size: int = 16) -> str:
    """随机码：16 字节成 26 个字符 (``size`` random bytes as Crockford base32; ASVS 11.5.1 wants 128 bits)."""
    return crockford(secrets.token_bytes(size))


def crockford(content: bytes) -> str:
    """编成 Crockford base32，高位补零，长度固定为 ⌈8n/5⌉。"""
    length = (len(content) * 8 + 4) // 5
    number = int.from_bytes(content, "big")
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(length)))


def normal_token(typed: str) -> str:
    """归一：人敲进来的随机码，容忍小写、空格、短横和易混字母 (0/O, 1/I/L)."""
    return typed.strip().upper().translate(_MISREAD)
