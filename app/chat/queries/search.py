"""Messages found by their words, in the rooms a person may read today."""

from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.chat import room_words, search
from app.chat.models import Message, Room, RoomKind, RoomMember
from app.chat.readers import is_read_by
from app.core.extensions import db

HITS = 20


@dataclass(frozen=True)
class Hit:
    """A message that was found, its room, and the words around."""

    message: Message
    #: What the room is called for whoever searched.
    room_name: str
    excerpt: Markup


def search_messages(
    actor: Person, words: str, *, room: Room | None = None, before: int | None = None
) -> tuple[list[Hit], bool]:
    """The newest messages that say all of `words`, in the rooms `actor` may read today.

    In `room` alone, if given (found through its actor); those older than the message of the id
    `before`, if given. Capitals and accents do not matter, nor most endings; the last word may be
    only begun; "words in quotes" stand together. Returns at most `HITS` of them, and whether
    there are more. Two queries, however many rooms and messages there are. What was taken away is
    not in the index.
    """
    typed = search.Typed.read(words)
    if typed.is_too_short:
        return [], False
    room_ids = [room.id] if room else list(db.session.scalars(_readable_ids(actor)))
    if not room_ids:
        return [], False
    newest = search.newest_ids(
        db.engine.dialect.name, typed, room_ids, limit=HITS + 1, before=before
    )
    beside, other = aliased(RoomMember), aliased(Person)
    found = (
        sa.select(Message, Room, other)
        .select_from(newest)
        .join(Message, Message.id == newest.c.id)
        .join(Room, Room.id == Message.room_id)
        .outerjoin(Room.hive)
        .outerjoin(
            beside,
            sa.and_(
                Room.kind == RoomKind.DIRECT,
                beside.room_id == Room.id,
                beside.person_id != actor.id,
            ),
        )
        .outerjoin(other, other.id == beside.person_id)
        .where(is_read_by(actor))
        .options(joinedload(Message.author), contains_eager(Room.hive))
        .order_by(Message.id.desc())
    )
    rows = db.session.execute(found).all()
    rows_shown = sorted(rows[:HITS], key=lambda row: (row[0].sent_at, row[0].id), reverse=True)
    hits = [
        Hit(message, room_words.name_for(of, other), search.excerpt(message.text, typed))
        for message, of, other in rows_shown
    ]
    return hits, len(rows) > HITS


def _readable_ids(actor: Person) -> sa.Select[int]:
    return sa.select(Room.id).where(is_read_by(actor))
