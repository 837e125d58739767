"""What the pages of a room tell of who reads along."""

from typing import Any

from app.accounts.models import Person
from app.accounts.queries import online_ids
from app.chat import policy, queries, room_words, services
from app.chat.models import Room
from app.chat.readers import named_readers_of


def facts_of(room: Room, actor: Person) -> dict[str, Any]:
    """What a room's page and its page of people tell of who reads along."""
    readers = named_readers_of(room)
    other = queries.other_in(room, actor)
    return {
        "hive": room.hive,
        "name": room_words.name_for(room, other),
        "other": other,
        "readers": readers,
        "online": online_ids([each.person.id for each in readers]) - {actor.id},
        "reader_summary": room_words.summary(room, actor, readers),
        "reader_notes": room_words.about_readers(room, queries.leaders_outside(room)),
        "for_good": services.FOR_GOOD,
        "can_look_after": policy.can_look_after_group(actor, room),
        "can_leave": policy.can_leave(actor, room),
    }
