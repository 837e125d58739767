"""A room with people talking in it, for the tests of what is done with messages."""

import re
import uuid
from typing import Any

from app.accounts.models import Person
from app.chat import queries, services
from app.chat.models import Message, Room, RoomKind
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from tests.conventions.county import County


class Talk:
    """The room of a county's Hive: who says what in it, and what phones are told."""

    def __init__(self, county: County) -> None:
        self.county, self.room = county, county.room
        self.told: list[tuple[str, dict[str, Any]]] = []

    def person(self, role: Role = Role.CARER) -> Person:
        return self.county.people[role]

    def say(self, text: str = "Hello", role: Role = Role.CARER, **more: Any) -> Message:
        message, _ = services.send_message(
            actor=self.person(role),
            room_id=more.pop("room_id", self.room.id),
            client_id=uuid.uuid4(),
            text=text,
            **more,
        )
        return message

    def now(self, message: Message) -> Message:
        """The message as it is on disk."""
        db.session.rollback()
        return queries.message_in(message.room_id, message.seq)

    def room_of_kind(self, kind: RoomKind) -> Room:
        with unit_of_work():
            room = Room(hive_id=self.county.hive.id, kind=kind, name="News", last_seq=0)
            db.session.add(room)
        return room

    def close(self) -> None:
        """Close the room: it can be read, and nothing else."""
        with unit_of_work():
            db.session.get_one(Room, self.room.id).closed_at = clock.now()

    def url(self, message: Message, path: str = "") -> str:
        return f"/chat/rooms/{message.room_id}/messages/{message.seq}{path}"

    def changes(self) -> list[dict[str, Any]]:
        return [payload for event, payload in self.told if event == "chat:message_changed"]


def without_tags(html: str) -> str:
    """The words of a piece of a page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
