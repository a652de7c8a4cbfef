"""封存：文件落盘前加密，磁盘、备份里都没有明文；离开自己的摘要就打不开 (file contents at rest).

Layout: ``tbf1 <algorithm> <key id>\\n`` in ASCII, then nonce 12 ‖ ciphertext ‖ tag 16. Authenticated with it: version,
algorithm, key id and the digest of the plaintext, so that no file can stand in for another. The digest stays that of the
plaintext (SHA-256): records and events name it, and equal contents are kept once.
"""

from cryptography.exceptions import InvalidTag

from tongban.foundation.crypto.encoding import joined
from tongban.foundation.crypto.errors import SealBroken
from tongban.foundation.crypto.keyring import KeyRing, Purpose, house_ring

_VERSION = "tbf1"
_LONGEST_HEAD = 200
_BEGINS = f"{_VERSION} ".encode()
HEAD = len(_BEGINS)


def seal(content: bytes, *, digest: str, ring: KeyRing | None = None) -> bytes:
    """封：用现用的文件密钥加密；``digest`` 为明文的摘要。"""
    ring = ring or house_ring()
    key = ring.current(Purpose.FILE)
    sealed = ring.crypto.seal(key.algorithm, key.material, content, _bound(key.algorithm, key.id, digest))
    return f"{_VERSION} {key.algorithm} {key.id}\n".encode() + sealed


def unseal(kept: bytes, *, digest: str, ring: KeyRing | None = None) -> bytes:
    """启：还原明文，旧密钥封的也能启。 Refuses: SealBroken (changed, or another file under this digest), KeyMissing."""
    ring = ring or house_ring()
    algorithm, key_id, sealed = _parsed(kept, digest)
    key = ring.key(key_id)
    if key.purpose is not Purpose.FILE or key.algorithm != algorithm:
        raise SealBroken(place=_place(digest))
    try:
        return ring.crypto.open(algorithm, key.material, sealed, _bound(algorithm, key_id, digest))
    except (InvalidTag, ValueError):
        raise SealBroken(place=_place(digest)) from None


def is_sealed(head: bytes) -> bool:
    """开头的 ``HEAD`` 个字节看，是不是封好的 (no kind of file that is admitted begins so)."""
    return head == _BEGINS


def _parsed(kept: bytes, digest: str) -> tuple[str, str, bytes]:
    end = kept.find(b"\n", 0, _LONGEST_HEAD)
    pieces = kept[: max(end, 0)].decode("ascii", "replace").split(" ")
    if len(pieces) != 3 or pieces[0] != _VERSION:
        raise SealBroken(place=_place(digest))
    return pieces[1], pieces[2], kept[end + 1 :]


def _bound(algorithm: str, key_id: str, digest: str) -> bytes:
    return joined(_VERSION, algorithm, key_id, digest)


def _place(digest: str) -> str:
    return f"文件 {digest[:12]}"
