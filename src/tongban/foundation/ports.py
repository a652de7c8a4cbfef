"""端口：能不能用、有没有人应答 (whether an address can be listened on, and whether somebody answers there)."""

import errno
import http.client
import socket

from tongban.foundation.refusal import Refusal


class PortTaken(Refusal):
    """端口被占：别的程序正在用。"""

    code = "port.taken"
    says = "端口 {port} 已被别的程序占用。 Port {port} is already in use by another program."
    next_step = "请换一个端口，如 PORT={other} make run。 Choose another, such as: PORT={other} make run."


class PortUnusable(Refusal):
    """端口不能用：号码不对、权限不够，或本机没有这个地址。"""

    code = "port.unusable"
    says = "不能在 {host} 的端口 {port} 上提供服务：{why}。 Cannot serve on {host} port {port}: {why}."
    next_step = (
        "请用 PORT=<1024 到 65535 之间的号码> 和 HOST=<本机地址> 指定。"
        " Name another with PORT=<1024 to 65535> and HOST=<an address of this machine>."
    )


def number(text: str) -> int:
    """把文字读成端口号。 Refuses: PortUnusable."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise PortUnusable(
        host="-",
        port=text[:40],
        why="不是 1 到 65535 之间的号码 (not a number from 1 to 65535)",
    )


def must_be_free(*, host: str, port: int) -> None:
    """端口要空着。 Refuses: PortTaken, PortUnusable."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port=port, other=port + 80 if port < 65400 else 8080) from None
        raise PortUnusable(host=host, port=port, why=error.strerror or str(error)) from None


def free(*, host: str) -> int:
    """一个此刻空着的端口（测试和测速用）。"""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def reachable(host: str) -> str:
    """在本机上访问它该用的主机名（监听全部地址时用回环地址）。"""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked about, not bound


def address(*, host: str, port: int) -> str:
    """网址 (an http:// address a person can open on this machine)."""
    name = reachable(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def answers(*, host: str, port: int, path: str) -> int | None:
    """问一次，返回应答的状态码；没有应答为 None。"""
    asking = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        asking.request("GET", path)
        return asking.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()
