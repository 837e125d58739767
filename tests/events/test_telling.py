"""From the chat to an event and back: a poll becomes one, and a room is told of one."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.chat.models import Message, PollOption
from app.chat.services.polling import ask_poll, choose
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from tests.conventions.county import County
from tests.events.guests import an_event


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def test_the_day_most_people_chose_becomes_the_event(
    county: County, client_for: Callable[..., FlaskClient]
):
    leader, carer = county.people[Role.SUPPORT_WORKER], county.people[Role.CARER]
    days = [clock.today() + timedelta(days=nth) for nth in (8, 9, 10)]
    poll, _ = ask_poll(
        actor=carer,
        room_id=county.room.id,
        client_id=uuid.uuid4(),
        question="Bowling, when?",
        days=days,
    )
    option = db.session.scalars(sa.select(PollOption).where(PollOption.day == days[1])).one()
    choose(actor=leader, room_id=poll.room_id, seq=poll.seq, option_ids=[option.id])
    desk = client_for(leader)
    page = desk.get(f"/chat/rooms/{poll.room_id}/messages/{poll.seq}/poll").text
    door = f"/events/new?room={poll.room_id}&amp;poll={poll.seq}"
    assert door in page
    form = desk.get(door.replace("&amp;", "&")).text
    assert 'value="Bowling, when?"' in form
    assert f'value="{days[1].isoformat()}"' in form
    carers = client_for(carer).get(f"/chat/rooms/{poll.room_id}/messages/{poll.seq}/poll").text
    assert "Make it an event" not in carers


@pytest.mark.parametrize("query", ["room=x&poll=1", "room=1", "poll=1&room=99999999999999"])
def test_what_names_no_poll_fills_in_nothing(
    county: County, client_for: Callable[..., FlaskClient], query: str
):
    desk = client_for(county.people[Role.SUPPORT_WORKER])
    assert desk.get(f"/events/new?{query}").status_code == 200


def test_a_poll_of_a_strangers_room_is_not_there(
    county: County, client_for: Callable[..., FlaskClient]
):
    desk = client_for(county.people[Role.MANAGER])
    answer = desk.get(f"/events/new?room={county.room.id}&poll=1")
    assert answer.status_code == 404


def test_a_room_is_told_of_an_event_once(county: County, client_for: Callable[..., FlaskClient]):
    event = an_event(county, title="Pond dipping")
    phone = client_for(county.people[Role.CARER])
    assert county.room.name in phone.get(f"/events/{event.id}/tell").text
    form = {"room_id": county.room.id, "client_id": str(uuid.uuid4()), "word": "Who comes along?"}
    for _ in range(2):
        assert phone.post(f"/events/{event.id}/tell", data=form).status_code == 303
    db.session.rollback()
    told = db.session.scalars(sa.select(Message.text).where(Message.text.contains("Pond"))).all()
    assert len(told) == 1
    assert told[0].startswith("Who comes along?\nPond dipping\n")
    assert told[0].endswith(f"/events/{event.id}")


def test_a_room_of_others_is_told_nothing(county: County, client_for: Callable[..., FlaskClient]):
    event = an_event(county)
    phone = client_for(county.people[Role.MANAGER])
    form = {"room_id": county.room.id, "client_id": str(uuid.uuid4())}
    assert phone.post(f"/events/{event.id}/tell", data=form).status_code == 404
    assert phone.post(f"/events/{event.id}/tell", data={"room_id": ""}).status_code == 422
