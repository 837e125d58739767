"""Just enough of WebSocket (RFC 6455) and Socket.IO for a client that must cost next to nothing."""

import base64
import os
import socket
from collections.abc import Iterator

_MASK = b"\0\0\0\0"  # a mask of noughts is allowed, and leaves the text as it is


class Closed(Exception):
    """The server has closed the connection."""


ORIGIN = "https://hive.example"


def connect(port: int, cookie: str, path: str) -> socket.socket:
    """An open WebSocket to a server of this machine; raises `Closed` when it is refused."""
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    line.sendall(
        (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {ORIGIN}\r\n"
            f"Cookie: {cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        more = line.recv(1)
        if not more:
            break
        head += more
    if b" 101 " not in head.split(b"\r\n", 1)[0]:
        raise Closed(head.decode(errors="replace"))
    return line


def frame_of(text: bytes) -> bytes:
    """A text frame as a client sends it."""
    size = len(text)
    if size < 126:
        return bytes((0x81, 0x80 | size)) + _MASK + text
    return b"\x81\xfe" + size.to_bytes(2, "big") + _MASK + text


def frames_in(buffer: bytearray) -> Iterator[bytes]:
    """The texts of the whole frames in `buffer`, which keeps what is not whole yet."""
    start = 0
    try:
        while True:
            head, size = _lengths(buffer, start)
            end = start + head + size
            if not head or end > len(buffer):
                return
            kind = buffer[start]
            text = bytes(buffer[start + head : end])
            start = end
            if kind == 0x88:
                raise Closed("the server has closed the connection")
            if kind == 0x81:
                yield text
    finally:
        del buffer[:start]


def _lengths(buffer: bytearray, start: int) -> tuple[int, int]:
    """How long the head and the text of the frame at `start` are; (0, 0): not all there."""
    there = len(buffer) - start
    if there < 2:
        return 0, 0
    size = buffer[start + 1]
    if size < 126:
        return 2, size
    head = 4 if size == 126 else 10
    if there < head:
        return 0, 0
    return head, int.from_bytes(buffer[start + 2 : start + head], "big")
