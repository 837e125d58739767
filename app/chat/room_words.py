"""How rooms are called, and who reads along, in words."""

from collections.abc import Sequence

from app.accounts.models import Person
from app.chat.models import Room, RoomKind
from app.chat.readers import Reader

#: The picture of each kind that has one; a Hive has its cell, a person their face.
PICTURES = {
    RoomKind.ANNOUNCEMENTS: "megaphone",
    RoomKind.GROUP: "users",
    RoomKind.TEAM: "hexagon",
    RoomKind.LINK_CARERS: "heart-handshake",
    RoomKind.EVENT: "calendar",
}


def name_for(room: Room, other: Person | None) -> str:
    """What a room is called for one of its readers; `other` is who else is in a direct room."""
    return other.name if other is not None else room.name


def notice_title(room: Room) -> str:
    """What a lock screen may say of a room: no name that somebody made up, and nobody's own."""
    return _for_lock_screens(room) or room.name


def mention_title(room: Room) -> str:
    """The same for somebody who was called by name there."""
    where = _for_lock_screens(room) or room.name
    return where if room.kind is RoomKind.DIRECT else f"You were mentioned: {where}"


def _for_lock_screens(room: Room) -> str | None:
    hive = room.hive.name if room.hive else "the county"
    return {
        RoomKind.DIRECT: "Direct message",
        RoomKind.GROUP: f"Group in {hive}",
        RoomKind.EVENT: f"Event of {hive}",
    }.get(room.kind)


def summary(room: Room, actor: Person, readers: Sequence[Reader]) -> str:
    """Who can read this, on one line beside the composer."""
    others = [each.person for each in readers if each.person.id != actor.id]
    if not others:
        return "Only you can read this"
    if room.kind is RoomKind.DIRECT or len(others) == 1:
        return f"Only you and {others[0].first_name} can read this"
    count = len(readers)
    return {
        RoomKind.TEAM: f"The {count} support workers of the county can read this",
        RoomKind.LINK_CARERS: f"{count} link carers and support workers can read this",
        RoomKind.GROUP: f"The {count} people in this group can read this",
        RoomKind.EVENT: f"The {count} people of this event can read this",
    }.get(room.kind, f"{count} people in {room.hive.name if room.hive else ''} can read this")


def about_readers(room: Room, leaders_outside: Sequence[Person] = ()) -> list[str]:
    """Who reads along and who does not, a sentence or two each, for the list of readers.

    `leaders_outside` are the support workers of its Hive who are not in a group.
    """
    hive = room.hive.name if room.hive else ""
    first = {
        RoomKind.HIVE: f"Everybody in {hive} reads what is written here, and so does whoever "
        "joins later. Social workers and managers do not.",
        RoomKind.ANNOUNCEMENTS: f"The support workers write here. Everybody in {hive} reads it, "
        "and so does whoever joins later. Social workers and managers do not.",
        RoomKind.GROUP: f"Only these people read what is written here, and whoever is added later. "
        f"{_not_in_group(leaders_outside)}",
        RoomKind.DIRECT: "Nobody else reads what the two of you write here.",
        RoomKind.TEAM: "All support workers of the county read what is written here, and so does "
        "whoever becomes one. Nobody else does.",
        RoomKind.LINK_CARERS: "All link carers and support workers of the county read what is "
        "written here, and so does whoever becomes one. Nobody else does.",
        RoomKind.EVENT: "Those who go to the event read what is written here, and so does whoever "
        "signs up later.",
    }[room.kind]
    handling = "the support workers of the Hive, or a manager" if room.hive else "a manager"
    reported = "If somebody reports a message, it is looked at, with what was said around it, by"
    return [first.strip(), f"{reported} {handling}."]


def _not_in_group(leaders: Sequence[Person]) -> str:
    if not leaders:
        return ""
    names = [each.name for each in leaders]
    if len(names) == 1:
        return f"{names[0]} supports your Hive, is not in this group and can't read it."
    said = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{said} support your Hive, are not in this group and can't read it."
