"""寄一份 JSON：到时间没有答完就挂断，一秒也不多等 (one POST with one deadline for the whole exchange).

A socket's own timeout starts anew with every byte, so a server that drips could hold the worker for hours; here a
watchdog hangs up when the time is over. Redirects are not followed: the operator named one address.
"""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

MOST_BYTES = 65_536


class NoAnswer(Exception):
    """没有得到答复：``code`` 是 timeout、refused 或 broken。"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answer:
    """答复：状态码和（至多 64 KB 的）正文。"""

    status: int
    body: bytes

    def facts(self) -> dict[str, Any] | None:
        """JSON 对象；不是的话是 None。"""
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


def post(address: str, *, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    """寄出并等答复，至多 ``seconds`` 秒。 Raises: NoAnswer."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    try:
        return _exchange(connection, parts.path or "/", body, headers)
    except TimeoutError:
        raise NoAnswer("timeout") from None
    except ConnectionRefusedError:
        raise NoAnswer("refused") from None
    except (OSError, HTTPException):
        raise NoAnswer("broken") from None
    finally:
        connection.close()


def _exchange(connection: HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection.connect()
    hung_up: list[bool] = []
    watchdog = Timer(connection.timeout or 0, _hang_up, [connection.sock, hung_up])
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        found = Answer(answer.status, answer.read(MOST_BYTES))
    except (OSError, HTTPException):
        if hung_up:
            raise TimeoutError from None
        raise
    finally:
        watchdog.cancel()
    if hung_up:
        raise TimeoutError
    return found


def _hang_up(line: socket.socket, hung_up: list[bool]) -> None:
    hung_up.append(True)
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        line.close()
