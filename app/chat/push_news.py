"""What a push may tell of a room, for those who may read it today."""

from collections import Counter
from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.chat.models import Message, Room, RoomRead
from app.core import clock
from app.core.extensions import db
from app.core.roles import HIVE_ROLES
from app.hives.models import Membership
from app.notices.services import RoomNews


def room_news(pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], RoomNews]:
    """The news of each (person id, room id) who may read the room and has not read it all.

    For the delivery of pushes: not scoped to an actor. Two queries, however many pairs.
    """
    unread = _unread({person_id for person_id, _ in pairs})
    totals: Counter[int] = Counter()
    for (person_id, _), count in unread.items():
        totals[person_id] += count
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
    rows = db.session.execute(
        sa.select(Membership.person_id, Room.id, Room.last_seq, sa.func.coalesce(RoomRead.seq, 0))
        .distinct()
        .join(Room, Room.hive_id == Membership.hive_id)
        .outerjoin(
            RoomRead,
            sa.and_(RoomRead.room_id == Room.id, RoomRead.person_id == Membership.person_id),
        )
        .where(
            Membership.person_id.in_(people_ids),
            Membership.role.in_(HIVE_ROLES),
            Membership.in_force(clock.today()),
        )
    )
    return {(person_id, room_id): last - read for person_id, room_id, last, read in rows}


def _latest_messages(room_ids: Collection[int]) -> dict[int, Message]:
    found = db.session.scalars(
        sa.select(Message)
        .join(Room, sa.and_(Message.room_id == Room.id, Message.seq == Room.last_seq))
        .where(Room.id.in_(room_ids))
        .options(joinedload(Message.author))
    )
    return {message.room_id: message for message in found}
