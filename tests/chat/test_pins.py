"""Pins: a few, for everybody in the room, set by those who may."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.chat import queries, services
from app.chat.models import Message
from app.chat.services.pinning import MOST_PINS, pin_message, unpin_message
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.roles import Role
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def _say(county: County, text: str = "Park at two") -> Message:
    return services.send_message(
        actor=county.people[Role.CARER],
        room_id=county.room.id,
        client_id=uuid.uuid4(),
        text=text,
    )[0]


def _pin(county: County, role: Role, message: Message) -> Message:
    return pin_message(actor=county.people[role], room_id=county.room.id, seq=message.seq)


def test_a_support_worker_pins_and_takes_the_pin_off(county: County):
    message = _say(county)
    pinned = _pin(county, Role.SUPPORT_WORKER, message)
    assert _pin(county, Role.SUPPORT_WORKER, message).change == pinned.change
    assert [each.seq for each in queries.pinned_in(county.room)] == [message.seq]
    actor = county.people[Role.SUPPORT_WORKER]
    for _ in range(2):
        unpin_message(actor=actor, room_id=county.room.id, seq=message.seq)
    assert queries.pinned_in(county.room) == []


def test_a_carer_does_not_pin_in_the_room_of_the_hive(county: County):
    with pytest.raises(NotAllowed):
        _pin(county, Role.CARER, _say(county))


def test_a_stranger_finds_no_message_to_pin(county: County):
    message = _say(county)
    with pytest.raises(NotFound):
        pin_message(actor=county.stranger(), room_id=county.room.id, seq=message.seq)


def test_there_are_never_too_many(county: County):
    for _ in range(MOST_PINS):
        _pin(county, Role.SUPPORT_WORKER, _say(county))
    with pytest.raises(Conflict):
        _pin(county, Role.SUPPORT_WORKER, _say(county))


def test_the_newest_pin_stands_on_top_of_the_room(
    county: County, client_for: Callable[..., FlaskClient]
):
    client = client_for(county.people[Role.SUPPORT_WORKER])
    room = f"/chat/rooms/{county.room.id}"
    assert "data-pin-line" not in client.get(room).text
    message = _say(county, "The key is with Priya")
    assert client.post(f"{room}/messages/{message.seq}/pin").status_code == 303
    assert "data-pin-line" in client.get(room).text
    assert "The key is with Priya" in client.get(f"{room}/pins").text
    assert client.post(f"{room}/messages/{message.seq}/unpin").status_code == 303
    assert "Nothing is pinned here" in client.get(f"{room}/pins").text
