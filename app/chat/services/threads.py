"""The room of an event: for those who are signed up, and as long as they are.

For the services of events, in their unit of work: they have checked who may sign up.
"""

from collections.abc import Collection

import sqlalchemy as sa

from app.chat.models import Room, RoomKind, RoomMember
from app.chat.services.direct import let_in
from app.core import clock
from app.core.extensions import db
from app.core.signals import memberships_changed
from app.core.unit_of_work import unit_of_work


def open_event_thread(*, hive_id: int | None, name: str, people_ids: Collection[int] = ()) -> Room:
    """Open the room of an event, with those who are signed up already.

    `hive_id` is the Hive whose event it is: then only its people read, whoever else joins. An
    event of several Hives, or of the county, has none. `name` is cut to 100 letters.
    """
    with unit_of_work():
        room = Room(hive_id=hive_id, kind=RoomKind.EVENT, name=name[:100], last_seq=0)
        db.session.add(room)
        db.session.flush()
        for person_id in sorted(set(people_ids)):
            let_in(room_id=room.id, person_id=person_id)
        memberships_changed.send()
    return room


def join_thread(*, room_id: int, person_id: int) -> None:
    """Let somebody into an event's room, again if they had left. Doing it twice is once."""
    with unit_of_work():
        let_in(room_id=room_id, person_id=person_id)
        memberships_changed.send()


def leave_thread(*, room_id: int, person_id: int) -> None:
    """Take somebody out of an event's room: their phones stop hearing it with the commit."""
    with unit_of_work():
        db.session.execute(
            sa.update(RoomMember)
            .where(
                RoomMember.room_id == room_id,
                RoomMember.person_id == person_id,
                RoomMember.left_at.is_(None),
            )
            .values(left_at=clock.now())
        )
        memberships_changed.send()


def close_thread(*, room_id: int) -> None:
    """Close an event's room, long after the event: its people read on, and nobody writes."""
    with unit_of_work():
        db.session.execute(
            sa.update(Room)
            .where(Room.id == room_id, Room.kind == RoomKind.EVENT, Room.closed_at.is_(None))
            .values(closed_at=clock.now())
        )
