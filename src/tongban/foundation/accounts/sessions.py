"""会话：存在数据库里，一条语句连同账号一起读、不经模型 (``SESSION_ENGINE``; every signed-in request reads it).

The row's ``account_id`` only finds the account quickly. Who is signed in stands in the signed content, and
`recognition` compares the two.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection

from tongban.foundation.accounts.models import Account, Session

ACCOUNT = tuple(field.attname for field in Account._meta.concrete_fields)
_READ = """
    SELECT s.session_data, {columns} FROM accounts_session s LEFT JOIN accounts_account a ON a.id = s.account_id
    WHERE s.session_key = %s AND s.expire_date > now()
"""
_companions: dict[str, str] = {}


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
        columns = ", ".join([*(f"a.{name}" for name in ACCOUNT), *_companions.values()])
        with connection.cursor() as cursor:
            cursor.execute(_READ.format(columns=columns), [self.session_key])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        content, number, last = found[0], found[1], len(ACCOUNT) + 1
        if number is not None:
            self.account = found[1:last]
            self.companions = dict(zip(_companions, found[last:], strict=True))
        return dict(self.decode(content))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """要存的一行，账号另存一列。"""
        row: Any = super().create_model_instance(data)
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row  # type: ignore[no-any-return]
