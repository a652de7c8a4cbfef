"""盲索引：不解密也能按证件号、手机号找人 (equality look-up over sealed values, by a keyed digest).

Text form ``<key id>.<base64url of 32 bytes>``. The index key is not the encryption key; each kind of value has its own domain,
so that the same digits as a phone number and as an identity number do not meet. Normalising is the caller's: one value, one form.
"""

from tongban.foundation.crypto.encoding import joined, to_text
from tongban.foundation.crypto.keyring import Key, KeyRing, Purpose, house_ring

_DOMAIN = "tongban/blind-index/1"


def blind_index(value: str, *, kind: str, ring: KeyRing | None = None) -> str:
    """盲索引值：存库用，取现用密钥 (value already normalised; kind such as "id_number", "mobile")."""
    ring = ring or house_ring()
    return _indexed(value, kind, ring.current(Purpose.BLIND_INDEX), ring)


def blind_candidates(value: str, *, kind: str, ring: KeyRing | None = None) -> list[str]:
    """可能的盲索引值：查找用，轮换期间新旧都查 (for ``WHERE index = ANY(...)``; newest first)."""
    ring = ring or house_ring()
    return [_indexed(value, kind, key, ring) for key in reversed(ring.keys(Purpose.BLIND_INDEX))]


def needs_reindex(index: str, *, ring: KeyRing | None = None) -> bool:
    """待重算：不是用现用密钥算的。"""
    ring = ring or house_ring()
    return not index.startswith(f"{ring.current(Purpose.BLIND_INDEX).id}.")


def _indexed(value: str, kind: str, key: Key, ring: KeyRing) -> str:
    code = ring.crypto.mac(key.algorithm, key.material, joined(_DOMAIN, kind, value))
    return f"{key.id}.{to_text(code)}"
