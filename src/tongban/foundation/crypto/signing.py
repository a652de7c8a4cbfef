"""签名：以密钥环里的事件签名密钥签、验，签名自带密钥代号 (signatures that name their key)."""

from dataclasses import dataclass
from typing import Self

from tongban.foundation.crypto.encoding import from_text, to_text
from tongban.foundation.crypto.keyring import KeyRing, Purpose, house_ring
from tongban.foundation.crypto.provider import CryptoProvider, provider


@dataclass(frozen=True, kw_only=True)
class Signature:
    """签名：算法、密钥代号、签名值 (text form ``<algorithm>.<key id>.<base64url>``)."""

    algorithm: str
    key_id: str
    value: bytes

    def __str__(self) -> str:
        return f"{self.algorithm}.{self.key_id}.{to_text(self.value)}"

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """读签名文本：不成形则为 None。"""
        pieces = text.split(".")
        value = from_text(pieces[-1])
        if len(pieces) != 3 or value is None:
            return None
        return cls(algorithm=pieces[0], key_id=pieces[1], value=value)


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """公钥：可交给任何人验签 (raw bytes, 32 for Ed25519)."""

    key_id: str
    algorithm: str
    value: bytes


def sign(content: bytes, *, ring: KeyRing | None = None) -> Signature:
    """签：用现用的事件签名密钥。"""
    ring = ring or house_ring()
    key = ring.current(Purpose.EVENT_SIGNING)
    return Signature(
        algorithm=key.algorithm,
        key_id=key.id,
        value=ring.crypto.sign(key.algorithm, key.material, content),
    )


def verify(content: bytes, signature: Signature, *, ring: KeyRing | None = None) -> bool:
    """验：用签名自报的密钥，旧密钥签的也验 (False for a key that is not an event-signing key of this ring)."""
    ring = ring or house_ring()
    public = next((key for key in public_keys(ring=ring) if key.key_id == signature.key_id), None)
    return public is not None and verify_with(public, content, signature, crypto=ring.crypto)


def verify_with(
    public: PublicKey, content: bytes, signature: Signature, *, crypto: CryptoProvider | None = None
) -> bool:
    """以指定公钥验：对方区县的签名即如此验 (algorithm and key id must be those of the trusted key)."""
    if (signature.algorithm, signature.key_id) != (public.algorithm, public.key_id):
        return False
    return (crypto or provider()).verify(public.algorithm, public.value, content, signature.value)


def public_keys(*, ring: KeyRing | None = None) -> tuple[PublicKey, ...]:
    """本机公钥，由旧到新：可以公布 (oldest first)."""
    ring = ring or house_ring()
    return tuple(
        PublicKey(
            key_id=key.id, algorithm=key.algorithm, value=ring.crypto.public_key(key.algorithm, key.material)
        )
        for key in ring.keys(Purpose.EVENT_SIGNING)
    )
