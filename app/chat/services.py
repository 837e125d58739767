"""The only writes to rooms and messages."""

import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.fan_out import fan_out
from app.chat.models import Message, Room, RoomKind, RoomRead
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.hives.queries import people_ids_of
from app.notices.models import NoticeCategory
from app.notices.services import mark_room_notices_read, notify


def open_room(*, hive_id: int, name: str) -> Room:
    """Make the room of a Hive; called when the Hive opens, in its unit of work."""
    with unit_of_work():
        room = Room(hive_id=hive_id, kind=RoomKind.HIVE, name=name, last_seq=0)
        db.session.add(room)
        db.session.flush()
    return room


def rename_room(*, hive_id: int, name: str) -> None:
    """Call the room of a Hive as the Hive is called now; in the unit of work that renames it."""
    with unit_of_work():
        db.session.execute(
            sa.update(Room)
            .where(Room.hive_id == hive_id, Room.kind == RoomKind.HIVE)
            .values(name=name)
        )


def send_message(
    *, actor: Person, room_id: int, client_id: uuid.UUID, text: str
) -> tuple[Message, bool]:
    """Say something in a room.

    Returns the message and whether it is new: a second send with the same `client_id` gives
    the first one back. Raises `NotFound` for a room the actor is not in, `NotAllowed` when
    it is closed, `Conflict` when the id was used in another room.
    """
    with unit_of_work() as work:
        room = queries.room_for(actor, room_id)
        if not policy.can_send(actor, room):
            raise NotAllowed("This Hive is closed. You can read what was said, but not write.")
        # One at a time in a room: numbers are given in the order of the commits.
        db.session.execute(sa.select(Room.id).where(Room.id == room.id).with_for_update())
        before = queries.message_sent_as(actor, client_id)
        if before is not None:
            if before.room_id != room.id:
                raise Conflict("This was sent in another room already. Write it anew.")
            return before, False
        message = _insert(actor, room, client_id, text)
        _read_up_to(actor.id, room.id, message.seq)
        notify(
            people_ids=[each for each in people_ids_of(room.hive_id) if each != actor.id],
            category=NoticeCategory.MESSAGE,
            title=room.name,
            url=f"/chat/rooms/{room.id}",
            room_id=room.id,
            message_seq=message.seq,
        )
        work.on_commit(lambda: fan_out(message))
    return message, True


def mark_read(*, actor: Person, room_id: int, seq: int) -> int:
    """Note that the actor has read up to message number `seq`; returns how far that is now.

    Never goes back, nor beyond the newest message. Raises `NotFound`.
    """
    room = queries.room_for(actor, room_id)
    upto = min(seq, room.last_seq)
    already = queries.read_seq(actor, room)
    if upto <= already:
        return already
    with unit_of_work():
        _read_up_to(actor.id, room.id, upto)
        mark_room_notices_read(person_id=actor.id, room_id=room.id, seq=upto)
    return upto


def _insert(actor: Person, room: Room, client_id: uuid.UUID, text: str) -> Message:
    # Plain inserts: a flush of mapped objects costs as much as telling forty phones.
    seq = db.session.execute(
        sa.update(Room)
        .where(Room.id == room.id)
        .values(last_seq=Room.last_seq + 1)
        .returning(Room.last_seq)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    values = {
        "room_id": room.id,
        "seq": seq,
        "author_id": actor.id,
        "client_id": client_id,
        "text": text,
        "sent_at": clock.now(),
    }
    message_id = db.session.execute(
        sa.insert(Message.__table__).values(**values).returning(Message.__table__.c.id)
    ).scalar_one()
    return Message(id=message_id, author=actor, **values)


def _read_up_to(person_id: int, room_id: int, seq: int) -> None:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(RoomRead).values(person_id=person_id, room_id=room_id, seq=seq)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["person_id", "room_id"],
            set_={"seq": row.excluded.seq},
            where=RoomRead.__table__.c.seq < row.excluded.seq,
        )
    )
