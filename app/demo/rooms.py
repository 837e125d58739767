"""The other rooms of the demo county: news, groups, the county's rooms, direct rooms."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.models import Confirmation, Message, Room, RoomKind, RoomRead
from app.chat.readers import readers_of
from app.chat.services import make_group, open_direct
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Cast
from app.demo.talk_words import (
    CONFIRMED,
    DIRECT,
    LINK_CARERS,
    NEW_CARERS,
    NEWS,
    TEAM,
    TEENS,
    Line,
)
from app.hives.models import Membership

#: Who has not read the last words of these rooms yet.
_UNREAD = {RoomKind.ANNOUNCEMENTS: "sam", RoomKind.DIRECT: "sam"}


def talk_elsewhere(cast: Cast) -> None:
    """Fill the other rooms of those whom the sign-in page offers."""
    news = _room(RoomKind.ANNOUNCEMENTS, cast.hives[0].id)
    _say(cast, news, NEWS)
    _confirm(cast, news)
    _say(cast, _room(RoomKind.TEAM), TEAM)
    _say(cast, _room(RoomKind.LINK_CARERS), LINK_CARERS)
    _group(cast, "Teens", "aisha", ("sam", "priya"), 4, TEENS)
    _group(cast, "New carers", "priya", ("aisha",), 6, NEW_CARERS)
    for (opener, other), lines in DIRECT.items():
        room = open_direct(actor=_person(cast, opener), person_id=cast.named[other].id)
        _say(cast, room, lines)


def _person(cast: Cast, who: str) -> Person:
    """With the roles that were given since the person was made."""
    person = cast.named[who]
    db.session.refresh(person, ["memberships"])
    return person


def _room(kind: RoomKind, hive_id: int | None = None) -> Room:
    return db.session.scalars(
        sa.select(Room).where(Room.kind == kind, Room.hive_id.is_not_distinct_from(hive_id))
    ).one()


def _group(
    cast: Cast,
    name: str,
    maker: str,
    named: Sequence[str],
    others: int,
    lines: Sequence[Line],
) -> None:
    hive = cast.hives[0]
    known = {each.id for each in cast.named.values()}
    rest = db.session.scalars(
        sa.select(Membership.person_id)
        .where(Membership.hive_id == hive.id, Membership.person_id.not_in(known))
        .distinct()
        .order_by(Membership.person_id)
        .offset(len(name) % 3)
        .limit(others)
    )
    room, _ = make_group(
        actor=_person(cast, maker),
        hive_id=hive.id,
        client_id=_number(cast),
        name=name,
        people_ids=[*rest, *(cast.named[who].id for who in named)],
    )
    _say(cast, room, lines)


def _say(cast: Cast, room: Room, lines: Sequence[Line]) -> None:
    known = {each.id for each in cast.named.values()}
    people = readers_of(room)
    others = [each for each in people if each.id not in known]
    for seq, (who, hours_ago, text) in enumerate(lines, start=1):
        author = others[int(who)] if who.isdigit() else cast.named[who]
        db.session.add(
            Message(
                room_id=room.id,
                seq=seq,
                author_id=author.id,
                client_id=_number(cast),
                text=text,
                sent_at=clock.now() - timedelta(hours=hours_ago),
                needs_confirming=room.kind is RoomKind.ANNOUNCEMENTS and seq in CONFIRMED,
            )
        )
    room.last_seq = len(lines)
    late = cast.named[_UNREAD[room.kind]] if room.kind in _UNREAD else None
    for person in people:
        is_behind = person is late and not lines[-1][0].startswith("sam")
        seq = room.last_seq - 1 if is_behind else room.last_seq
        db.session.add(RoomRead(person_id=person.id, room_id=room.id, seq=seq))
    db.session.flush()


def _confirm(cast: Cast, news: Room) -> None:
    """Most have confirmed; of the last one Sam and a few others have not."""
    sam, people = cast.named["sam"], readers_of(news)
    for message in db.session.scalars(
        sa.select(Message).where(Message.room_id == news.id, Message.needs_confirming)
    ):
        asked = [each for each in people if each.id != message.author_id]
        late = CONFIRMED[message.seq]
        behind = [sam, *(each for each in asked if each is not sam)][:late]
        for nth, person in enumerate(each for each in asked if each not in behind):
            db.session.add(
                Confirmation(
                    message_id=message.id,
                    person_id=person.id,
                    confirmed_at=message.sent_at + timedelta(minutes=3 + 11 * nth),
                )
            )
        if late < len(asked):
            message.change = news.last_change = news.last_change + 1
    db.session.flush()


def _number(cast: Cast) -> uuid.UUID:
    return uuid.UUID(int=cast.chance.getrandbits(128), version=4)
