"""Open Socket.IO connections that only listen, to see what each one costs the server."""

from websocket import WebSocket, create_connection


def open_sockets(port: int, cookie: str, count: int) -> list[WebSocket]:
    """Connect `count` times as the person whose cookie this is, and leave them open."""
    return [_open(port, cookie) for _ in range(count)]


def _open(port: int, cookie: str) -> WebSocket:
    socket = create_connection(
        f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
        cookie=cookie,
        origin=f"http://127.0.0.1:{port}",
        timeout=10,
    )
    opened = socket.recv()
    if not str(opened).startswith("0"):
        raise RuntimeError(f"no Engine.IO at the other end: {opened!r}")
    socket.send("40")
    # The server may tell an event before it says that the connection stands.
    while str(answer := socket.recv()).startswith("42"):
        pass
    if not str(answer).startswith("40"):
        raise RuntimeError(f"the socket was refused: {answer!r}")
    return socket
