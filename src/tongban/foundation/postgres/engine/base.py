"""连接：好不好看一眼套接字，线一断就还 (Django looks for ``base.DatabaseWrapper`` in an engine)."""

import select
import threading
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.postgresql import base


class _Held:
    """A connection that is closed when nobody holds this any more."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __del__(self) -> None:
        self._connection.close()


class _OfThread(threading.local):
    """What a thread has opened; it goes with the thread."""

    def __init__(self) -> None:
        self.held: WeakKeyDictionary[DatabaseWrapper, _Held] = WeakKeyDictionary()


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc, unused-ignore]
    """数据库连接：开它的线程结束时随即关闭。

    Django leaves it to the garbage collector, which comes late; the web server ends its idle threads and starts others, so
    that the server would run out of connections.
    """

    _of_thread = _OfThread()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """新开一条，记在这个线程名下；几个线程轮流用的 (`lending`) 不归哪一个。"""
        opened = super().get_new_connection(conn_params)
        if not self.allow_thread_sharing:
            self._of_thread.held[self] = _Held(opened)
        return opened

    def is_usable(self) -> bool:
        """还能用：没有断，服务器也没有说再见。

        Asked once a request (``CONN_HEALTH_CHECKS``). An idle connection has nothing to read; when there is something, it is
        the end of the connection or the server's parting word. That costs 2 µs; Django's ``SELECT 1`` costs 300.
        """
        if self.connection is None or self.connection.closed:
            return False
        looking = select.poll()
        looking.register(self.connection.pgconn.socket, select.POLLIN | select.POLLHUP | select.POLLERR)
        return not looking.poll(0)
