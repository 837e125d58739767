"""The WebSocket of one phone, written to at once.

Engine.IO gives each socket a queue and a greenlet that empties it. Here whatever is sent goes to
the network straight away, in the order it was sent: a message for forty phones costs forty calls
of `send` and nothing else. A phone that reads slowly has what is for it kept, up to a bound;
beyond it the line is cut, and the phone comes back and catches up.

Used as Engine.IO's `websocket` class (`Line.take_over`); for gevent under gunicorn.
"""

import contextlib
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import engineio
import gevent
from engineio import packet as packets
from engineio.exceptions import EngineIOError
from gevent.socket import wait_write
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import ProtocolError

from app.core.pace import Pace
from app.core.websocket import frame_of, shaken

log = logging.getLogger(__name__)

#: What is kept for a phone that reads slowly, in bytes, and how long it may read nothing.
MOST_KEPT = 512 * 1024
STALLED_SECONDS = 30
#: What the system keeps for it besides; left alone, that grows to some megabytes.
_SYSTEM_KEEPS = 128 * 1024
_READ = 8192
_TOO_BIG = CloseConnection(CloseReason.MESSAGE_TOO_BIG)


class Line:
    """One open WebSocket. For Engine.IO it is the socket's queue as well."""

    #: How many frames a phone may send at once, and a second: who sends more is read more slowly.
    pace = Pace(at_once=200, a_second=50)
    longest = 256 * 1024

    @classmethod
    def take_over(cls, server: engineio.Server, *, longest: int, at_once: int) -> None:
        """Let every socket of `server` be a line; messages to it are `longest` bytes or fewer."""
        cls.longest = longest
        cls.pace = Pace(at_once=at_once, a_second=50)
        server._async = {**server._async, "websocket": cls}

    def __init__(self, handler: Callable[..., Any], server: engineio.Server) -> None:
        self._engine: engineio.Socket = handler.__self__  # type: ignore[attr-defined]
        self._server = server
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self._is_draining = False
        self._is_gone = False
        self._moved_at = 0.0
        self.ping_due: float | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self._socket: socket.socket = environ["gunicorn.socket"]
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SYSTEM_KEEPS)
        # gevent's own `send` would wait for a slow reader; the socket within it does not.
        is_plain = not isinstance(self._socket, ssl.SSLSocket)
        self._at_once: Any = getattr(self._socket, "_sock", None) if is_plain else None
        try:
            accepted, self._protocol = shaken(environ)
        except ProtocolError:
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"This is not a WebSocket request."]
        self._become_the_queue(accepted)
        try:
            self._read()
        finally:
            self._finish()
        # gunicorn's sign that the connection has been dealt with.
        raise StopIteration

    def _become_the_queue(self, accepted: bytes) -> None:
        engine = self._engine
        waiting = engine.queue
        engine.connected = engine.upgraded = True
        engine.queue = self
        engine.schedule_ping = self._ponged
        self.write(accepted)
        while not waiting.empty():
            self.put(waiting.get(block=False))
        _lines.add(self)
        _start_keeping()

    # What Engine.IO calls on a queue.

    def put(self, packet: packets.Packet | None) -> None:
        """Send a packet; None: there will be no more."""
        if packet is None:
            self.cut()
        else:
            self.write(frame_of(packet.encode()))

    def join(self) -> None:
        """Nothing waits here to be taken."""

    # Writing.

    def write(self, frames: bytes) -> None:
        """Hand whole frames to the network, after all that came before; never waits."""
        if self._is_gone:
            return
        if self._kept or self._at_once is None:
            self._keep(frames)
            return
        try:
            sent = self._at_once.send(frames)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut()
            return
        if sent < len(frames):
            self._keep(frames[sent:])

    def _keep(self, rest: bytes) -> None:
        self._kept.append(rest)
        self._kept_bytes += len(rest)
        if self._kept_bytes > MOST_KEPT:
            log.warning("slow_reader_cut_off")
            self.cut()
        elif not self._is_draining:
            self._is_draining = True
            self._moved_at = time.monotonic()
            gevent.spawn(self._drain)

    def _drain(self) -> None:
        try:
            while self._kept and not self._is_gone:
                waiting = b"".join(self._kept)
                self._kept, self._kept_bytes = [waiting], len(waiting)
                sent = self._send_when_ready(waiting)
                # More may have been kept meanwhile, behind what was just sent.
                self._kept[0] = waiting[sent:]
                self._kept_bytes -= sent
                self._moved_at = time.monotonic()
                if not self._kept[0]:
                    del self._kept[0]
        except OSError:
            self.cut()
        finally:
            self._is_draining = False

    def _send_when_ready(self, waiting: bytes) -> int:
        if self._at_once is None:
            return self._socket.send(waiting)
        wait_write(self._socket.fileno())
        try:
            sent: int = self._at_once.send(waiting)
        except BlockingIOError:
            return 0
        return sent

    def cut(self) -> None:
        """End the connection; the greenlet that reads it notices and clears up."""
        if self._is_gone:
            return
        self._is_gone = True
        self._kept.clear()
        self._kept_bytes = 0
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    # Reading.

    def _read(self) -> None:
        whole: list[Any] = []
        size = 0
        for event in self._events():
            if isinstance(event, TextMessage | BytesMessage):
                size += len(event.data)
                if size > self.longest:
                    self.write(self._protocol.send(_TOO_BIG))
                    return
                whole.append(event.data)
                if event.message_finished:
                    text, whole, size = _joined(whole), [], 0
                    self._take(text)
            elif isinstance(event, Ping | CloseConnection):
                self.write(self._protocol.send(event.response()))
                if isinstance(event, CloseConnection):
                    return

    def _events(self) -> Iterator[Event]:
        while not self._is_gone:
            try:
                data = self._socket.recv(_READ)
                if not data:
                    return
                self._protocol.receive_data(data)
                yield from self._protocol.events()
            except (OSError, ProtocolError):
                return

    def _take(self, text: str | bytes) -> None:
        while seconds := self.pace.seconds_to_wait(self):
            gevent.sleep(seconds)
        try:
            self._engine.receive(packets.Packet(encoded_packet=text))
        except (ValueError, TypeError, LookupError, EngineIOError):
            log.info("unreadable_packet")
            self.cut()

    def _finish(self) -> None:
        self._is_gone = True
        _lines.discard(self)
        self.pace.forget(self)
        self._engine.close(wait=False, abort=True, reason=self._server.reason.TRANSPORT_CLOSE)
        self._server.sockets.pop(self._engine.sid, None)

    # Keeping it alive.

    def _ponged(self) -> None:
        """Instead of Engine.IO's `schedule_ping`, which holds a greenlet for each socket."""
        self._engine.last_ping = None
        self.ping_due = time.monotonic() + self._server.ping_interval

    def look_after(self, now: float) -> None:
        """Ping the phone when it is time; cut off one that has long read nothing."""
        if self._kept and now - self._moved_at > STALLED_SECONDS:
            log.warning("stalled_reader_cut_off")
            self.cut()
        elif self.ping_due is not None and now >= self.ping_due:
            self.ping_due = None
            self._engine.last_ping = time.time()
            self.put(packets.Packet(packets.PING))


_lines: set[Line] = set()


@cache
def _start_keeping() -> None:
    """Once in a process, with its first line."""
    gevent.spawn(_look_after_lines)


def _look_after_lines() -> None:
    while True:
        gevent.sleep(1)
        now = time.monotonic()
        for line in list(_lines):
            line.look_after(now)


def _joined(parts: Sequence[Any]) -> str | bytes:
    if len(parts) == 1:
        return bytes(parts[0]) if isinstance(parts[0], bytearray) else parts[0]
    return "".join(parts) if isinstance(parts[0], str) else b"".join(parts)
