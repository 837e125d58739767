"""What the tests of searching do again and again."""

import uuid

from app.accounts.models import Person
from app.chat import queries, services
from app.chat.models import Message, Room
from app.core.extensions import db


def say(person: Person, room: Room, text: str) -> Message:
    message, _ = services.send_message(
        actor=person, room_id=room.id, client_id=uuid.uuid4(), text=text
    )
    return message


def found(person: Person, words: str, **where: object) -> list[str]:
    db.session.rollback()
    hits, _ = queries.search_messages(person, words, **where)  # type: ignore[arg-type]
    return [hit.message.text for hit in hits]
