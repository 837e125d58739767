"""Just enough of WebSocket (RFC 6455) to answer a request and to write a frame."""

from typing import Any

from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import AcceptConnection
from wsproto.handshake import H11Handshake
from wsproto.utilities import RemoteProtocolError


def frame_of(text: str) -> bytes:
    """A text as a WebSocket frame from the server (RFC 6455, 5.2)."""
    data = text.encode()
    size = len(data)
    if size < 126:
        return bytes((0x81, size)) + data
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + data
    return b"\x81\x7f" + size.to_bytes(8, "big") + data


def shaken(environ: dict[str, Any]) -> tuple[bytes, Connection]:
    """What answers the request, and the protocol from then on; raises `ProtocolError`.

    No compression is agreed on: it would take more memory than all the rest of a connection, and
    keep a message from being written once for all.
    """
    headers = [
        (name[5:].replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    shake = H11Handshake(ConnectionType.SERVER)
    shake.initiate_upgrade_connection(headers, environ.get("PATH_INFO", "/"))
    accepted = shake.send(AcceptConnection())
    if shake.connection is None:
        raise RemoteProtocolError("no connection")
    return accepted, shake.connection
