"""Reads about rooms and messages, scoped to the person asking."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.chat.models import Message, Room, RoomRead
from app.core.errors import NotFound
from app.core.extensions import db
from app.hives.models import Hive
from app.hives.queries import own_hive_ids

PAGE = 50


def visible_rooms(actor: Person) -> sa.Select[Room]:
    """The rooms `actor` may read: those of the Hives they belong to today."""
    return (
        sa.select(Room)
        .join(Room.hive)
        .where(Room.hive_id.in_(own_hive_ids(actor)))
        .options(contains_eager(Room.hive))
        .order_by(Hive.name, Room.id)
    )


def room_for(actor: Person, room_id: int) -> Room:
    """A room `actor` may read; raises `NotFound`."""
    # Numbers are given by plain updates that the session does not see: read the row anew.
    found = db.session.scalar(
        visible_rooms(actor).where(Room.id == room_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("This room is not there, or you are not in it. Go back to Chat.")
    return found


@dataclass(frozen=True)
class RoomSummary:
    """A room as a list shows it."""

    room: Room
    unread: int
    latest: Message | None

    @property
    def hive(self) -> Hive:
        """The Hive the room belongs to."""
        return self.room.hive


def room_summaries(actor: Person) -> list[RoomSummary]:
    """`actor`'s rooms, each with how much is unread and what was said last; one query."""
    rows = db.session.execute(
        visible_rooms(actor)
        .add_columns(sa.func.coalesce(RoomRead.seq, 0), Message)
        .outerjoin(RoomRead, _read_by(actor))
        .outerjoin(Message, sa.and_(Message.room_id == Room.id, Message.seq == Room.last_seq))
        .outerjoin(Message.author)
        .options(contains_eager(Message.author))
    ).unique()
    return [RoomSummary(room, max(0, room.last_seq - read), latest) for room, read, latest in rows]


def unread_total(actor: Person) -> int:
    """How many messages `actor` has not read, over all rooms."""
    hive_ids = own_hive_ids(actor)
    if not hive_ids:
        return 0
    unread = sa.func.sum(Room.last_seq - sa.func.coalesce(RoomRead.seq, 0))
    return int(
        db.session.scalar(
            sa.select(unread)
            .select_from(Room)
            .outerjoin(RoomRead, _read_by(actor))
            .where(Room.hive_id.in_(hive_ids))
        )
        or 0
    )


def read_seq(actor: Person, room: Room) -> int:
    """The number of the last message `actor` has read in `room`, 0 for none."""
    return (
        db.session.scalar(
            sa.select(RoomRead.seq).where(
                RoomRead.room_id == room.id, RoomRead.person_id == actor.id
            )
        )
        or 0
    )


def messages_in(
    room: Room, *, before: int | None = None, after: int | None = None, limit: int = PAGE
) -> Sequence[Message]:
    """Messages of a room the caller has found through its actor, oldest first.

    The newest ones, or those next before or after a number.
    """
    found = sa.select(Message).where(Message.room_id == room.id).options(joinedload(Message.author))
    if after is not None:
        found = found.where(Message.seq > after).order_by(Message.seq)
        return db.session.scalars(found.limit(limit)).all()
    if before is not None:
        found = found.where(Message.seq < before)
    newest_first = db.session.scalars(found.order_by(Message.seq.desc()).limit(limit)).all()
    return newest_first[::-1]


def message_sent_as(actor: Person, client_id: object) -> Message | None:
    """What `actor` sent under this client-made id, if it has arrived."""
    return db.session.scalar(
        sa.select(Message).where(Message.author_id == actor.id, Message.client_id == client_id)
    )


def _read_by(actor: Person) -> sa.ColumnElement[bool]:
    return sa.and_(RoomRead.room_id == Room.id, RoomRead.person_id == actor.id)
