"""What was said in the first Hive's room in the last days."""

import uuid
from datetime import timedelta

from app.chat.models import Message, Room, RoomKind, RoomRead
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Cast
from app.demo.files import hang_files
from app.demo.words import CONVERSATION


def talk(cast: Cast) -> None:
    """Fill the room; the last words are unread."""
    room = db.session.query(Room).filter_by(hive_id=cast.hives[0].id, kind=RoomKind.HIVE).one()
    start = clock.now() - timedelta(days=2, hours=3)
    for seq, (who, text) in enumerate(CONVERSATION, start=1):
        start += timedelta(minutes=cast.chance.randrange(2, 190))
        db.session.add(
            Message(
                room_id=room.id,
                seq=seq,
                author_id=cast.named[who].id,
                client_id=uuid.UUID(int=cast.chance.getrandbits(128), version=4),
                text=text,
                sent_at=min(start, clock.now() - timedelta(minutes=len(CONVERSATION) - seq)),
            )
        )
    room.last_seq = len(CONVERSATION)
    db.session.flush()
    hang_files(cast, room)
    for person in cast.named.values():
        db.session.add(RoomRead(person_id=person.id, room_id=room.id, seq=room.last_seq - 3))
