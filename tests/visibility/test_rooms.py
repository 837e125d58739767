"""In any county, a room is read, written in and heard by those the design's table names alone."""

import contextvars
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given

from app.core.extensions import socketio
from tests.visibility import oracle
from tests.visibility.built import Built
from tests.visibility.counties import County, counties
from tests.visibility.test_visibility import built_anew, some_counties

pytestmark = pytest.mark.timeout(900)

__all__ = ["built_anew"]

PAGES = ("", "/people", "/mute", "/pins", "/messages/1")


@some_counties
@given(county=counties())
def test_who_may_read_a_room_opens_its_pages_and_nobody_else_does(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    wrong = []
    for number, person in enumerate(built.people):
        client = client_for(person)
        for talk, room in zip(county.talks, built.rooms, strict=True):
            may = oracle.reads_room(county, number, talk)
            paths = [f"/chat/rooms/{room.id}{page}" for page in PAGES]
            for path in (*paths, f"/api/v1/rooms/{room.id}/messages"):
                if client.get(path).status_code != (200 if may else 404):
                    wrong.append(f"person {number} at {path} ({talk}), may read: {may}")
    assert wrong == []


@some_counties
@given(county=counties())
def test_who_may_write_in_a_room_does_and_just_its_readers_hear_it(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    people = range(len(built.people))
    clients = [client_for(person) for person in built.people]
    phones = [
        contextvars.Context().run(socketio.test_client, app, flask_test_client=client)
        for client in clients
    ]
    wrong = []
    for talk, room in zip(county.talks, built.rooms, strict=True):
        readers = {each for each in people if oracle.reads_room(county, each, talk)}
        for number in people:
            for phone in phones:
                phone.get_received()
            letter = {"client_id": str(uuid.uuid4()), "text": "Hello"}
            answer = clients[number].post(f"/api/v1/rooms/{room.id}/messages", json=letter)
            may = oracle.writes_in_room(county, number, talk)
            if answer.status_code != (201 if may else 403 if number in readers else 404):
                wrong.append(f"person {number}: {answer.status_code} in {talk}, may write: {may}")
            heard = {
                each
                for each in people
                if any(fact["name"] == "chat:message_sent" for fact in phones[each].get_received())
            }
            if heard != (readers if answer.status_code == 201 else set()):
                wrong.append(f"{talk} is heard by {heard}, read by {readers}")
    assert wrong == []


@some_counties
@given(county=counties())
def test_one_opens_direct_rooms_with_whom_one_may_write_to_and_nobody_else(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    wrong = []
    for number, person in enumerate(built.people):
        client = client_for(person)
        offered = client.get("/chat/new").text
        for each, other in enumerate(built.people):
            may = oracle.may_write_to(county, number, each)
            answer = client.post("/chat/direct", data={"person_id": other.id})
            if answer.status_code != (303 if may else 404):
                wrong.append(f"person {number} to {each}: {answer.status_code}, may: {may}")
            if (f'name="person_id" value="{other.id}"' in offered) != may:
                wrong.append(f"person {number} is offered {each}: may be {may}")
    assert wrong == []
