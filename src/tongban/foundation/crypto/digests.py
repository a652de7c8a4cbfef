"""摘要与消息鉴别码：SHA-256 与 SM3 (digests and MACs, each by its id)."""

import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as hazmat_hmac

from tongban.foundation.crypto.errors import AlgorithmUnknown

SHA256 = "sha256"
SM3 = "sm3"
HMAC_SHA256 = "hmac-sha256"
HMAC_SM3 = "hmac-sm3"


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _sm3_hashlib(content: bytes) -> bytes:
    return hashlib.new("sm3", content, usedforsecurity=True).digest()


def _sm3_cryptography(content: bytes) -> bytes:
    state = hashes.Hash(hashes.SM3())
    state.update(content)
    return state.finalize()


def _hmac_sha256(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, "sha256")


def _hmac_sm3_hashlib(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, "sm3")


def _hmac_sm3_cryptography(key: bytes, content: bytes) -> bytes:
    state = hazmat_hmac.HMAC(key, hashes.SM3())
    state.update(content)
    return state.finalize()


def _openssl_offers_sm3() -> bool:
    """Depends on the OpenSSL behind Python; listed is not always usable, so one digest is taken."""
    try:
        _sm3_hashlib(b"")
    except ValueError:
        return False
    return True


_SM3_IN_HASHLIB = _openssl_offers_sm3()

DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    SHA256: _sha256,
    SM3: _sm3_hashlib if _SM3_IN_HASHLIB else _sm3_cryptography,
}
MACS: dict[str, Callable[[bytes, bytes], bytes]] = {
    HMAC_SHA256: _hmac_sha256,
    HMAC_SM3: _hmac_sm3_hashlib if _SM3_IN_HASHLIB else _hmac_sm3_cryptography,
}


def digest(algorithm: str, content: bytes) -> bytes:
    """摘要：按代号计算，32 字节 (digest by algorithm id; 32 bytes for both known algorithms).

    Source: FIPS 180-4 (sha256), GB/T 32905-2016 (sm3).
    Refuses: AlgorithmUnknown.
    """
    if (function := DIGESTS.get(algorithm)) is None:
        raise AlgorithmUnknown(algorithm=algorithm)
    return function(content)


def mac(algorithm: str, key: bytes, content: bytes) -> bytes:
    """消息鉴别码：按代号计算，32 字节 (MAC by algorithm id; 32 bytes).

    Source: RFC 2104 / GB/T 15852.2 (HMAC).
    Refuses: AlgorithmUnknown.
    """
    if (function := MACS.get(algorithm)) is None:
        raise AlgorithmUnknown(algorithm=algorithm)
    return function(key, content)
