"""鉴别加密算法：AES-256-GCM 与 SM4-GCM，每个算法一个代号 (the AEAD ciphers by id)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tongban.foundation.crypto.errors import AlgorithmUnknown

AES_256_GCM = "aes-256-gcm"
SM4_GCM = "sm4-gcm"
NONCE_BYTES = 12
TAG_BYTES = 16


class Aead(Protocol):
    """鉴别加密：密文尾部带 16 字节鉴别标签 (ciphertext ‖ tag)."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """加密：返回 密文 ‖ 标签。"""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """解密：标签不符即抛 InvalidTag。"""


class Sm4Gcm:
    """SM4-GCM：与 AESGCM 同一接口 (same calls as AESGCM). Source: GB/T 32907-2016, RFC 8998."""

    def __init__(self, key: bytes) -> None:
        self._cipher = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """加密：返回 密文 ‖ 标签。"""
        context = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        context.authenticate_additional_data(associated_data or b"")
        return context.update(data) + context.finalize() + context.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """解密：标签不符即抛 InvalidTag。"""
        if len(data) < TAG_BYTES:
            raise InvalidTag
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        context = Cipher(self._cipher, modes.GCM(nonce, tag)).decryptor()
        context.authenticate_additional_data(associated_data or b"")
        return context.update(body) + context.finalize()


@dataclass(frozen=True, kw_only=True)
class CipherKind:
    """算法档案：密钥长度（字节）与构造办法 (key length in bytes, and how to build it from a key)."""

    key_bytes: int
    build: Callable[[bytes], Aead]


CIPHERS: dict[str, CipherKind] = {
    AES_256_GCM: CipherKind(key_bytes=32, build=AESGCM),
    SM4_GCM: CipherKind(key_bytes=16, build=Sm4Gcm),
}


def cipher_kind(algorithm: str) -> CipherKind:
    """查算法：按代号取档案。 Refuses: AlgorithmUnknown."""
    if (kind := CIPHERS.get(algorithm)) is None:
        raise AlgorithmUnknown(algorithm=algorithm)
    return kind
