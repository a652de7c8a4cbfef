"""会话：存在数据库里，读的时候一条语句、不经模型 (``SESSION_ENGINE``; every signed-in request reads it)."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(db.SessionStore):
    """会话存取。"""

    def load(self) -> dict[str, Any]:
        """读会话；没有或已过期的为空 (one statement)."""
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return dict(self.decode(found[0]))
