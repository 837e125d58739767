"""Letters for the tests of what is written together."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.chat.models import Message, Room
from app.chat.services.posting import Letter, Posted
from app.core.extensions import db
from app.core.roles import Role
from tests.conventions.county import County


class Letters:
    """Makes letters of somebody with a role in the county's Hive, for its room."""

    def __init__(self, county: County) -> None:
        self.county = county

    def __call__(self, text: str = "Hello", role: Role = Role.CARER, **given: Any) -> Letter:
        standard = {
            "actor_id": self.county.people[role].id,
            "room_id": self.county.room.id,
            "client_id": uuid.uuid4(),
        }
        return Letter(text=text, **(standard | given))


def said_in(room: Room) -> list[tuple[int, str]]:
    """What is on disk of a room, but for the first message, which is the county's own."""
    db.session.rollback()
    rows = db.session.execute(
        sa.select(Message.seq, Message.text).where(Message.room_id == room.id).order_by(Message.seq)
    )
    return [(seq, text) for seq, text in rows][1:]


def messages_of(results: Sequence[Posted | Exception]) -> list[Message]:
    """The messages that were written; none was refused."""
    posted = [each for each in results if isinstance(each, Posted)]
    assert len(posted) == len(results), results
    return [each.message for each in posted]
