"""What people have done with the messages of the first Hive's room: answered, reacted, changed."""

from datetime import timedelta

import sqlalchemy as sa

from app.chat.models import Message, Reaction, Room, RoomKind
from app.core.extensions import db
from app.demo.cast import Cast

#: The number of a message, and of the one it answers.
_ANSWERS = {5: 4, 8: 7, 11: 10}
#: The number of a message, and who has reacted to it with what.
_REACTIONS = {
    3: (("sam", "😂"), ("aisha", "😂")),
    8: (("aisha", "👍"),),
    10: (("aisha", "❤️"), ("priya", "❤️"), ("lisa", "🙌")),
}
_EDITED = 1


def mark_talk(cast: Cast) -> None:
    """Give the room's talk its answers, reactions and one change of mind."""
    room = db.session.query(Room).filter_by(hive_id=cast.hives[0].id, kind=RoomKind.HIVE).one()
    found = db.session.scalars(sa.select(Message).where(Message.room_id == room.id))
    by_seq = {each.seq: each for each in found}
    for seq, answered in _ANSWERS.items():
        by_seq[seq].reply_to_id = by_seq[answered].id
    for seq, those in _REACTIONS.items():
        message = by_seq[seq]
        for nth, (who, emoji) in enumerate(those, start=1):
            reacted_at = message.sent_at + timedelta(seconds=20 * nth)
            db.session.add(
                Reaction(
                    message_id=message.id,
                    person_id=cast.named[who].id,
                    emoji=emoji,
                    reacted_at=reacted_at,
                )
            )
    by_seq[_EDITED].edited_at = by_seq[_EDITED].sent_at + timedelta(minutes=2)
    for seq in (_EDITED, *_REACTIONS):
        room.last_change += 1
        by_seq[seq].change = room.last_change
    db.session.flush()
