"""Pins: the few messages of a room that everybody should find."""

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.models import Message
from app.chat.services.changing import lock_room, note_change
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.unit_of_work import unit_of_work

MOST_PINS = 5


def pin_message(*, actor: Person, room_id: int, seq: int) -> Message:
    """Pin a message for everybody in the room; doing it twice is once.

    Raises `NotFound`, `NotAllowed` for who may not pin there, `Conflict` when there are too many
    pins already or the message was taken away.
    """
    with unit_of_work():
        message = _message_to_pin(actor, room_id, seq)
        if message.is_deleted:
            raise Conflict("This message was taken away. There is nothing to pin.")
        if message.pinned_at is None:
            if queries.pin_count(message.room_id) >= MOST_PINS:
                raise Conflict(
                    f"There are {MOST_PINS} pinned messages already. Take one off first."
                )
            note_change(message, pinned_at=clock.now(), pinned_by_id=actor.id)
    return queries.message_for(actor, room_id, seq)


def unpin_message(*, actor: Person, room_id: int, seq: int) -> Message:
    """Take the pin off a message; doing it twice is once. Raises `NotFound` and `NotAllowed`."""
    with unit_of_work():
        message = _message_to_pin(actor, room_id, seq)
        if message.pinned_at is not None:
            note_change(message, pinned_at=None, pinned_by_id=None)
    return queries.message_for(actor, room_id, seq)


def _message_to_pin(actor: Person, room_id: int, seq: int) -> Message:
    room = queries.room_for(actor, room_id)
    lock_room(room.id)
    if not policy.can_pin(actor, room):
        raise NotAllowed("Support workers pin messages in this room. Ask yours.")
    return queries.message_for(actor, room_id, seq)
