"""Taking a message away for everybody. A trace stays that says who did."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.models import Mention, Message, Reaction
from app.chat.services.attaching import drop_attachments_of
from app.chat.services.changing import lock_room, note_change
from app.core import clock
from app.core.errors import NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work


def delete_message(*, actor: Person, room_id: int, seq: int) -> Message:
    """Take a message away: one's own, or as a support worker any of the Hive's rooms.

    Its words, reactions and files go. Files of a message that was reported stay, for those alone
    who handle the report. Doing it twice is once. Returns the trace. Raises `NotFound`,
    `NotAllowed`.
    """
    with unit_of_work():
        room = queries.room_for(actor, room_id)
        lock_room(room.id)
        message = queries.message_for(actor, room_id, seq)
        if not policy.can_delete(actor, message, room):
            raise NotAllowed("Only whoever wrote a message takes it away, or a support worker.")
        take_away(message, actor=actor)
    return queries.message_for(actor, room_id, seq)


def take_away(message: Message, *, actor: Person) -> None:
    """The same for a caller who has looked that it may be done; in their unit of work.

    For those who handle reports. They lock the room first.
    """
    if message.is_deleted:
        return
    with unit_of_work():
        for mark in (Reaction, Mention):
            db.session.execute(
                sa.delete(mark)
                .where(mark.message_id == message.id)
                .execution_options(synchronize_session=False)
            )
        if not queries.was_reported(message.id):
            drop_attachments_of(message)
        note_change(
            message,
            text="",
            deleted_at=clock.now(),
            deleted_by_id=actor.id,
            pinned_at=None,
            pinned_by_id=None,
        )
