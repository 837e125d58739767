"""The messages of a room that was found through its actor."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.chat.models import Message, Room
from app.chat.parts import fill
from app.chat.queries.rooms import room_for
from app.core.errors import NotFound
from app.core.extensions import db

PAGE = 50


@dataclass(frozen=True)
class Pin:
    """What a pinned message says (nothing, if it is a photo alone), and its author's first name."""

    text: str
    author: str


def messages_in(
    room: Room, *, before: int | None = None, after: int | None = None, limit: int = PAGE
) -> Sequence[Message]:
    """Messages of a room the caller has found through its actor, oldest first, with their parts.

    The newest ones, or those next before or after a number.
    """
    found = _of(room)
    if after is not None:
        found = found.where(Message.seq > after).order_by(Message.seq)
        return fill(db.session.scalars(found.limit(limit)).all())
    if before is not None:
        found = found.where(Message.seq < before)
    newest_first = db.session.scalars(found.order_by(Message.seq.desc()).limit(limit)).all()
    return fill(newest_first[::-1])


def messages_around(room: Room, seq: int, *, limit: int = PAGE) -> Sequence[Message]:
    """The message numbered `seq` amid those before and after it, oldest first."""
    first = max(1, seq - limit // 2)
    found = _of(room).where(Message.seq >= first).order_by(Message.seq).limit(limit)
    return fill(db.session.scalars(found).all())


def quotable(room: Room, seq: object) -> Message | None:
    """The message numbered `seq` of a room found through its actor, to be answered, or None."""
    number = int(str(seq)) if str(seq).isdecimal() and len(str(seq)) < 10 else 0
    found = db.session.scalar(_of(room).where(Message.seq == number)) if number else None
    return fill([found])[0] if found is not None and not found.is_deleted else None


def changes_in(
    room: Room, *, changed_after: int, up_to_seq: int, limit: int = PAGE
) -> Sequence[Message]:
    """Messages up to number `up_to_seq` that changed after the change `changed_after`.

    In the order of their changes, each as it is now.
    """
    found = (
        _of(room)
        .where(Message.change > changed_after, Message.seq <= up_to_seq)
        .order_by(Message.change)
        .limit(limit)
    )
    return fill(db.session.scalars(found).all())


def pinned_in(room: Room) -> Sequence[Message]:
    """The pinned messages of a room, the newest pin first."""
    found = _of(room).where(Message.pinned_at.is_not(None)).order_by(Message.pinned_at.desc())
    return fill(db.session.scalars(found).all())


def newest_pin(room: Room) -> Pin | None:
    """What was pinned last, for the line on top of the room."""
    found = db.session.execute(
        sa.select(Message.text, Person.name)
        .join(Message.author)
        .where(Message.room_id == room.id, Message.pinned_at.is_not(None))
        .order_by(Message.pinned_at.desc())
        .limit(1)
    ).first()
    return None if found is None else Pin(text=found[0], author=found[1].split()[0])


def pin_count(room_id: int) -> int:
    """How many messages of a room are pinned; for services, not scoped."""
    return int(
        db.session.scalar(
            sa.select(sa.func.count()).where(
                Message.room_id == room_id, Message.pinned_at.is_not(None)
            )
        )
        or 0
    )


def message_for(actor: Person, room_id: int, seq: int) -> Message:
    """A message of a room `actor` may read, with its parts; raises `NotFound`."""
    room = room_for(actor, room_id)
    found = db.session.scalar(_of(room).where(Message.seq == seq))
    if found is None:
        raise NotFound("This message is not there. Go back to the room.")
    return fill([found])[0]


def message_in(room_id: int, seq: int) -> Message:
    """A message by its number, with its parts, for telling phones of it: not scoped."""
    found = db.session.scalars(
        sa.select(Message)
        .where(Message.room_id == room_id, Message.seq == seq)
        .options(joinedload(Message.author))
        .execution_options(populate_existing=True)
    ).one()
    return fill([found])[0]


def message_sent_as(actor: Person, client_id: object) -> Message | None:
    """What `actor` sent under this client-made id, if it has arrived."""
    found = db.session.scalar(
        sa.select(Message)
        .where(Message.author_id == actor.id, Message.client_id == client_id)
        .options(joinedload(Message.author))
    )
    return None if found is None else fill([found])[0]


def _of(room: Room) -> sa.Select[Message]:
    # Messages are changed by plain updates, too: what the session remembers may be old.
    return (
        sa.select(Message)
        .where(Message.room_id == room.id)
        .options(joinedload(Message.author))
        .execution_options(populate_existing=True)
    )
