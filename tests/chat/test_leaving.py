"""Leaving a Hive takes effect at once on open sockets; a new room is heard without a reload."""

import contextvars
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from app.chat import live
from app.chat.models import Room
from app.core import clock
from app.core.extensions import db, socketio
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.models import Membership
from app.hives.services import add_membership, end_membership, move_memberships
from tests.conventions.county import County
from tests.hives.conftest import role_of
from tests.live_phone import LivePhone
from tests.live_server import LiveServer


@pytest.fixture
def county(app: Flask) -> County:
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
        if phone.is_connected():
            phone.disconnect()


def _told(phone: SocketIOTestClient, event: str) -> list[dict[str, Any]]:
    return [each["args"][0] for each in phone.get_received() if each["name"] == event]


def test_on_connecting_a_phone_is_told_which_rooms_it_hears(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    assert _told(open_phone(Role.CARER), "rooms:heard") == [{"room_ids": [county.room.id]}]
    assert _told(open_phone(Role.MANAGER), "rooms:heard") == [{"room_ids": []}]


def test_a_role_that_ends_takes_the_room_from_this_persons_phones_alone(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    leaving, staying = open_phone(Role.LINK_CARER), open_phone(Role.CARER)
    end_membership(role_of(county.people[Role.LINK_CARER], county.hive))
    # No sleep and no sweep by hand: it happens with the commit.
    assert _told(leaving, "room:left") == [{"room_id": county.room.id, "unread_total": 0}]
    assert _told(staying, "room:left") == []
    socketio.emit("chat:message_sent", {"html": "after"}, to=f"chat-{county.room.id}")
    assert _told(leaving, "chat:message_sent") == []
    assert len(_told(staying, "chat:message_sent")) == 1


def test_nothing_is_told_when_the_work_is_rolled_back(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    phone = open_phone(Role.LINK_CARER)
    held = role_of(county.people[Role.LINK_CARER], county.hive)

    def fail() -> None:
        with unit_of_work():
            end_membership(held)
            raise RuntimeError("something else went wrong")

    with pytest.raises(RuntimeError):
        fail()
    live.sweep()
    assert _told(phone, "room:left") == []


def test_many_changes_in_one_work_are_looked_at_once(
    county: County,
    open_phone: Callable[[Role], SocketIOTestClient],
    monkeypatch: pytest.MonkeyPatch,
):
    open_phone(Role.CARER)
    looks: list[float] = []
    monkeypatch.setattr(live, "sweep", lambda pause=0.0: looks.append(pause))
    with unit_of_work():
        for role in (Role.CARER, Role.SUPPORT_WORKER):
            add_membership(person=county.people[role], role=Role.LINK_CARER, hive=county.hive)
    assert looks.count(0.0) == 1  # those of the process's own round come with a pause


def test_a_move_ends_one_room_and_begins_the_other_at_once(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    phone, mover = open_phone(Role.CARER), county.people[Role.CARER]
    far = county.stranger().memberships[0].hive
    room_id = db.session.scalars(sa.select(Room.id).where(Room.hive_id == far.id)).one()
    move_memberships(people_ids=[mover.id], from_hive=county.hive, to_hive=far)
    left = _told(phone, "room:left")
    assert [each["room_id"] for each in left] == [county.room.id]
    assert left[0]["unread_total"] == 1  # what was said in the new room before
    socketio.emit("chat:message_sent", {"html": "new"}, to=f"chat-{room_id}")
    assert len(_told(phone, "chat:message_sent")) == 1


def test_two_roles_in_a_hive_end_one_after_the_other_and_the_room_with_the_last(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    person = county.people[Role.LINK_CARER]
    second = add_membership(person=person, role=Role.CARER, hive=county.hive)
    phone = open_phone(Role.LINK_CARER)
    end_membership(second)
    assert _told(phone, "room:left") == []
    end_membership(role_of(person, county.hive))
    assert len(_told(phone, "room:left")) == 1


def _until(is_so: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("leaving"))
    server.prepare()
    server.start()
    yield server
    server.stop()


def test_on_a_real_server_the_room_is_left_with_the_request_that_ends_the_role(server: LiveServer):
    lisa, sam = LivePhone(server.url, "lisa"), LivePhone(server.url, "sam")
    david = LivePhone(server.url, "david")
    lisa.connect()
    sam.connect()
    room_id = 1
    role = _membership_of(server, "lisa")
    david.post(f"/memberships/{role}/end")
    assert _until(lambda: room_id in lisa.left, seconds=0.5)  # well before the next sweep
    assert sam.send(room_id, "after")["ok"]
    assert _until(lambda: any("after" in each["html"] for each in sam.heard), seconds=3)
    assert not any("after" in each["html"] for each in lisa.heard)
    assert lisa.send(room_id, "me too")["problem"]["status"] == 404
    assert sam.left == []
    for phone in (lisa, sam):
        phone.socket.disconnect()


def test_what_ends_in_another_process_is_noticed_within_three_seconds(server: LiveServer):
    aisha = LivePhone(server.url, "aisha")
    aisha.connect()
    engine = sa.create_engine(f"sqlite:///{server.environ['HIVE_INSTANCE']}/hive.sqlite")
    with engine.begin() as connection:
        number = _membership_of(server, "aisha")
        connection.execute(sa.text("DELETE FROM memberships WHERE id = :id"), {"id": number})
    engine.dispose()
    assert _until(lambda: 1 in aisha.left, seconds=3)
    aisha.socket.disconnect()


def _membership_of(server: LiveServer, who: str) -> int:
    engine = sa.create_engine(f"sqlite:///{server.environ['HIVE_INSTANCE']}/hive.sqlite")
    with engine.connect() as connection:
        query = (
            "SELECT memberships.id FROM memberships JOIN people ON people.id = person_id "
            "WHERE email = :email AND hive_id = 1"
        )
        found = connection.execute(sa.text(query), {"email": f"{who}@demo.example"}).scalars().all()
    engine.dispose()
    assert len(found) == 1
    return int(found[0])


def test_a_date_that_passes_ends_it_too(
    county: County, open_phone: Callable[[Role], SocketIOTestClient]
):
    phone = open_phone(Role.LINK_CARER)
    with unit_of_work():
        db.session.execute(
            sa.update(Membership)
            .where(Membership.person_id == county.people[Role.LINK_CARER].id)
            .values(until_on=clock.today().replace(year=2021))
        )
    live.sweep()
    assert len(_told(phone, "room:left")) == 1
