"""The WebSocket of a phone, as bytes on a real connection: see app/core/line.py."""

import contextlib
import json
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from app.core.line import MOST_KEPT
from app.core.websocket import frame_of
from tests.live_phone import LivePhone
from tests.live_server import LiveServer

ROOM = 1
_SENT = '42["chat:message_sent"'
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


class RawPhone:
    """A phone that speaks WebSocket by hand, so that it can speak it badly."""

    def __init__(self, server: LiveServer, who: str, **headers: str) -> None:
        signed_in = LivePhone(server.url, who)
        cookie = "; ".join(f"{each.name}={each.value}" for each in signed_in.cookies)
        self.line = socket.socket()
        self.line.settimeout(10)
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        self.line.connect(("127.0.0.1", server.port))
        wanted = {
            "Host": f"127.0.0.1:{server.port}",
            "Origin": server.url,
            "Cookie": cookie,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        } | headers
        head = "".join(f"{name}: {value}\r\n" for name, value in wanted.items() if value)
        request = f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n{head}\r\n"
        self.line.sendall(request.encode())
        self.answer = b""
        while b"\r\n\r\n" not in self.answer:
            self.answer += self.line.recv(1)

    def join(self) -> "RawPhone":
        self.send(TEXT, b"40")
        while not self.next_text().startswith("40"):
            pass
        return self

    def send(self, kind: int, payload: bytes, *, is_last: bool = True) -> None:
        mask = os.urandom(4)
        head = bytes(((0x80 if is_last else 0) | kind,))
        if len(payload) < 126:
            head += bytes((0x80 | len(payload),))
        elif len(payload) < 65536:
            head += b"\xfe" + len(payload).to_bytes(2, "big")
        else:
            head += b"\xff" + len(payload).to_bytes(8, "big")
        masked = bytes(byte ^ mask[nth % 4] for nth, byte in enumerate(payload))
        self.line.sendall(head + mask + masked)

    def ask(self, event: str, data: object) -> None:
        self.send(TEXT, f"421{json.dumps([event, data])}".encode())

    def next(self) -> tuple[int, bytes]:
        """The kind and content of the next frame; raises `EOFError` when the line was cut."""
        first, size = self._read(2)
        if size == 126:
            size = int.from_bytes(self._read(2), "big")
        elif size == 127:
            size = int.from_bytes(self._read(8), "big")
        return first & 0xF, self._read(size)

    def all_that_comes(self) -> Iterator[tuple[int, bytes]]:
        """Every whole frame until the line is cut."""
        with contextlib.suppress(EOFError, ConnectionResetError):
            while True:
                yield self.next()

    def next_text(self) -> str:
        while True:
            kind, content = self.next()
            if kind == TEXT:
                return content.decode()

    def _read(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            more = self.line.recv(size - len(content))
            if not more:
                raise EOFError
            content += more
        return content


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("sockets"), SENDS_AT_ONCE="100000")
    server.prepare()
    server.start()
    yield server
    server.stop()


def _until(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def _letter(text: str) -> dict[str, object]:
    return {"room_id": ROOM, "client_id": str(uuid.uuid4()), "text": text}


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536])
def test_a_frame_says_how_long_it_is(size: int):
    frame = frame_of("x" * size)
    assert frame[0] == 0x81
    if size < 126:
        assert frame[1:2] == bytes((size,))
    elif size < 65_536:
        assert frame[1:4] == b"\x7e" + size.to_bytes(2, "big")
    else:
        assert frame[1:10] == b"\x7f" + size.to_bytes(8, "big")
    assert frame.endswith(b"x" * size)


def test_the_handshake_agrees_on_no_compression(server: LiveServer):
    phone = RawPhone(server, "sam", **{"Sec-WebSocket-Extensions": "permessage-deflate"})
    head = phone.answer.decode().lower()
    assert head.startswith("http/1.1 101")
    assert "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=" in head
    assert "sec-websocket-extensions" not in head


@pytest.mark.parametrize("missing", ["Sec-WebSocket-Key", "Sec-WebSocket-Version"])
def test_a_request_that_is_no_websockets_is_refused(server: LiveServer, missing: str):
    assert RawPhone(server, "sam", **{missing: ""}).answer.startswith(b"HTTP/1.1 400")


def test_a_message_in_pieces_is_one_message(server: LiveServer):
    phone = RawPhone(server, "sam").join()
    text = f"421{json.dumps(['chat:send', _letter('in pieces')])}".encode()
    phone.send(TEXT, text[:5], is_last=False)
    phone.send(PING, b"still here")
    phone.send(0x0, text[5:30], is_last=False)
    phone.send(0x0, text[30:])
    kinds = []
    while True:
        kind, content = phone.next()
        kinds.append((kind, content))
        if content.startswith(b"431"):
            break
    assert (PONG, b"still here") in kinds
    assert json.loads(kinds[-1][1][3:])[0]["ok"]


def test_several_frames_in_one_packet_are_answered_in_turn(server: LiveServer):
    phone = RawPhone(server, "sam").join()
    for count in range(5):
        phone.ask("chat:send", _letter(f"one of five {count}"))
    seqs: list[int] = []
    while len(seqs) < 5:
        text = phone.next_text()
        if text.startswith(_SENT):
            seqs.append(json.loads(text[2:])[1]["seq"])
    assert seqs == list(range(seqs[0], seqs[0] + 5))


@pytest.mark.parametrize(
    "sent",
    [b"", b"9", b"4", b"42", b'42["chat:send"', b"42[]", b"42{}", b"x", b"43", b'45-["a"]'],
)
def test_what_is_no_packet_ends_one_line_and_troubles_nobody(server: LiveServer, sent: bytes):
    bad, good = RawPhone(server, "sam").join(), RawPhone(server, "aisha").join()
    bad.send(TEXT, sent)
    good.ask("chat:send", _letter("all is well"))
    while not (text := good.next_text()).startswith("431"):
        pass
    assert json.loads(text[3:])[0]["ok"]


def test_a_message_that_is_too_big_ends_the_line(server: LiveServer):
    phone = RawPhone(server, "sam").join()
    phone.send(TEXT, b"x" * 300_000)
    frames = list(phone.all_that_comes())
    assert (CLOSE, 1009) in [(kind, int.from_bytes(content[:2], "big")) for kind, content in frames]


def test_closing_is_answered(server: LiveServer):
    phone = RawPhone(server, "sam").join()
    phone.send(CLOSE, (1000).to_bytes(2, "big"))
    while (frame := phone.next())[0] != CLOSE:
        pass
    assert frame[1][:2] == (1000).to_bytes(2, "big")


def test_a_slow_reader_is_cut_off_and_comes_back_and_catches_up(server: LiveServer):
    """It reads nothing while more is said than is kept for it; the others miss nothing."""
    slow, other = RawPhone(server, "sam").join(), LivePhone(server.url, "aisha")
    other.connect()
    first = other.send(ROOM, "begin")["message"]["seq"]
    text = "x" * 4_000  # some 12 KB on the wire
    # What the system itself buffers on both sides comes on top of what Hive keeps.
    wanted = (MOST_KEPT + 1024 * 1024) // 12_000
    for _ in range(wanted):
        assert other.send(ROOM, text)["ok"]
    assert _until(lambda: len(other.heard) == wanted + 1)
    assert [each["seq"] for each in other.heard] == list(range(first, first + wanted + 1))

    lines = [content.decode() for kind, content in slow.all_that_comes() if kind == TEXT]
    heard = [json.loads(each[2:])[1]["seq"] for each in lines if each.startswith(_SENT)]
    # What it did get is whole, in order and without a gap, up to where it was cut off.
    assert heard == list(range(first, first + len(heard)))
    assert len(heard) < wanted
    back = LivePhone(server.url, "sam")
    page = json.loads(back.get(f"/api/v1/rooms/{ROOM}/messages?after={heard[-1]}&limit=5"))
    assert page["messages"][0]["seq"] == heard[-1] + 1
    other.socket.disconnect()


def test_a_phone_that_reads_a_little_slowly_gets_everything(server: LiveServer):
    slow, other = RawPhone(server, "sam").join(), LivePhone(server.url, "aisha")
    other.connect()
    first = other.send(ROOM, "begin")["message"]["seq"]
    count = 40
    for _ in range(count):
        assert other.send(ROOM, "y" * 4_000)["ok"]
    heard: list[int] = []
    while len(heard) < count + 1:
        line = slow.next_text()
        if line.startswith(_SENT):
            heard.append(json.loads(line[2:])[1]["seq"])
    assert heard == list(range(first, first + count + 1))
    other.socket.disconnect()
