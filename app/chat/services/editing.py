"""Changing one's own words."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.mentions import called_in
from app.chat.models import Mention, Message, Room
from app.chat.readers import readers_of
from app.chat.room_words import notice_title
from app.chat.services.changing import lock_room, note_change
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.notices.models import NoticeCategory
from app.notices.services import notify

TOO_LATE = (
    "Your own messages can be changed for 15 minutes. After that, write another one, or take this "
    "one away."
)


def edit_message(*, actor: Person, room_id: int, seq: int, text: str) -> Message:
    """Give the actor's own message other words, within a quarter of an hour.

    Whoever is called by name in the new words and was not before is told. The same words again
    change nothing. Returns the message as it is now. Raises `NotFound`, `NotAllowed` for another's
    message or when it is too late, `Invalid` when nothing would be left.
    """
    with unit_of_work():
        room = queries.room_for(actor, room_id)
        lock_room(room.id)
        message = queries.message_for(actor, room_id, seq)
        if not policy.can_edit(actor, message, room):
            raise NotAllowed(TOO_LATE)
        if not text and not message.attachment_count:
            raise Invalid({"words": "Write something, or take the message away instead."})
        if text == message.text:
            return message
        _tell(message, room, _change_mentions(message, room, text) - {actor.id})
        note_change(message, text=text, edited_at=clock.now())
    return queries.message_for(actor, room_id, seq)


def _change_mentions(message: Message, room: Room, text: str) -> set[int]:
    """Note whom the new words call; the ids of those whom the old ones did not."""
    before = {each.person_id for each in message.mentions}
    now = {each.id for each in called_in(text, readers_of(room))} if "@" in text else set()
    if gone := before - now:
        db.session.execute(
            sa.delete(Mention)
            .where(Mention.message_id == message.id, Mention.person_id.in_(gone))
            .execution_options(synchronize_session=False)
        )
    if new := now - before:
        rows = [{"message_id": message.id, "person_id": person_id} for person_id in sorted(new)]
        db.session.execute(sa.insert(Mention), rows)
    return new


def _tell(message: Message, room: Room, people_ids: set[int]) -> None:
    # Not a notice of the room: those who have read on would never hear of it.
    notify(
        people_ids=people_ids,
        category=NoticeCategory.MENTION,
        title=f"You were mentioned: {notice_title(room)}",
        url=f"/chat/rooms/{room.id}?around={message.seq}",
    )
