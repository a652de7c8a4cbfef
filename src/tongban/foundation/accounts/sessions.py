"""会话：存在数据库里，一条语句连同账号一起读、不经模型 (``SESSION_ENGINE``; every signed-in request reads it).

The row's ``account_id`` only finds the account quickly. Who is signed in stands in the signed content, and
`recognition` compares the two.
"""

from functools import cache, lru_cache
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.core import signing

from tongban.foundation.accounts.models import Account, Session
from tongban.foundation.reading import KEYS, Reading
from tongban.foundation.rows import columns

ACCOUNT = columns(Account)
_READ = """
    SELECT s.session_key, s.session_data, {columns}
    FROM accounts_session s LEFT JOIN accounts_account a ON a.id = s.account_id
    WHERE s.session_key = {keys} AND s.expire_date > now()
"""
_companions: dict[str, str] = {}
MOST_KEPT = 4096  # sessions of one process whose signature need not be computed again


def accompany(name: str, told: str) -> None:
    """会话之外一起读的一项：``told`` 是一个取值的 SQL，``a`` 是登录的账号那一行 (a scalar; null when there is none)."""
    _companions[name] = told


class SessionStore(db.SessionStore):
    """会话存取；``account`` 是登录账号的各列，``companions`` 是一起读到的，只对这个账号作数。"""

    account: tuple[Any, ...] | None = None
    companions: dict[str, Any] = {}

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """自己的表。"""
        return Session

    def load(self) -> dict[str, Any]:
        """读会话；没有或已过期的为空 (one statement)."""
        found = SESSIONS.row(self.session_key or "")
        if found is None:
            self._session_key = None
            return {}
        _, content, *told = found
        if told[0] is not None:
            self.account = tuple(told[: len(ACCOUNT)])
            self.companions = dict(zip(_companions, told[len(ACCOUNT) :], strict=True))
        return self.decode(content)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """会话内容；一个字没变的，签名不必再验 (the same text carries the same signature)."""
        try:
            return dict(self.serializer().loads(_signed(str(session_data), self.key_salt)))
        except (signing.BadSignature, ValueError):
            return dict(super().decode(session_data))  # Django's own answer, and its line in the log

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """要存的一行，账号另存一列。"""
        row: Any = super().create_model_instance(data)
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row  # type: ignore[no-any-return]


@cache
def _statement(companions: tuple[str, ...]) -> str:
    return _READ.format(columns=", ".join([*(f"a.{name}" for name in ACCOUNT), *companions]), keys=KEYS)


SESSIONS = Reading(lambda: _statement(tuple(_companions.values())))


class _AsItIs:
    """The signed bytes themselves: each request reads its own content from them, and may change it."""

    def loads(self, content: bytes) -> bytes:
        return content


@lru_cache(maxsize=MOST_KEPT)
def _signed(session_data: str, salt: str) -> bytes:
    """Refuses what is not signed by this house: BadSignature, which is not kept."""
    content: bytes = signing.loads(session_data, salt=salt, serializer=cast(Any, _AsItIs))
    return content
