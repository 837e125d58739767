"""A room in which people talk, and what phones are told of it."""

import contextvars
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from app.accounts.models import Person
from app.chat import fan_out
from app.chat.services import reacting, reading, typing
from app.core.extensions import socketio
from app.core.pace import Pace
from tests.chat.andover import Andover
from tests.chat.talk import Talk
from tests.conventions.county import County


@pytest.fixture
def talk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """The room of a Hive; nothing leaves it, what phones would be told is kept."""
    talk = Talk(County.founded())

    def note(_room_id: int, event: str, payload: dict[str, Any], **_order: Any) -> None:
        talk.told.append((event, payload))

    monkeypatch.setattr(reacting, "_PACE", Pace(at_once=40, a_second=1))
    for module in (fan_out, reading, typing):
        monkeypatch.setattr(module, "tell_room", note)
    return talk


@pytest.fixture
def andover(app: Flask) -> Andover:
    """Two Hives with everybody around them."""
    return Andover.built()


@pytest.fixture
def open_phone(
    app: Flask, client_for: Callable[..., FlaskClient]
) -> Iterator[Callable[[Person], SocketIOTestClient]]:
    """Opens the app on a person's phone: it hears their rooms."""
    phones: list[SocketIOTestClient] = []

    def make(person: Person) -> SocketIOTestClient:
        client = client_for(person)
        phone = contextvars.Context().run(socketio.test_client, app, flask_test_client=client)
        phones.append(phone)
        return phone

    yield make
    for phone in phones:
        if phone.is_connected():
            phone.disconnect()
