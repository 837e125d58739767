"""A message of any kind: written with the next number, with the notices of it."""

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.chat import queries
from app.chat.mentions import called_in
from app.chat.models import Mention, Message, MessageKind, Room
from app.chat.parts import fill_new
from app.chat.readers import people_ids_to_tell, readers_of
from app.chat.room_words import mention_title, notice_title
from app.chat.services.reading import mark_read_up_to
from app.core import clock
from app.core.extensions import db
from app.notices.models import NoticeCategory
from app.notices.services import notify


def insert_message(
    *,
    actor: Person,
    room: Room,
    client_id: uuid.UUID,
    text: str,
    kind: MessageKind = MessageKind.TEXT,
    reply_to: int | None = None,
    needs_confirming: bool = False,
) -> Message:
    """Write a message of any kind with the next number; in the caller's unit of work.

    Plain inserts: a flush of mapped objects costs as much as telling forty phones.
    """
    is_there = reply_to is not None and 0 < reply_to <= room.last_seq
    quoted = queries.message_in(room.id, reply_to) if reply_to and is_there else None
    seq = db.session.execute(
        sa.update(Room)
        .where(Room.id == room.id)
        .values(last_seq=Room.last_seq + 1)
        .returning(Room.last_seq)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    values: dict[str, Any] = {
        "room_id": room.id,
        "seq": seq,
        "author_id": actor.id,
        "client_id": client_id,
        "kind": kind,
        "text": text,
        "sent_at": clock.now(),
        "reply_to_id": quoted.id if quoted else None,
        "needs_confirming": needs_confirming,
        "attachment_count": 0,
    }
    message_id = db.session.execute(
        sa.insert(Message.__table__).values(**values).returning(Message.__table__.c.id)
    ).scalar_one()
    message = Message(id=message_id, author=actor, **values)
    fill_new(message, reply_to=quoted)
    return message


def tell_readers(*, message: Message, room: Room) -> None:
    """Write the notices of a new message, and that its author has read so far."""
    mark_read_up_to(person_id=message.author_id, room_id=room.id, seq=message.seq)
    told = people_ids_to_tell(room, message.author_id)
    called = _mention(message, room) if "@" in message.text else set()
    for category, people_ids, title in (
        (NoticeCategory.MESSAGE, told - called, notice_title(room)),
        (NoticeCategory.MENTION, called, mention_title(room)),
    ):
        notify(
            people_ids=people_ids,
            category=category,
            title=title,
            url=f"/chat/rooms/{room.id}",
            room_id=room.id,
            message_seq=message.seq,
        )


def _mention(message: Message, room: Room) -> set[int]:
    """Note whom the message calls by name, of those who may read it; the ids of the others."""
    people = called_in(message.text, readers_of(room))
    mentions = [Mention(message_id=message.id, person_id=each.id, person=each) for each in people]
    if mentions:
        db.session.execute(
            sa.insert(Mention),
            [{"message_id": message.id, "person_id": each.person_id} for each in mentions],
        )
    set_committed_value(message, "mentions", mentions)
    return {each.person_id for each in mentions} - {message.author_id}
