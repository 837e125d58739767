"""Who sends faster than people can read is slowed, in words; nobody else is."""

import contextvars
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from app.chat import sockets
from app.core.extensions import socketio
from app.core.roles import Role
from tests.conventions.county import County
from tests.live_phone import LivePhone
from tests.live_server import LiveServer
from tests.test_durability import _until

AT_ONCE = 60


@pytest.fixture
def county(app: Flask, monkeypatch: pytest.MonkeyPatch) -> County:
    # No time goes by: how slow the machine is must not matter.
    monkeypatch.setattr("app.core.pace.time", SimpleNamespace(monotonic=lambda: 1000.0))
    for pace in (sockets._PACE, sockets._TYPING_PACE):
        pace.forget_all()
    return County.founded()


@pytest.fixture
def open_phone(
    app: Flask, county: County, client_for: Callable[..., FlaskClient]
) -> Iterator[Callable[[Role], SocketIOTestClient]]:
    phones: list[SocketIOTestClient] = []

    def make(role: Role) -> SocketIOTestClient:
        client = client_for(county.people[role])
        phone = contextvars.Context().run(socketio.test_client, app, flask_test_client=client)
        phones.append(phone)
        return phone

    yield make
    for phone in phones:
        phone.disconnect()


def _ask(phone: SocketIOTestClient, event: str, data: dict[str, Any]) -> dict[str, Any]:
    def call() -> Any:
        return phone.emit(event, data, callback=True)

    answer: dict[str, Any] = contextvars.Context().run(call)
    return answer


def _letter(county: County, client_id: str | None = None) -> dict[str, Any]:
    return {
        "room_id": county.room.id,
        "client_id": client_id or str(uuid.uuid4()),
        "text": "again",
    }


def test_after_a_burst_a_phone_is_told_to_wait_and_others_are_not(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    eager, other = open_phone(Role.CARER), open_phone(Role.LINK_CARER)
    answers = [_ask(eager, "chat:send", _letter(county)) for _ in range(AT_ONCE + 20)]
    assert all(each["ok"] for each in answers[:AT_ONCE])
    refused = [each["problem"] for each in answers if not each["ok"]]
    assert refused
    assert {each["status"] for each in refused} == {429}
    assert refused[0]["detail"].startswith("You are sending faster than people can read. Wait 1 s")
    assert refused[0]["retry_after"] == 1
    assert _ask(other, "chat:send", _letter(county))["ok"]


def test_what_was_refused_goes_out_once_after_the_wait(
    app: Flask, county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    phone = open_phone(Role.CARER)
    client_id, refused = "", None
    while refused is None:
        client_id = str(uuid.uuid4())
        answer = _ask(phone, "chat:send", _letter(county, client_id))
        refused = answer.get("problem")
    # The wait is over; nothing of the refused one had been kept.
    app.extensions["hive_send_pace"].forget_all()
    first = _ask(phone, "chat:send", _letter(county, client_id))
    again = _ask(phone, "chat:send", _letter(county, client_id))
    assert first["ok"]
    assert first["message"]["seq"] == again["message"]["seq"]


def test_by_http_the_answer_says_when_to_come_back(
    county: County, client_for: Callable[..., FlaskClient]
):
    eager, other = client_for(county.people[Role.CARER]), client_for(county.people[Role.LINK_CARER])
    path = f"/api/v1/rooms/{county.room.id}/messages"
    answers = [eager.post(path, json=_letter(county)) for _ in range(AT_ONCE + 10)]
    refused = next(each for each in answers if each.status_code == 429)
    assert refused.headers["Retry-After"] == "1"
    assert refused.get_json()["retry_after"] == 1
    assert other.post(path, json=_letter(county)).status_code == 201


@pytest.mark.parametrize(("event", "count"), [("chat:typing", 7), ("chat:read", 61)])
def test_other_events_are_limited_too_for_each_person_by_themselves(
    county: County, open_phone: Callable[[Role], SocketIOTestClient], event: str, count: int
):
    eager, other = open_phone(Role.CARER), open_phone(Role.LINK_CARER)
    data = {"room_id": county.room.id, "seq": 1}
    answers = [_ask(eager, event, data) for _ in range(count * 2)]
    assert answers[0]["ok"]
    assert answers[-1]["problem"]["status"] == 429
    assert answers[-1]["problem"]["retry_after"] >= 1
    assert _ask(other, event, data)["ok"]


def test_typing_is_told_to_the_room_and_kept_nowhere(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    typist, reader = open_phone(Role.CARER), open_phone(Role.LINK_CARER)
    outside = open_phone(Role.MANAGER)
    for phone in (reader, outside):
        phone.get_received()
    assert _ask(typist, "chat:typing", {"room_id": county.room.id}) == {"ok": True}
    person = county.people[Role.CARER]
    [heard] = reader.get_received()
    assert heard["name"] == "chat:typing"
    assert heard["args"] == [
        {"room_id": county.room.id, "person_id": person.id, "name": person.name}
    ]
    assert outside.get_received() == []
    answer = _ask(outside, "chat:typing", {"room_id": county.room.id})
    assert answer["problem"]["status"] == 404


@pytest.mark.once
def test_a_flood_on_a_real_server_slows_its_sender_alone(tmp_path: Path):
    server = LiveServer(tmp_path, SENDS_AT_ONCE="5")
    server.prepare()
    server.start()
    try:
        eager, other = LivePhone(server.url, "sam"), LivePhone(server.url, "aisha")
        eager.connect()
        other.connect()
        answers: list[dict[str, Any]] = []
        for count in range(300):  # without waiting for any answer
            letter = {"room_id": 1, "text": f"flood {count}", "client_id": str(uuid.uuid4())}
            eager.socket.emit("chat:send", letter, callback=answers.append)
        assert other.send(1, "from the other")["ok"]
        assert other.socket.call("chat:read", {"room_id": 1, "seq": 1}, timeout=5)["ok"]
        assert _until(lambda: len(answers) == 300, seconds=60)
        refused = [each["problem"] for each in answers if not each["ok"]]
        assert refused
        assert {each["status"] for each in refused} == {429}
        assert all(each["retry_after"] >= 1 for each in refused)
        for phone in (eager, other):
            phone.socket.disconnect()
    finally:
        server.stop()
