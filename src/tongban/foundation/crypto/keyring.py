"""密钥环：每种用途一把现用密钥和若干旧密钥，首次启动时造好 (the product's own keys, one ring per installation).

The ring is one JSON file, ``keyring.json``, in a strongbox: ``{"version": 1, "keys": [{"id", "purpose", "algorithm",
"material"}]}``; the last key of a purpose is its current one. A running process sees a rotation made by another at once,
because each question first compares the file's version (one ``stat``); the house's own ring, which is asked several times in
every request, compares it twenty times a second.
"""

import base64
import binascii
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.foundation.crypto import ciphers, digests
from tongban.foundation.crypto.errors import KeyMissing, KeyRingDamaged, KeyStillCurrent
from tongban.foundation.crypto.provider import ED25519, RANDOM_TEXT, CryptoProvider, provider
from tongban.foundation.crypto.strongbox import Strongbox
from tongban.foundation.word import Word

_FILE = "keyring.json"
_VERSION = 1
HOUSE_LOOKS_EVERY = 0.05  # seconds


class Purpose(Word):
    """用途：一把密钥只作一种用途。"""

    FIELD = "field", "字段加密"
    FILE = "file", "文件加密"
    BLIND_INDEX = "blind", "盲索引"
    EVENT_SIGNING = "event", "事件签名"
    SESSION = "session", "会话密钥"


_PURPOSES = {purpose.value: purpose for purpose in Purpose}

DEFAULT_ALGORITHMS: Mapping[Purpose, str] = {
    Purpose.FIELD: ciphers.AES_256_GCM,
    Purpose.FILE: ciphers.AES_256_GCM,
    Purpose.BLIND_INDEX: digests.HMAC_SHA256,
    Purpose.EVENT_SIGNING: ED25519,
    Purpose.SESSION: RANDOM_TEXT,
}


@dataclass(frozen=True, kw_only=True)
class Key:
    """密钥：代号、用途、算法；密钥本身从不显示 (its material never shows in repr, logs or errors)."""

    id: str
    purpose: Purpose
    algorithm: str
    material: bytes = field(repr=False)


class KeyRing:
    """密钥环：现用密钥供封，旧密钥供启 (current keys seal, old keys still open)."""

    def __init__(
        self,
        folder: Path,
        *,
        algorithms: Mapping[Purpose, str] = DEFAULT_ALGORITHMS,
        crypto: CryptoProvider | None = None,
        looks_every: float = 0.0,
    ) -> None:
        """开环：没有就造一环；所选算法变了，就轮换到新算法；别的进程的轮换最迟 ``looks_every`` 秒看到。

        Refuses: KeysExposed, KeyRingDamaged.
        """
        self._box = Strongbox(folder)
        self._algorithms = {**DEFAULT_ALGORITHMS, **algorithms}
        self.crypto = crypto or provider()
        self._keys: dict[str, Key] = {}
        self._by_purpose: dict[Purpose, tuple[Key, ...]] = {}
        self._version: object = None
        self._looks_every, self._looked = looks_every, float("-inf")
        self._complete()

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._keys)})"

    def current(self, purpose: Purpose) -> Key:
        """现用密钥：此用途最新的一把。 Refuses: KeyMissing when the ring was taken away under a running process."""
        if not (keys := self.keys(purpose)):
            raise KeyMissing(key_id=purpose)
        return keys[-1]

    def key(self, key_id: str) -> Key:
        """按代号取密钥，旧的也给。 Refuses: KeyMissing."""
        self._refresh()
        if key_id not in self._keys:
            raise KeyMissing(key_id=key_id[:40])
        return self._keys[key_id]

    def keys(self, purpose: Purpose) -> tuple[Key, ...]:
        """此用途的全部密钥，由旧到新 (oldest first; the last is current)."""
        self._refresh()
        return self._by_purpose.get(purpose, ())

    def rotate(self, purpose: Purpose) -> Key:
        """轮换：添一把新的作现用，旧的留着启封 (adds a key and makes it current; the old ones stay for opening)."""
        with self._box.locked():
            keys = self._stored()
            made = self._made(purpose, keys)
            self._write({**keys, made.id: made})
        return made

    def destroy(self, key_id: str) -> None:
        """销毁旧密钥：用它封的数据须已全部重封。 Refuses: KeyMissing, KeyStillCurrent."""
        with self._box.locked():
            keys = self._stored()
            if key_id not in keys:
                raise KeyMissing(key_id=key_id[:40])
            if _of_purpose(keys, keys[key_id].purpose)[-1].id == key_id:
                raise KeyStillCurrent(key_id=key_id)
            self._write({known: key for known, key in keys.items() if known != key_id})

    def secret_texts(self) -> tuple[str, ...]:
        """会话密钥文本，由新到旧：第一个作 SECRET_KEY，其余作 SECRET_KEY_FALLBACKS (newest first)."""
        return tuple(_text(key.material) for key in reversed(self.keys(Purpose.SESSION)))

    def _complete(self) -> None:
        """Under the lock, so that two processes starting at once end with one ring."""
        with self._box.locked():
            keys = self._stored()
            wanting = [purpose for purpose in Purpose if self._wants_key(purpose, keys)]
            for purpose in wanting:
                made = self._made(purpose, keys)
                keys[made.id] = made
            if wanting:
                self._write(keys)
        self._read()

    def _wants_key(self, purpose: Purpose, keys: Mapping[str, Key]) -> bool:
        present = _of_purpose(keys, purpose)
        return not present or present[-1].algorithm != self._algorithms[purpose]

    def _made(self, purpose: Purpose, keys: Mapping[str, Key]) -> Key:
        algorithm = self._algorithms[purpose]
        number = 1 + max((_number(key.id) for key in _of_purpose(keys, purpose)), default=0)
        key_id = f"{purpose}-{number}-{secrets.token_hex(3)}"
        return Key(id=key_id, purpose=purpose, algorithm=algorithm, material=self.crypto.new_key(algorithm))

    def _stored(self) -> dict[str, Key]:
        content = self._box.read(_FILE)
        return {} if content is None else _parsed(content)

    def _write(self, keys: Mapping[str, Key]) -> None:
        self._box.replace(_FILE, _serialised(keys))
        self._read()

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._looked >= self._looks_every:
            self._looked = now
            self._read()

    def _read(self) -> None:
        """The version is taken before the content: a change in between is read again at the next question."""
        version = self._box.version(_FILE)
        if version != self._version:
            keys = self._stored()
            self._by_purpose = {purpose: _of_purpose(keys, purpose) for purpose in Purpose}
            self._keys, self._version = keys, version


def _of_purpose(keys: Mapping[str, Key], purpose: Purpose) -> tuple[Key, ...]:
    return tuple(key for key in keys.values() if key.purpose is purpose)


def _number(key_id: str) -> int:
    return int(key_id.split("-")[1])


def _text(material: bytes) -> str:
    return base64.urlsafe_b64encode(material).decode()


def _serialised(keys: Mapping[str, Key]) -> bytes:
    rows = [
        {"id": key.id, "purpose": key.purpose, "algorithm": key.algorithm, "material": _text(key.material)}
        for key in keys.values()
    ]
    return json.dumps({"version": _VERSION, "keys": rows}, indent=1).encode()


def _parsed(content: bytes) -> dict[str, Key]:
    try:
        ring = json.loads(content)
        if ring["version"] != _VERSION:
            raise KeyRingDamaged
        return {row["id"]: _key_of(row) for row in ring["keys"]}
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise KeyRingDamaged from None  # the cause would show a part of the file


def _key_of(row: Mapping[str, str]) -> Key:
    material = base64.b64decode(row["material"], altchars=b"-_", validate=True)
    return Key(id=row["id"], purpose=_PURPOSES[row["purpose"]], algorithm=row["algorithm"], material=material)


@cache
def _ring_in(folder: str, field_cipher: str, provider_name: str) -> KeyRing:
    chosen = {Purpose.FIELD: field_cipher, Purpose.FILE: field_cipher}
    crypto = provider(provider_name)
    return KeyRing(Path(folder), algorithms=chosen, crypto=crypto, looks_every=HOUSE_LOOKS_EVERY)


def house_ring() -> KeyRing:
    """本机密钥环：配置指定的文件夹，一个进程开一次 (settings KEYS_DIR, FIELD_CIPHER, CRYPTO_PROVIDER)."""
    return _ring_in(
        str(settings.KEYS_DIR),
        getattr(settings, "FIELD_CIPHER", ciphers.AES_256_GCM),
        getattr(settings, "CRYPTO_PROVIDER", "software"),
    )
