"""Who gets what from every socket event: a new one without a row here fails."""

import contextvars
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from app.accounts.models import Device
from app.chat.sockets import EVENTS
from app.core import access
from app.core.extensions import db, socketio
from app.core.roles import Role
from tests.conventions.county import County

#: Those with a sign-in. "far" is a carer of another Hive.
COLUMNS = ("carer", "link_carer", "support_worker", "social_worker", "manager", "far")

#: For each event: what a person of the Hive, one of another Hive and nobody get.
SOCKET_MATRIX = {
    "connect": ("in", "in", "refused"),
    "disconnect": ("out", "out", "out"),
    "chat:send": (True, 404, 401),
    "chat:read": (True, 404, 401),
    "chat:typing": (True, 404, 401),
}


def phone(app: Flask, client: FlaskClient) -> SocketIOTestClient:
    """An open socket, in a context of its own as each has in a server."""
    return contextvars.Context().run(socketio.test_client, app, flask_test_client=client)


def ask(phone: SocketIOTestClient, event: str, data: dict[str, Any]) -> Any:
    """What the server acknowledges `event` with."""
    return contextvars.Context().run(phone.emit, event, data, callback=True)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def somebody(
    county: County, client_for: Callable[..., FlaskClient]
) -> Callable[[str], FlaskClient]:
    def client(column: str) -> FlaskClient:
        if column == "nobody":
            return client_for(None)
        return client_for(county.stranger() if column == "far" else county.people[Role(column)])

    return client


def test_every_socket_event_has_a_row_and_declares_its_access():
    assert EVENTS.keys() == SOCKET_MATRIX.keys()
    assert all(access.declared_on(handler) for handler in EVENTS.values())


@pytest.mark.parametrize("event", ["chat:send", "chat:read", "chat:typing"])
def test_events_answer_each_role_as_the_matrix_says(
    app: Flask, county: County, somebody: Callable[[str], FlaskClient], event: str
):
    data = {"room_id": county.room.id, "text": "Hello", "seq": 1}
    for column in COLUMNS:
        client = phone(app, somebody(column))
        assert client.is_connected()
        answer = ask(client, event, data | {"client_id": str(uuid.uuid4())})
        is_in = column in {"carer", "link_carer", "support_worker"}
        assert answer["ok"] is is_in, column
        if not is_in:
            assert answer["problem"]["status"] == SOCKET_MATRIX[event][1]


def test_a_socket_without_a_sign_in_is_refused(app: Flask, somebody: Callable[[str], FlaskClient]):
    assert not phone(app, somebody("nobody")).is_connected()


@pytest.mark.parametrize("event", ["chat:send", "chat:read", "chat:typing"])
def test_an_event_after_the_sign_in_ended_is_a_401(
    app: Flask, county: County, somebody: Callable[[str], FlaskClient], event: str
):
    client = phone(app, somebody("carer"))
    with db.engine.begin() as connection:
        connection.execute(Device.__table__.update().values(ended_at=Device.created_at))
    data = {"room_id": county.room.id, "text": "Hi", "seq": 1, "client_id": str(uuid.uuid4())}
    answer = ask(client, event, data)
    assert answer["problem"]["status"] == SOCKET_MATRIX[event][2]
