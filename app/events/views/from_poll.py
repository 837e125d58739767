"""A poll about days becomes the event: the form of a new one, filled in from its answers."""

from collections.abc import Mapping

from app.accounts.models import Person
from app.chat.models import Message
from app.chat.queries import message_for, room_for


def filled_from_poll(actor: Person, given: Mapping[str, str]) -> dict[str, str]:
    """The title and the day most people chose, of the poll named by `room` and `poll`.

    Empty when the address names none. Raises `NotFound` for a room or poll that is not the
    actor's to read.
    """
    numbers = [given.get(name, "") for name in ("room", "poll")]
    if not all(each.isascii() and each.isdigit() and len(each) < 10 for each in numbers):
        return {}
    room = room_for(actor, int(numbers[0]))
    message = message_for(actor, room.id, int(numbers[1]))
    day = chosen_day(message)
    if message.poll is None or day is None:
        return {}
    filled = {"title": message.text.split("\n")[0][:100], "starts_on": day}
    return filled | ({f"hive-{room.hive_id}": "yes"} if room.hive_id else {})


def chosen_day(message: Message) -> str | None:
    """The day that most people chose, the earliest of several, as a date field takes it."""
    options = [each for each in message.poll.options if each.day] if message.poll else []
    if not options:
        return None
    best = min(options, key=lambda each: (-len(each.votes), each.position))
    return best.day.isoformat() if best.day else None
