"""留痕的规则：内容如何写成规范文本、如何承诺 (canonical text, commitment and leaf of an event).

Source: RFC 8785 (JSON Canonicalization Scheme) for the text; RFC 6962 section 2.1 for the leaf hash
``SHA-256(0x00 ‖ leaf)``. The leaf holds a salted commitment to the payload, not the payload, so that a payload can be
erased (个人信息保护法 第四十七条) while the log still verifies.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from tongban.foundation.crypto.digests import digest

_SIMPLE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
LARGEST_EXACT = 2**53 - 1  # RFC 8785 section 3.2.2.3: what a double holds exactly


def canonical(payload: dict[str, Any]) -> bytes:
    """规范文本：同样的内容永远写成同样的字节 (RFC 8785)."""
    if not _is_simple(payload):
        return rfc8785.dumps(payload)
    return _SIMPLE(payload).encode()


def _is_simple(payload: dict[str, Any]) -> bool:
    """Texts, truths and small whole numbers under ASCII names: for these the standard library writes the same (test-held)."""
    return all(name.isascii() for name in payload) and all(
        value is None or isinstance(value, str | bool) or _is_exact(value) for value in payload.values()
    )


def _is_exact(value: object) -> bool:
    return isinstance(value, int) and -LARGEST_EXACT <= value <= LARGEST_EXACT


def commitment(*, salt: bytes, payload: dict[str, Any]) -> bytes:
    """承诺：``SHA-256(盐 ‖ 规范文本)``，32 字节；盐一抹去，内容便不可猜。"""
    return committed(salt=salt, text=canonical(payload))


def committed(*, salt: bytes, text: bytes) -> bytes:
    """承诺，规范文本已写好的。"""
    return digest("sha256", salt + text)


@dataclass(frozen=True)
class Entry:
    """进入日志树的一件事：档案、档案内序号、种类、时间、经手人、内容承诺。"""

    stream: str
    stream_no: int
    kind: str
    at: datetime
    actor: str
    committed: bytes


def leaf(entry: Entry) -> bytes:
    """叶：进入日志树的文本，与数据库函数 ``journal_leaf`` 逐字节相同 (test-held)."""
    moment = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    stream_no, committed = str(entry.stream_no), entry.committed.hex()
    lines = ("tongban.event/1", entry.stream, stream_no, entry.kind, moment, entry.actor, committed)
    return "\n".join(lines).encode()


def leaf_hash(leaf_bytes: bytes, *, algorithm: str) -> bytes:
    """叶摘要：``H(0x00 ‖ 叶)``，算法为 sha256 或 sm3 (RFC 6962 §2.1)."""
    return digest(algorithm, b"\x00" + leaf_bytes)
