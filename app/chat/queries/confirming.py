"""News that ask everybody to confirm: who has, who has not, and what waits for one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.chat.models import Confirmation, ConfirmingReminder, Message, Room, RoomKind
from app.chat.readers import Reader, named_readers_of
from app.core import clock
from app.core.extensions import db
from app.hives.queries import own_hive_ids

#: News older than this ask on Home no more: whoever joins a Hive need not read last year's.
ASKS_FOR = timedelta(days=30)
MOST_ON_HOME = 3


@dataclass(frozen=True)
class Confirmed:
    """Of those who are asked to confirm a message today, who has and who has not, by name."""

    have: list[Reader]
    have_not: list[Reader]


def confirmed(message: Message, room: Room) -> Confirmed:
    """Who has confirmed a message (found through its actor, with its parts) and who has not.

    Everybody who reads the room today is asked, but whoever wrote it.
    """
    have = {each.person_id for each in message.confirmations}
    asked = [each for each in named_readers_of(room) if each.person.id != message.author_id]
    return Confirmed(
        [each for each in asked if each.person.id in have],
        [each for each in asked if each.person.id not in have],
    )


def last_reminder(message: Message) -> ConfirmingReminder | None:
    """When those who had not confirmed were last reminded, and how many they were."""
    return db.session.get(ConfirmingReminder, message.id, populate_existing=True)


def has_confirmed(person: Person, message: Message) -> bool:
    """Whether this person has confirmed having read it."""
    return any(each.person_id == person.id for each in message.confirmations)


def news_to_confirm(actor: Person) -> Sequence[tuple[Message, Room]]:
    """The news of the last month that ask `actor` to confirm, oldest first, with their rooms."""
    hive_ids = own_hive_ids(actor)
    if not hive_ids:
        return []
    is_confirmed = sa.exists().where(
        Confirmation.message_id == Message.id, Confirmation.person_id == actor.id
    )
    rows = db.session.execute(
        sa.select(Message, Room)
        .join(Room, Room.id == Message.room_id)
        .where(
            Room.kind == RoomKind.ANNOUNCEMENTS,
            Room.hive_id.in_(hive_ids),
            Message.needs_confirming,
            Message.deleted_at.is_(None),
            Message.author_id != actor.id,
            Message.sent_at > clock.now() - ASKS_FOR,
            ~is_confirmed,
        )
        .options(joinedload(Message.author), joinedload(Room.hive))
        .order_by(Message.sent_at, Message.id)
        .limit(MOST_ON_HOME)
    )
    return [(message, room) for message, room in rows]
