"""A client that is not ours, written from docs/realtime.md with the python-socketio library."""

import http.cookiejar
import json
import queue
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import socketio

from app.accounts.demo_people import PASSWORD, email_of
from tests.live_server import LiveServer

WAIT = 10


class ForeignClient:
    """What somebody would write who has read docs/realtime.md and nothing else."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.facts: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self._cookies = http.cookiejar.CookieJar()
        self._http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._socket = socketio.Client(reconnection=False)
        self._socket.on("*", lambda event, data: self.facts.put((event, data)))

    def sign_in(self, email: str, password: str) -> None:
        form = urllib.parse.urlencode({"email": email, "password": password}).encode()
        self._http.open(f"{self.url}/sign-in", form).read()

    def join(self) -> list[int]:
        """Connect; the rooms heard from now on."""
        cookie = "; ".join(f"{each.name}={each.value}" for each in self._cookies)
        self._socket.connect(
            self.url,
            headers={"Cookie": cookie},
            transports=["websocket"],
            wait_timeout=WAIT,
        )
        room_ids: list[int] = self.next("rooms:heard")["room_ids"]
        return room_ids

    def leave(self) -> None:
        self._socket.disconnect()

    def send(self, room_id: int, text: str, client_id: str) -> dict[str, Any]:
        letter = {"room_id": room_id, "text": text, "client_id": client_id}
        answer: dict[str, Any] = self._socket.call("chat:send", letter, timeout=WAIT)
        return answer

    def call(self, event: str, data: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._socket.call(event, data, timeout=WAIT)
        return answer

    def next(self, wanted: str) -> dict[str, Any]:
        """The next fact of this name; raises `queue.Empty` when none comes."""
        while True:
            event, data = self.facts.get(timeout=WAIT)
            if event == wanted:
                return data

    def missed(self, room_id: int, after: int) -> list[dict[str, Any]]:
        """What was said after message number `after`, page by page."""
        messages: list[dict[str, Any]] = []
        while True:
            page = self.get(f"/api/v1/rooms/{room_id}/messages?after={after}&limit=20")
            messages += page["messages"]
            if not page["has_more"]:
                return messages
            after = messages[-1]["seq"]

    def get(self, path: str) -> dict[str, Any]:
        with self._http.open(self.url + path) as answer:
            told: dict[str, Any] = json.loads(answer.read())
            return told


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("foreign"))
    server.prepare()
    server.start()
    yield server
    server.stop()


def _signed_in(server: LiveServer, who: str) -> ForeignClient:
    client = ForeignClient(server.url)
    client.sign_in(email_of(who), PASSWORD)
    return client


def test_it_signs_in_joins_sends_receives_and_catches_up(server: LiveServer):
    mine, theirs = _signed_in(server, "sam"), _signed_in(server, "aisha")
    room_id = next(iter(set(mine.join()) & set(theirs.join())))

    client_id = str(uuid.uuid4())
    answer = mine.send(room_id, "Hello from a client of my own", client_id)
    assert answer["ok"]
    heard = theirs.next("chat:message_sent")
    assert heard == answer["message"]
    assert heard["client_id"] == client_id
    assert "Hello from a client of my own" in heard["html"]

    # Sent again, as after an answer that got lost: it counts once.
    assert mine.send(room_id, "Hello from a client of my own", client_id) == answer

    theirs.leave()
    said = [f"while you were away {count}" for count in range(45)]
    for text in said:
        assert mine.send(room_id, text, str(uuid.uuid4()))["ok"]

    back = _signed_in(server, "aisha")
    assert room_id in back.join()
    missed = back.missed(room_id, after=heard["seq"])
    assert [each["seq"] for each in missed] == list(
        range(heard["seq"] + 1, heard["seq"] + 1 + len(said))
    )
    assert all(text in each["html"] for text, each in zip(said, missed, strict=True))

    # And from there the live line goes on without a gap.
    after = mine.send(room_id, "and on it goes", str(uuid.uuid4()))["message"]
    assert back.next("chat:message_sent") == after
    assert after["seq"] == missed[-1]["seq"] + 1
    assert back.call("chat:read", {"room_id": room_id, "seq": after["seq"]}) == {
        "ok": True,
        "seq": after["seq"],
    }
    mine.leave()
    back.leave()


def test_it_is_told_in_words_what_it_did_wrong(server: LiveServer):
    client = _signed_in(server, "sam")
    room_id = client.join()[0]
    for event, data, status in (
        ("chat:send", {"room_id": room_id, "text": "no id of its own"}, 422),
        ("chat:send", "not even an object", 422),
        ("chat:send", None, 422),
        ("chat:send", {"room_id": 99_999, "text": "Hi", "client_id": str(uuid.uuid4())}, 404),
        ("chat:read", {"room_id": room_id}, 422),
        ("chat:typing", {"room_id": "one"}, 422),
    ):
        answer = client.call(event, data)
        assert answer["ok"] is False
        assert answer["problem"]["status"] == status, (event, data)
        assert answer["problem"]["detail"]
    client.leave()


def test_without_a_sign_in_it_is_refused(server: LiveServer):
    client = ForeignClient(server.url)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.join()
    with pytest.raises(urllib.error.HTTPError) as refused:
        client.get("/api/v1/rooms/1/messages")
    assert refused.value.code == 401
