"""A small SMS gateway that speaks the sample's protocol, well or badly: answers, hangs, drips, breaks, talks nonsense."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tongban.foundation.messaging.sms import signature

SECRET = "a secret of the test"


class GatewayServer(ThreadingHTTPServer):
    """Keeps what it was asked and what it really sent; a key it has seen it answers, and does not send again."""

    daemon_threads = True

    def __init__(self, mode: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = mode
        self.asked: list[dict[str, Any]] = []
        self.sent: dict[str, dict[str, Any]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class _Handler(BaseHTTPRequestHandler):
    server: GatewayServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["X-Signature"] != signature(body, secret=SECRET):
            return self._answer(401, {"error": "signature"})
        message = json.loads(body)
        self.server.asked.append(message)
        getattr(self, f"_{self.server.mode}")(message)

    def _well(self, message: dict[str, Any]) -> None:
        self.server.sent.setdefault(message["key"], message)
        self._answer(200, {"reference": f"r-{message['key'][:8]}"})

    def _echo(self, message: dict[str, Any]) -> None:
        self.server.sent.setdefault(message["key"], message)
        self._answer(200, {"reference": message["to"]})

    def _hang(self, message: dict[str, Any]) -> None:
        time.sleep(30)

    def _drip(self, message: dict[str, Any]) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        for _ in range(300):
            try:
                self.wfile.write(b".")
            except OSError:
                return
            time.sleep(0.1)

    def _broken(self, message: dict[str, Any]) -> None:
        self._answer(500, {"error": f"could not send to {message['to']}"})

    def _never(self, message: dict[str, Any]) -> None:
        self._answer(422, {"error": f"{message['to']} is no number"})

    def _garbage(self, message: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"<html>您的号码 {message['to']}</html>".encode())

    def _cut(self, message: dict[str, Any]) -> None:
        self.connection.close()

    def _answer(self, status: int, facts: dict[str, Any]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(facts).encode())

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def gateway_server(mode: str = "well") -> Iterator[GatewayServer]:
    """A gateway on a free port, for as long as the block lasts."""
    server = GatewayServer(mode)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
