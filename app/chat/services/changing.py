"""What happens to a message after it was sent is numbered, so that phones miss none of it."""

from typing import Any

import sqlalchemy as sa

from app.chat import queries
from app.chat.fan_out import fan_out_change
from app.chat.models import Message, Room
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work


def lock_room(room_id: int) -> None:
    """One at a time in a room, until the unit of work ends: numbers follow the commits."""
    db.session.execute(sa.select(Room.id).where(Room.id == room_id).with_for_update())


def note_change(message: Message, **values: Any) -> None:
    """Give `message` new `values` and the next number of a change.

    In the caller's unit of work, after whatever else has changed about the message; phones are
    told after the commit.
    """
    with unit_of_work() as work:
        change = db.session.execute(
            sa.update(Room)
            .where(Room.id == message.room_id)
            .values(last_change=Room.last_change + 1)
            .returning(Room.last_change)
            .execution_options(synchronize_session=False)
        ).scalar_one()
        db.session.execute(
            sa.update(Message)
            .where(Message.id == message.id)
            .values(change=change, **values)
            .execution_options(synchronize_session=False)
        )
        room_id, seq = message.room_id, message.seq
        work.on_commit(lambda: fan_out_change(queries.message_in(room_id, seq), change=change))
