"""SM3 的三种算法互相印证：hashlib、cryptography 与照标准另写的一份 (OpenSSL is not its own witness)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.foundation.crypto import digests

_START = 0x7380166F4914B2B9172442D7DA8A0600A96F30BC163138AAE38DEE4DB0FB0E4E
_WORD = 0xFFFFFFFF


def sm3(content: bytes) -> bytes:
    """SM3 摘要，32 字节。"""
    padded = content + b"\x80" + b"\0" * (-(len(content) + 9) % 64) + (len(content) * 8).to_bytes(8, "big")
    state = [_START >> (32 * place) & _WORD for place in reversed(range(8))]
    for start in range(0, len(padded), 64):
        state = _compressed(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def hmac_sm3(key: bytes, content: bytes) -> bytes:
    """HMAC-SM3，RFC 2104 的写法。"""
    key = (sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + content)
    return sm3(bytes(byte ^ 0x5C for byte in key) + inner)


def _turned(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & _WORD


def _expanded(block: bytes) -> list[int]:
    words = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _turned(words[j - 3], 15)
        mixed ^= _turned(mixed, 15) ^ _turned(mixed, 23)
        words.append(mixed ^ _turned(words[j - 13], 7) ^ words[j - 6])
    return words


def _compressed(state: list[int], block: bytes) -> list[int]:
    words = _expanded(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = _turned((_turned(a, 12) + e + _turned(constant, j)) & _WORD, 7)
        ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if j < 16 else e & f | ~e & g
        tt1 = (ff + d + (ss1 ^ _turned(a, 12)) + (words[j] ^ words[j + 4])) & _WORD
        tt2 = (gg + h + ss1 + words[j]) & _WORD
        a, b, c, d = tt1, a, _turned(b, 9), c
        e, f, g, h = tt2 ^ _turned(tt2, 9) ^ _turned(tt2, 17), e, _turned(f, 19), g
    return [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


SM3_ANSWERS = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]


@pytest.mark.parametrize(("content", "answer"), SM3_ANSWERS)
@pytest.mark.parametrize(
    "function", [digests.DIGESTS["sm3"], digests._sm3_hashlib, digests._sm3_cryptography, sm3]
)
def test_sm3_gives_the_two_examples_of_the_standard(function, content, answer):
    """GB/T 32905-2016 附录 A."""
    assert function(content).hex() == answer


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=100))
def test_sm3_and_its_mac_agree_with_an_independent_implementation(content, key):
    assert digests.digest("sm3", content) == sm3(content)
    assert digests._sm3_cryptography(content) == sm3(content)
    assert digests.mac("hmac-sm3", key, content) == hmac_sm3(key, content)
    assert digests._hmac_sm3_cryptography(key, content) == hmac_sm3(key, content)
