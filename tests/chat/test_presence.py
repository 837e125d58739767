"""Who has Hive open is shown for those alone who want it, to the people of their rooms."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Device, Person
from app.accounts.queries import online_ids
from app.accounts.services import note_open, start_device
from app.chat import presence
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from tests.chat.talk import Talk


def _phone(person: Person, *, shows: bool = True) -> int:
    device = start_device(person, device_name="Chrome on Android")
    with unit_of_work():
        db.session.get_one(Person, person.id).shows_online = shows
    return device.id


def _open_devices() -> int:
    return len(db.session.scalars(sa.select(Device).where(Device.open_until.is_not(None))).all())


def test_it_is_off_unless_somebody_turns_it_on(talk: Talk, client_for: Callable[..., FlaskClient]):
    me = talk.person(Role.LINK_CARER)
    assert me.shows_online is False
    client = client_for(me)
    assert 'name="shows_online" id="shows_online" value="1">' in client.get("/me").text
    client.post("/me", data={"name": me.name, "phone": "", "shows_online": "1"})
    db.session.rollback()
    db.session.refresh(me)
    assert me.shows_online is True
    client.post("/me", data={"name": me.name, "phone": ""})
    db.session.rollback()
    db.session.refresh(me)
    assert me.shows_online is False


def test_only_of_those_who_show_it_anything_is_noted(talk: Talk):
    shown = _phone(talk.person(Role.LINK_CARER))
    hidden = _phone(talk.person(), shows=False)
    note_open(device_ids={shown, hidden})
    assert _open_devices() == 1
    people = [talk.person(Role.LINK_CARER).id, talk.person().id]
    assert online_ids(people) == {talk.person(Role.LINK_CARER).id}
    assert online_ids([talk.person().id]) == set()


def test_it_ends_when_the_phone_is_gone_signed_out_or_it_is_turned_off(talk: Talk):
    link = talk.person(Role.LINK_CARER)
    device_id = _phone(link)
    device = db.session.get_one(Device, device_id)
    for change in ("gone", "signed out", "turned off"):
        note_open(device_ids={device_id})
        db.session.refresh(device)
        assert online_ids([link.id]) == {link.id}
        with unit_of_work():
            if change == "gone":
                device.open_until -= timedelta(minutes=5)
            elif change == "signed out":
                device.ended_at = device.created_at
            else:
                link.shows_online = False
        assert online_ids([link.id]) == set(), change
        with unit_of_work():
            device.ended_at = None


def test_the_room_says_so_to_its_people(talk: Talk, client_for: Callable[..., FlaskClient]):
    link = talk.person(Role.LINK_CARER)
    note_open(device_ids={_phone(link)})
    path = f"/chat/rooms/{talk.room.id}"
    assert "Has Hive open" in client_for(talk.person()).get(path).text
    assert "Has Hive open" not in client_for(link).get(path).text  # one knows it of oneself


def test_the_sweep_notes_it_now_and_then(talk: Talk, monkeypatch: pytest.MonkeyPatch):
    noted: list[object] = []
    monkeypatch.setattr(presence, "_told_at", float("-inf"))
    monkeypatch.setattr(presence, "note_open", lambda *, device_ids: noted.append(device_ids))
    presence.note_open_now_and_then({1})
    presence.note_open_now_and_then({1})
    assert noted == [{1}]
