"""访客：一条不断的连接、自己的 cookie 和跨站令牌，像浏览器那样登录、查看、提交 (a small HTTP/1.1 visitor for our own site).

For measurements and fault tests, which share the machine with what they measure: a visit costs some 60 µs, where
``http.client`` costs ten times that. It speaks plain HTTP to one host and understands what our own server sends.
"""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Self
from urllib.parse import urlencode

CSRF_COOKIE, CSRF_FIELD = "csrftoken", "csrfmiddlewaretoken"
LOGIN = "/accounts/login/"
FORM = "application/x-www-form-urlencoded"
HTML = "text/html"


class NoAnswer(OSError):
    """没有答复：连接断了或等得太久；对方可能办了，也可能没办。"""


class NotSignedIn(Exception):
    """没有登录成功。"""


@dataclass(frozen=True, slots=True)
class Reply:
    """答复：状态码、头（小写名）、正文。"""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """正文文字。"""
        return self.body.decode(errors="replace")

    @property
    def location(self) -> str:
        """转去哪里；不转为空。"""
        return self.headers.get("location", "")


class Visitor:
    """访客：一次一个请求；断了的连接在下一个请求时重开，断了的请求绝不自动重发。"""

    def __init__(self, *, host: str, port: int, seconds: float = 30.0) -> None:
        """记下去哪里；``seconds`` 是等答复的上限。"""
        self.host, self.port, self.seconds = host, port, seconds
        self.cookies: dict[str, str] = {}
        self._socket: socket.socket | None = None
        self._reading: BinaryIO | None = None

    def __enter__(self) -> Self:
        """用完即关。"""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str, *, accept: str = HTML) -> Reply:
        """查看一页。 Raises: NoAnswer."""
        return self._asked(self._request("GET", path, accept=accept))

    def post(self, path: str, fields: Mapping[str, str], *, accept: str = HTML) -> Reply:
        """提交一张表，带上跨站令牌；不跟着转。 Raises: NoAnswer."""
        return self._asked(self._form(path, fields, accept=accept))

    def post_and_leave(self, path: str, fields: Mapping[str, str], *, after: float = 0.0) -> None:
        """提交一张表，``after`` 秒后不等答复就断开连接 (the line is cut before the answer is read)."""
        self._send(self._form(path, fields, accept=HTML))
        time.sleep(after)
        self.close()

    def follow(self, reply: Reply) -> Reply:
        """跟着转到下一页。 Raises: NoAnswer."""
        return self.get(reply.location) if reply.location else reply

    def sign_in(self, *, login: str, password: str) -> None:
        """登录：取登录页的令牌，交账号口令。 Raises: NoAnswer, NotSignedIn."""
        self.get(LOGIN)
        reply = self.post(LOGIN, {"login": login, "password": password})
        if reply.status != 302 or "sessionid" not in self.cookies:
            raise NotSignedIn(f"{reply.status} {reply.location}")

    def twin(self) -> "Visitor":
        """同一个人的另一个窗口：同样的 cookie，另一条连接。"""
        other = Visitor(host=self.host, port=self.port, seconds=self.seconds)
        other.cookies = dict(self.cookies)
        return other

    def close(self) -> None:
        """断开。"""
        for one in (self._reading, self._socket):
            if one is not None:
                one.close()
        self._reading = self._socket = None

    def _form(self, path: str, fields: Mapping[str, str], *, accept: str) -> bytes:
        token = {CSRF_FIELD: self.cookies.get(CSRF_COOKIE, "")}
        return self._request("POST", path, accept=accept, body=urlencode({**token, **fields}).encode())

    def _request(self, method: str, path: str, *, accept: str, body: bytes = b"") -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", f"Accept: {accept}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += [f"Content-Type: {FORM}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "\r\n"]).encode() + body

    def _asked(self, request: bytes) -> Reply:
        self._send(request)
        try:
            return self._reply()
        except (OSError, ValueError, IndexError) as error:
            self.close()
            raise NoAnswer(str(error)) from error

    def _send(self, request: bytes) -> None:
        try:
            if self._socket is None:
                self._socket = socket.create_connection((self.host, self.port), timeout=self.seconds)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._reading = self._socket.makefile("rb")
            self._socket.sendall(request)
        except OSError as error:
            self.close()
            raise NoAnswer(str(error)) from error

    def _reply(self) -> Reply:
        reading = self._reading
        if reading is None:
            raise NoAnswer("closed")
        status = int(reading.readline().split(b" ", 2)[1])
        headers: dict[str, str] = {}
        while (line := reading.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            if name.lower() == "set-cookie":
                self._keep_cookie(value)
            headers[name.lower()] = value.strip()
        reply = Reply(status, headers, _body(reading, headers))
        if headers.get("connection", "") == "close":
            self.close()
        return reply

    def _keep_cookie(self, text: str) -> None:
        name, _, value = text.partition(";")[0].strip().partition("=")
        if value in ("", '""'):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def _body(reading: BinaryIO, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "") == "chunked":
        return _chunks(reading)
    wanted = int(headers.get("content-length", "0"))
    body = reading.read(wanted)
    if len(body) < wanted:
        raise NoAnswer("cut short")
    return body


def _chunks(reading: BinaryIO) -> bytes:
    whole = bytearray()
    while size := int(reading.readline().split(b";")[0], 16):
        whole += reading.read(size)
        reading.readline()
    reading.readline()
    return bytes(whole)
