"""The load generator: real WebSocket clients in a process of their own, on one epoll loop.

Reads a plan from standard input, a command (JSON) each line, and answers each with a line:

- `{"open": [[port, room, cookie, sockets], …], "path": "/socket.io/…"}` opens sockets;
- `{"steady": {"rate": 20, "seconds": 10}}` sends at a steady rate, whatever comes back;
- `{"burst": {"senders": 16, "seconds": 4}}` lets so many phones send as soon as their last message
  was acknowledged;
- `{"example": true}` sends one message and gives what the phones are told of it.

Every delivery is checked: the numbers a socket hears in its room follow each other, each message
reaches each socket of its room once, and carries what was sent.
"""

import gc
import json
import os
import select
import socket
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.chat.tally import TEXT, Tally
from bench.chat.wire import Closed, connect, frame_of, frames_in

_TOLD = b'42["chat:message_sent",'


@dataclass(slots=True)
class Phone:
    """One open socket."""

    line: socket.socket
    room: int
    buffer: bytearray = field(default_factory=bytearray)
    seq: int = 0
    ack: int = 0
    number: int = -1
    sent_at: float = 0.0
    asks_again: bool = False


class Phones:
    """All phones of the plan."""

    def __init__(self) -> None:
        self.phones: dict[int, Phone] = {}
        self.rooms: dict[int, list[Phone]] = {}
        self.poll = select.epoll()
        self.tally = Tally({})

    def open_all(self, sockets: list[tuple[int, int, str, int]], path: str) -> dict[str, Any]:
        """Open sockets: each is (port, room, cookie, how many)."""
        for port, room, cookie, count in sockets:
            self._open(port, room, cookie, count, path)
            self.turn(0)  # those that are open already answer the server's pings
        return {"open": len(self.phones)}

    def _open(self, port: int, room: int, cookie: str, count: int, path: str) -> None:
        for _ in range(count):
            line = connect(port, cookie, path)
            line.sendall(frame_of(b"40"))
            phone = Phone(line, room)
            self._until_connected(phone)
            line.setblocking(False)
            phone.number = line.fileno()
            self.phones[phone.number] = phone
            self.rooms.setdefault(room, []).append(phone)
            self.poll.register(line.fileno(), select.EPOLLIN)

    def _until_connected(self, phone: Phone) -> None:
        while True:
            more = phone.line.recv(65536)
            if not more:
                raise Closed("before the socket was connected")
            phone.buffer += more
            for text in frames_in(phone.buffer):
                if text.startswith(b"44"):
                    raise Closed(text.decode())
                if text.startswith(b"40"):
                    return

    def send(self, phone: Phone) -> None:
        """Say something, and ask for an acknowledgement."""
        client_id = str(uuid.uuid4())
        phone.ack += 1
        said = json.dumps(
            ["chat:send", {"room_id": phone.room, "client_id": client_id, "text": TEXT}]
        )
        phone.sent_at = time.perf_counter()
        self.tally.sent(client_id, phone.sent_at)
        self._write(phone, f"42{phone.ack}{said}".encode())

    def _write(self, phone: Phone, text: bytes) -> None:
        try:
            phone.line.send(frame_of(text))
        except OSError:
            self._closed(phone.number)

    def turn(self, timeout: float) -> None:
        """Read whatever has come; wait for it no longer than `timeout` seconds."""
        for number, _ in self.poll.poll(timeout, 512):
            if number in self.phones:
                self._read(self.phones[number])

    def _read(self, phone: Phone) -> None:
        try:
            more = phone.line.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._closed(phone.number)
            return
        now = time.perf_counter()
        phone.buffer += more
        try:
            for text in frames_in(phone.buffer):
                if text.startswith(_TOLD):
                    phone.seq = self.tally.told(phone.room, phone.seq, text, now)
                else:
                    self._other(phone, text, now)
        except Closed:
            self._closed(phone.number)

    def _closed(self, number: int) -> None:
        self.tally.faults["closed"] += 1
        if self.phones.pop(number, None):
            self.poll.unregister(number)

    def _other(self, phone: Phone, text: bytes, now: float) -> None:
        if text == b"2":
            self._write(phone, b"3")
        elif text.startswith(b"43"):
            is_well = self.tally.answered(text, now - phone.sent_at)
            if is_well and phone.asks_again:
                self.send(phone)

    def steady(self, rate: float, seconds: float) -> dict[str, Any]:
        """Send `rate` messages a second, the rooms in turn and in them the phones in turn."""
        turns = [
            self.rooms[room][nth % len(self.rooms[room])]
            for nth in range(int(rate * seconds))
            for room in [sorted(self.rooms)[nth % len(self.rooms)]]
        ]
        self._begin()
        began = time.perf_counter()
        for nth, phone in enumerate(turns):
            due = began + nth / rate
            while (left := due - time.perf_counter()) > 0:
                self.turn(left)
            self.send(phone)
        return self._result()

    def burst(self, senders: int, seconds: float) -> dict[str, Any]:
        """Let `senders` phones, shared out over the rooms, send again with each acknowledgement."""
        self._begin()
        chosen = self._spread(senders)
        began = time.perf_counter()
        for phone in chosen:
            phone.asks_again = True
            self.send(phone)
        while time.perf_counter() - began < seconds and any(p.asks_again for p in chosen):
            self.turn(0.05)
        ended = time.perf_counter()
        acknowledged, deliveries = self.tally.acknowledged, self.tally.deliveries
        for phone in chosen:
            phone.asks_again = False
        result = self._result()
        result["per_second"] = acknowledged / (ended - began)
        result["deliveries_per_second"] = deliveries / (ended - began)
        return result

    def example(self) -> dict[str, Any]:
        """Say something, and give what the phones are told of it."""
        self._begin()
        self.send(next(iter(self.phones.values())))
        self._result()
        return self.tally.example()

    def _spread(self, count: int) -> list[Phone]:
        """`count` phones, as many in each room, and spread over the room's."""
        rooms = sorted(self.rooms)
        chosen: list[Phone] = []
        for nth, room in enumerate(rooms):
            share = count // len(rooms) + (nth < count % len(rooms))
            phones = self.rooms[room]
            chosen += [phones[each * len(phones) // share] for each in range(share)]
        return chosen

    def _begin(self) -> None:
        self.tally = Tally({room: len(phones) for room, phones in self.rooms.items()})

    def _result(self) -> dict[str, Any]:
        until = time.perf_counter() + 10
        while time.perf_counter() < until and not self.tally.is_complete():
            self.turn(0.1)
        settle = time.perf_counter() + 0.3  # what comes twice would come about now
        while time.perf_counter() < settle:
            self.turn(0.05)
        return self.tally.result()


def main() -> None:
    """Do what the plan says, line by line."""
    gc.disable()
    phones = Phones()
    commands: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "open": lambda given: phones.open_all(given["open"], given["path"]),
        "steady": lambda given: phones.steady(**given["steady"]),
        "burst": lambda given: phones.burst(**given["burst"]),
        "example": lambda _: phones.example(),
    }
    for line in _lines(phones):
        given = json.loads(line)
        name = next(each for each in commands if each in given)
        answer = commands[name](given)
        print(json.dumps(answer), flush=True)


def _lines(phones: Phones) -> Iterator[bytes]:
    """The plan's lines; whoever is not sending still answers the server's pings."""
    waiting = b""
    while True:
        while b"\n" not in waiting:
            if select.select([sys.stdin], [], [], 0)[0]:
                more = os.read(sys.stdin.fileno(), 1 << 20)
                if not more:
                    return
                waiting += more
            else:
                phones.turn(0.05)
        line, waiting = waiting.split(b"\n", 1)
        yield line


if __name__ == "__main__":
    main()
