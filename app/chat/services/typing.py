"""That somebody is writing: told, and kept nowhere."""

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.telling import tell_room


def tell_typing(*, actor: Person, room_id: int) -> None:
    """Tell the phones of a room that the actor is writing there.

    Raises `NotFound` for a room the actor is not in, `NotAllowed` when they may not write there.
    """
    room = queries.room_for(actor, room_id)
    policy.check_can_send(actor, room)
    told = {"room_id": room.id, "person_id": actor.id, "name": actor.name}
    tell_room(room.id, "chat:typing", told)
