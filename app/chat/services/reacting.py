"""Putting a face or sign on a message, and taking it back."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.models import Message, Reaction
from app.chat.services.changing import lock_room, note_change
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.pace import Pace
from app.core.unit_of_work import unit_of_work

_PACE = Pace(at_once=40, a_second=1)
_TOO_FAST = "That is a lot of reactions at once. Wait {wait}, then it goes on."


def react(*, actor: Person, room_id: int, seq: int, emoji: str | None) -> Message:
    """Put the actor's reaction on a message in place of the one before; None takes it back.

    Says what is to be so, and so counts once however often it is sent. Returns the message as it
    is now. Raises `NotFound`, `NotAllowed` in a room that is closed, `Conflict` for a message that
    was taken away, `TooMany`.
    """
    with unit_of_work():
        room = queries.room_for(actor, room_id)
        if not policy.can_react(actor, room):
            raise NotAllowed("This room is closed. You can read what was said, but not react.")
        lock_room(room.id)
        message = queries.message_for(actor, room_id, seq)
        if message.is_deleted:
            raise Conflict("This message was taken away.")
        before = next((each for each in message.reactions if each.person_id == actor.id), None)
        if emoji == (before.emoji if before else None):
            return message
        _PACE.check(actor.id, _TOO_FAST)
        _replace(message.id, actor.id, emoji)
        note_change(message)
    return queries.message_for(actor, room_id, seq)


def _replace(message_id: int, person_id: int, emoji: str | None) -> None:
    db.session.execute(
        sa.delete(Reaction)
        .where(Reaction.message_id == message_id, Reaction.person_id == person_id)
        .execution_options(synchronize_session=False)
    )
    if emoji is not None:
        row = {"message_id": message_id, "person_id": person_id, "emoji": emoji}
        db.session.execute(sa.insert(Reaction).values(**row, reacted_at=clock.now()))
