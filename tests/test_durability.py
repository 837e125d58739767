"""Against real servers: nothing acknowledged is lost, and two processes act as one."""

import json
import re
import secrets
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import socketio
import sqlalchemy as sa

from tests.live_phone import LivePhone
from tests.live_server import ROOT, LiveServer

ROOM = 1


def _until(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return is_so()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path)
    server.prepare()
    server.start()
    yield server
    server.stop()


class Talker(threading.Thread):
    """A phone that talks until nobody answers."""

    def __init__(self, url: str, who: str) -> None:
        super().__init__()
        self.phone = LivePhone(url, who)
        self.sent: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self.phone.connect()

    def run(self) -> None:
        for count in range(200):
            client_id = str(uuid.uuid4())
            self.sent[client_id] = f"number {count}"
            try:
                if self.phone.send(ROOM, self.sent[client_id], client_id)["ok"]:
                    self.acknowledged.add(client_id)
            except (socketio.exceptions.SocketIOError, OSError):
                break

    def send_all_again(self) -> None:
        self.phone.connect()
        answers = [self.phone.send(ROOM, text, client_id) for client_id, text in self.sent.items()]
        self.phone.socket.disconnect()
        assert all(answer["ok"] for answer in answers)


@pytest.mark.slow
def test_acknowledged_messages_survive_a_kill_exactly_once(server: LiveServer):
    talkers = [Talker(server.url, who) for who in ("sam", "aisha", "lisa", "priya") * 5]
    for each in talkers:
        each.start()
    assert _until(lambda: sum(len(each.acknowledged) for each in talkers) > 100)
    server.kill()
    for each in talkers:
        each.join(timeout=30)
    acknowledged = {client_id for each in talkers for client_id in each.acknowledged}
    sent = {client_id for each in talkers for client_id in each.sent}
    server.start()
    stored = _stored(server)
    assert acknowledged <= set(stored)

    for each in talkers:  # every phone sends all it ever sent once more
        each.send_all_again()
    stored = _stored(server)
    assert len(stored) == len(set(stored))
    assert sent <= set(stored)
    assert _seqs(server) == list(range(1, len(stored) + 1))


def _rows(server: LiveServer, column: str) -> list[str]:
    engine = sa.create_engine(f"sqlite:///{server.environ['HIVE_INSTANCE']}/hive.sqlite")
    with engine.connect() as connection:
        query = sa.text(f"SELECT {column} FROM messages WHERE room_id = 1 ORDER BY seq")
        found = list(connection.execute(query).scalars())
    engine.dispose()
    return found


def _stored(server: LiveServer) -> list[str]:
    return [str(uuid.UUID(each)) for each in _rows(server, "client_id")]


def _seqs(server: LiveServer) -> list[int]:
    return [int(each) for each in _rows(server, "seq")]


def test_signing_out_elsewhere_silences_an_open_socket(server: LiveServer):
    listening, other = LivePhone(server.url, "aisha"), LivePhone(server.url, "sam")
    listening.connect()
    other.connect()
    other.send(ROOM, "before")
    assert _until(lambda: any("before" in each["html"] for each in listening.heard))
    listening.post("/sign-out")
    assert _until(lambda: listening.ended, seconds=6)
    heard = len(listening.heard)
    other.send(ROOM, "after")
    assert _until(lambda: any("after" in each["html"] for each in other.heard))
    assert len(listening.heard) == heard
    other.socket.disconnect()


@pytest.mark.postgres
@pytest.mark.redis
def test_two_processes_act_as_one(two_servers: tuple[LiveServer, LiveServer], tmp_path: Path):
    first, second = two_servers
    sam, aisha = LivePhone(first.url, "sam"), LivePhone(second.url, "aisha")
    sam.connect()
    aisha.connect()
    said = f"hello {secrets.token_hex(4)}"
    assert sam.send(ROOM, said)["ok"]
    assert _until(lambda: any(said in each["html"] for each in aisha.heard))
    assert sum(said in each["html"] for each in aisha.heard) == 1
    sam.socket.disconnect()
    aisha.socket.disconnect()

    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "flask", "worker"],
            cwd=ROOT,
            env=first.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    try:
        sam.post("/forgotten-password", email="sam@demo.example")
        mail = tmp_path / "mail"
        assert _until(lambda: len(list(mail.glob("*.eml"))) == 1, seconds=60)
        time.sleep(1)  # a second letter would come about now
        assert len(list(mail.glob("*.eml"))) == 1
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


@pytest.mark.postgres
@pytest.mark.redis
def test_a_role_ended_in_one_process_silences_the_sockets_of_the_other(
    two_servers: tuple[LiveServer, LiveServer],
):
    first, second = two_servers
    sam, lisa = LivePhone(first.url, "sam"), LivePhone(second.url, "lisa")
    david = LivePhone(first.url, "david")
    sam.connect()
    lisa.connect()
    people = david.get("/hives/1/people")
    lisas = re.search(r"Lisa Marchant.*?/memberships/(\d+)/end", people, re.DOTALL)
    assert lisas
    david.post(f"/memberships/{lisas.group(1)}/end")
    assert _until(lambda: ROOM in lisa.left, seconds=3)
    assert sam.send(ROOM, "after")["ok"]
    assert _until(lambda: any("after" in each["html"] for each in sam.heard))
    assert not any("after" in each["html"] for each in lisa.heard)
    sam.socket.disconnect()
    lisa.socket.disconnect()


def test_catching_up_after_a_gap_misses_nothing(server: LiveServer):
    sam = LivePhone(server.url, "sam")
    sam.connect()
    before = json.loads(sam.get(f"/api/v1/rooms/{ROOM}/messages"))["last_seq"]
    said = [f"number {count}" for count in range(60)]
    for each in said:
        sam.send(ROOM, each)
    sam.socket.disconnect()
    caught: list[str] = []
    more = True
    while more:
        page = json.loads(sam.get(f"/api/v1/rooms/{ROOM}/messages?after={before}&limit=25"))
        caught += [each["html"] for each in page["messages"]]
        before, more = page["messages"][-1]["seq"], page["has_more"]
    assert len(caught) == 60
    assert all(text in html for text, html in zip(said, caught, strict=True))
