"""Who has read a message; and whether one was reported, for those who take it away."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.models import Message, Report, Room, RoomRead
from app.chat.readers import readers_of
from app.core.extensions import db


@dataclass(frozen=True)
class Seen:
    """The people of a room but for the author, by whether they have read as far as a message."""

    by: Sequence[Person]
    not_by: Sequence[Person]

    @property
    def in_words(self) -> str:
        """ "Seen by 5 of 12"."""
        return f"Seen by {len(self.by)} of {len(self.by) + len(self.not_by)}"


def seen_of(message: Message, room: Room) -> Seen:
    """Who has read a message of a room that the caller has found through its actor."""
    have_read = set(
        db.session.scalars(
            sa.select(RoomRead.person_id).where(
                RoomRead.room_id == room.id, RoomRead.seq >= message.seq
            )
        )
    )
    others = [each for each in readers_of(room) if each.id != message.author_id]
    return Seen(
        by=[each for each in others if each.id in have_read],
        not_by=[each for each in others if each.id not in have_read],
    )


def read_by_others(room: Room, actor: Person) -> int:
    """The number of the message that somebody else than `actor` has read up to, in this room."""
    return int(
        db.session.scalar(
            sa.select(sa.func.max(RoomRead.seq)).where(
                RoomRead.room_id == room.id, RoomRead.person_id != actor.id
            )
        )
        or 0
    )


def was_reported(message_id: int) -> bool:
    """Whether a report of a message is still to be looked at. For services: not scoped."""
    is_open = sa.exists().where(Report.message_id == message_id, Report.closed_at.is_(None))
    return bool(db.session.scalar(sa.select(is_open)))
