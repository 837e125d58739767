"""Who may do what in a room, readable as a list."""

from app.accounts.models import Person
from app.chat.models import Room
from app.hives.policy import belongs


def can_read(actor: Person, room: Room) -> bool:
    """The Hive's own people read its room; social workers and managers do not."""
    return belongs(actor, room.hive)


def can_send(actor: Person, room: Room) -> bool:
    """Whoever reads the Hive's room may write in it, while the Hive is open."""
    return can_read(actor, room) and room.hive.closed_on is None
