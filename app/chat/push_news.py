"""What a push may tell of a room, for those who may read it today."""

from collections import Counter
from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.chat.models import Message, Room, RoomRead
from app.chat.readers import rooms_heard_by
from app.core import clock
from app.core.extensions import db
from app.notices.services import RoomNews


def room_news(pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], RoomNews]:
    """The news of each (person id, room id) who may read the room and has not read it all.

    For the delivery of pushes: not scoped to an actor. A few queries, however many pairs.
    """
    unread = _unread({person_id for person_id, _ in pairs})
    totals: Counter[int] = Counter()
    muted = _muted({person_id for person_id, _ in pairs})
    for (person_id, room_id), count in unread.items():
        # As the number in the app counts: not what they have muted.
        totals[person_id] += 0 if (person_id, room_id) in muted else count
    latest = _latest_messages({room_id for _, room_id in pairs})
    return {
        (person_id, room_id): RoomNews(
            unread=unread[person_id, room_id],
            unread_total=totals[person_id],
            author=latest[room_id].author.first_name,
            text=latest[room_id].text,
        )
        for person_id, room_id in pairs
        if unread.get((person_id, room_id), 0) > 0 and room_id in latest
    }


def _unread(people_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """How much is unread by (person id, room id), over the rooms they may read today."""
    heard = rooms_heard_by(people_ids)
    room_ids = set().union(*heard.values())
    last = dict(
        db.session.execute(sa.select(Room.id, Room.last_seq).where(Room.id.in_(room_ids))).all()
    )
    read = {
        (person_id, room_id): seq
        for person_id, room_id, seq in db.session.execute(
            sa.select(RoomRead.person_id, RoomRead.room_id, RoomRead.seq).where(
                RoomRead.person_id.in_(people_ids), RoomRead.room_id.in_(room_ids)
            )
        )
    }
    return {
        (person_id, room_id): last[room_id] - read.get((person_id, room_id), 0)
        for person_id, rooms in heard.items()
        for room_id in rooms
    }


def _muted(people_ids: Collection[int]) -> set[tuple[int, int]]:
    rows = db.session.execute(
        sa.select(RoomRead.person_id, RoomRead.room_id).where(
            RoomRead.person_id.in_(people_ids), RoomRead.muted_until > clock.now()
        )
    )
    return {(person_id, room_id) for person_id, room_id in rows}


def _latest_messages(room_ids: Collection[int]) -> dict[int, Message]:
    found = db.session.scalars(
        sa.select(Message)
        .join(Room, sa.and_(Message.room_id == Room.id, Message.seq == Room.last_seq))
        .where(Room.id.in_(room_ids))
        .options(joinedload(Message.author))
    )
    return {message.room_id: message for message in found}
