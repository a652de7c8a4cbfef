"""密码模块接口：软件模块现成，SDF/HSM 与 SM2 日后照此接入 (the seam between the product and whoever computes).

A key travels as bytes: for the software module the key itself, for a hardware module (GM/T 0018 SDF) the handle under
which the machine keeps it. Nothing above this line may look inside.
"""

import secrets
from collections.abc import Callable
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tongban.foundation.crypto import ciphers, digests
from tongban.foundation.crypto.errors import AlgorithmUnknown, ProviderUnknown

ED25519 = "ed25519"
RANDOM_TEXT = "random-text"
_SYMMETRIC_BYTES = {digests.HMAC_SHA256: 32, digests.HMAC_SM3: 32, ED25519: 32, RANDOM_TEXT: 48}


class CryptoProvider(Protocol):
    """密码模块：谁来做摘要、加密和签名 (who computes; every call names its algorithm by id)."""

    @property
    def name(self) -> str:
        """登记名。"""

    def new_key(self, algorithm: str) -> bytes:
        """造密钥：返回密钥或其句柄 (a fresh key, or the handle of one)."""

    def digest(self, algorithm: str, content: bytes) -> bytes:
        """摘要，32 字节。"""

    def mac(self, algorithm: str, key: bytes, content: bytes) -> bytes:
        """消息鉴别码，32 字节。"""

    def seal(self, algorithm: str, key: bytes, content: bytes, associated: bytes) -> bytes:
        """鉴别加密：返回 随机数 ‖ 密文 ‖ 标签 (nonce 12 bytes ‖ ciphertext ‖ tag 16 bytes)."""

    def open(self, algorithm: str, key: bytes, sealed: bytes, associated: bytes) -> bytes:
        """鉴别解密：不符即抛 InvalidTag (raises cryptography's InvalidTag)."""

    def sign(self, algorithm: str, key: bytes, content: bytes) -> bytes:
        """签名。"""

    def verify(self, algorithm: str, public_key: bytes, content: bytes, signature: bytes) -> bool:
        """验签：对则真，不对则假，从不抛错。"""

    def public_key(self, algorithm: str, key: bytes) -> bytes:
        """公钥：由私钥（或句柄）得公钥原文。"""


class SoftwareProvider:
    """软件密码模块：SHA-256/SM3、AES-256-GCM/SM4-GCM、Ed25519 (all on OpenSSL; for demonstration and small districts)."""

    name = "software"

    def new_key(self, algorithm: str) -> bytes:
        """造密钥：取自操作系统的密码学随机源。"""
        if algorithm in _SYMMETRIC_BYTES:
            return secrets.token_bytes(_SYMMETRIC_BYTES[algorithm])
        return secrets.token_bytes(ciphers.cipher_kind(algorithm).key_bytes)

    def digest(self, algorithm: str, content: bytes) -> bytes:
        """摘要，32 字节。"""
        return digests.digest(algorithm, content)

    def mac(self, algorithm: str, key: bytes, content: bytes) -> bytes:
        """消息鉴别码，32 字节。"""
        return digests.mac(algorithm, key, content)

    def seal(self, algorithm: str, key: bytes, content: bytes, associated: bytes) -> bytes:
        """鉴别加密：每次新取 96 位随机数，一把密钥至多封 2^32 次 (NIST SP 800-38D 8.3)."""
        nonce = secrets.token_bytes(ciphers.NONCE_BYTES)
        return nonce + ciphers.cipher_kind(algorithm).build(key).encrypt(nonce, content, associated)

    def open(self, algorithm: str, key: bytes, sealed: bytes, associated: bytes) -> bytes:
        """鉴别解密：不符即抛 InvalidTag。"""
        nonce, body = sealed[: ciphers.NONCE_BYTES], sealed[ciphers.NONCE_BYTES :]
        return ciphers.cipher_kind(algorithm).build(key).decrypt(nonce, body, associated)

    def sign(self, algorithm: str, key: bytes, content: bytes) -> bytes:
        """签名：Ed25519，64 字节 (RFC 8032)."""
        _require_ed25519(algorithm)
        return _private_key(key).sign(content)

    def verify(self, algorithm: str, public_key: bytes, content: bytes, signature: bytes) -> bool:
        """验签：对则真，不对（含公钥不成形）则假。"""
        _require_ed25519(algorithm)
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True

    def public_key(self, algorithm: str, key: bytes) -> bytes:
        """公钥：32 字节原文。"""
        _require_ed25519(algorithm)
        return _private_key(key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _require_ed25519(algorithm: str) -> None:
    if algorithm != ED25519:
        raise AlgorithmUnknown(algorithm=algorithm)


def _private_key(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)


_REGISTRY: dict[str, Callable[[], CryptoProvider]] = {}


def register(name: str, build: Callable[[], CryptoProvider]) -> None:
    """登记密码模块：名称与构造办法 (built at first use, so that a machine without the card still starts)."""
    _REGISTRY[name] = build
    provider.cache_clear()


@cache
def provider(name: str = SoftwareProvider.name) -> CryptoProvider:
    """取密码模块：同名只造一次。 Refuses: ProviderUnknown."""
    if name not in _REGISTRY:
        raise ProviderUnknown(provider=name)
    return _REGISTRY[name]()


register(SoftwareProvider.name, SoftwareProvider)
