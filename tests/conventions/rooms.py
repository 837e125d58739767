"""Rooms of every kind for the county, and more of each: news, groups, direct rooms."""

import secrets
import uuid
from typing import TYPE_CHECKING

from app.accounts.models import Person
from app.chat.models import Confirmation, Message, Room, RoomKind, RoomMember
from app.chat.pairs import key_of
from app.chat.services import open_county_rooms
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from tests.conventions.county import County


def add_rooms(county: "County") -> Message:
    """The Hive's news with one message that asks to be confirmed, which is returned; the others."""
    with unit_of_work():
        news = Room(hive_id=county.hive.id, kind=RoomKind.ANNOUNCEMENTS, name="News from Andover")
        db.session.add(news)
        open_county_rooms()
        db.session.flush()
        asking = _tell(county, news)
        _say(_group(county), county.people[Role.CARER])
        for role in (Role.LINK_CARER, Role.SUPPORT_WORKER, Role.SOCIAL_WORKER, Role.MANAGER):
            _say(_direct(county, county.people[role]), county.people[Role.CARER])
    return asking


def grow_rooms(county: "County", news: Room, carer: Person) -> None:
    """One more of each that a page could list; in the caller's unit of work."""
    _tell(county, news)
    group = _group(county)
    _add(group, carer)
    _say(group, carer)
    _say(_direct(county, carer), carer)


def _tell(county: "County", news: Room) -> Message:
    message = _say(news, county.people[Role.SUPPORT_WORKER])
    message.needs_confirming = True
    message.change = news.last_change = news.last_change + 1
    db.session.add(
        Confirmation(
            message_id=message.id,
            person_id=county.people[Role.LINK_CARER].id,
            confirmed_at=clock.now(),
        )
    )
    return message


def _group(county: "County") -> Room:
    room = Room(
        hive_id=county.hive.id,
        kind=RoomKind.GROUP,
        name=f"Group {secrets.token_hex(4)}",
        created_by_id=county.people[Role.CARER].id,
    )
    db.session.add(room)
    db.session.flush()
    for role in (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER):
        _add(room, county.people[role])
    return room


def _direct(county: "County", other: Person) -> Room:
    carer = county.people[Role.CARER]
    room = Room(
        kind=RoomKind.DIRECT,
        name="Two people",
        direct_key=key_of(carer.id, other.id),
        created_by_id=other.id,
    )
    db.session.add(room)
    db.session.flush()
    _add(room, carer)
    _add(room, other)
    return room


def _add(room: Room, person: Person) -> None:
    db.session.add(RoomMember(room_id=room.id, person_id=person.id, joined_at=clock.now()))


def _say(room: Room, author: Person) -> Message:
    room.last_seq = (room.last_seq or 0) + 1
    message = Message(
        room_id=room.id,
        seq=room.last_seq,
        author_id=author.id,
        client_id=uuid.uuid4(),
        text="The hall is ours on Saturday.",
        sent_at=clock.now(),
    )
    db.session.add(message)
    db.session.flush()
    return message
