"""Who may do what in a room they can read, readable as a list.

Who may read a room at all is decided by the query that finds it (`app.chat.readers`).
"""

from datetime import timedelta

from app.accounts.models import Person
from app.chat.models import ConfirmingReminder, Message, MessageKind, Room, RoomKind
from app.chat.pairs import why_apart
from app.core import clock
from app.core.errors import NotAllowed
from app.core.roles import Role
from app.hives.models import Hive
from app.hives.policy import leads, roles_in

#: How long one's own words can be changed.
EDIT_FOR = timedelta(minutes=15)
#: Nobody is reminded of the same announcement more often.
REMIND_EVERY = timedelta(hours=1)


def why_not_send(actor: Person, room: Room) -> str | None:
    """Why `actor`, who reads `room`, can't write in it, in words; None when they can."""
    if room.closed_at is not None:
        return "This room is closed. You can read what was said, but not write."
    if room.hive is not None and room.hive.closed_on is not None:
        return "This Hive is closed. You can read what was said, but not write."
    if room.kind is RoomKind.ANNOUNCEMENTS and not _leads(actor, room):
        return "Support workers write here. You can react, and answer in the room of your Hive."
    return why_apart(actor, room) if room.kind is RoomKind.DIRECT else None


def can_send(actor: Person, room: Room) -> bool:
    """Whoever reads a room writes in it, while it is open; news is written by support workers."""
    return why_not_send(actor, room) is None


def check_can_send(actor: Person, room: Room) -> None:
    """Raise `NotAllowed` with the reason unless `actor` may write in `room`."""
    reason = why_not_send(actor, room)
    if reason is not None:
        raise NotAllowed(reason)


def can_react(actor: Person, room: Room) -> bool:  # noqa: ARG001 - the form of all rules here
    """Everybody who reads a room reacts, also to news; not in a room that is closed."""
    return room.closed_at is None and (room.hive is None or room.hive.closed_on is None)


def can_ask_to_confirm(actor: Person, room: Room) -> bool:
    """News of a Hive can ask everybody to confirm having read it."""
    return room.kind is RoomKind.ANNOUNCEMENTS and can_send(actor, room)


def can_confirm(actor: Person, message: Message) -> bool:
    """Whoever reads news that ask for it confirms, but whoever wrote it."""
    return message.needs_confirming and not message.is_deleted and message.author_id != actor.id


def can_see_who_confirmed(actor: Person, message: Message, room: Room) -> bool:
    """Those who write the news see who has read it, and remind the others."""
    return message.needs_confirming and not message.is_deleted and can_ask_to_confirm(actor, room)


def can_remind_again(reminder: ConfirmingReminder | None) -> bool:
    """Whether those who have not confirmed may be reminded now, after the last time."""
    return reminder is None or clock.now() - reminder.sent_at >= REMIND_EVERY


def can_make_group(actor: Person, hive: Hive) -> bool:
    """Carers and support workers of a Hive make groups of its people, while it is open."""
    makers = {Role.CARER, Role.SUPPORT_WORKER}
    return hive.closed_on is None and bool(roles_in(actor, hive) & makers)


def can_look_after_group(actor: Person, room: Room) -> bool:
    """Whoever made a group, and the Hive's support workers in it, say who is in it and its name."""
    is_open = room.kind is RoomKind.GROUP and can_send(actor, room)
    return is_open and (room.created_by_id == actor.id or _leads(actor, room))


def can_leave(actor: Person, room: Room) -> bool:  # noqa: ARG001 - the form of all rules here
    """Everybody can leave a group they are in, also one that is closed."""
    return room.kind is RoomKind.GROUP


def can_edit(actor: Person, message: Message, room: Room) -> bool:
    """One's own words, for a quarter of an hour; not in a room one can't write in."""
    return (
        message.author_id == actor.id
        and message.kind is MessageKind.TEXT  # another question would turn the answers round
        and not message.is_deleted
        and is_fresh(message)
        and can_send(actor, room)
    )


def is_fresh(message: Message) -> bool:
    """Whether its words could still be changed."""
    return clock.now() - message.sent_at < EDIT_FOR


def can_delete(actor: Person, message: Message, room: Room) -> bool:
    """One's own message at any time; a support worker takes any of the Hive's rooms away."""
    return message.author_id == actor.id or can_delete_all(actor, room)


def can_delete_all(actor: Person, room: Room) -> bool:
    """Support workers look after the rooms of their Hive, also with what others wrote there."""
    return _leads(actor, room)


def can_pin(actor: Person, room: Room) -> bool:
    """Support workers pin in the rooms of their Hive; in groups and direct rooms everybody does."""
    if not can_send(actor, room):
        return False
    return (
        room.kind in {RoomKind.GROUP, RoomKind.DIRECT}
        or _leads(actor, room)
        or (room.kind in {RoomKind.TEAM, RoomKind.LINK_CARERS})
    )


def can_close_poll(actor: Person, message: Message, room: Room) -> bool:
    """Whoever asked a poll closes it before its time, or a support worker of the Hive."""
    return message.author_id == actor.id or _leads(actor, room)


def _leads(actor: Person, room: Room) -> bool:
    return room.hive is not None and leads(actor, room.hive)
