"""Rooms, what is said in them, and how far each person has read."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.chat.text import as_html
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.hives.models import Hive


class RoomKind(StrEnum):
    """What a room is for."""

    HIVE = "hive"


class Room(db.Model):
    """Where people of a Hive talk.

    `last_seq` numbers the messages of a room 1, 2, 3, … without gaps and in the order they
    were committed, so that "what came after N" misses nothing.
    """

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    hive_id: Mapped[int] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    kind: Mapped[RoomKind] = mapped_column(enum_column(RoomKind))
    name: Mapped[str] = mapped_column(sa.String(100))
    last_seq: Mapped[int] = mapped_column(default=0)

    hive: Mapped[Hive] = relationship()


class Message(db.Model):
    """Something somebody said in a room."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.UniqueConstraint("room_id", "seq"),
        # A message sent twice, on a bad signal, is one message.
        sa.UniqueConstraint("author_id", "client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"))
    seq: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    client_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    text: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)

    author: Mapped[Person] = relationship()

    @property
    def html(self) -> Markup:
        """The text with safe links and line breaks."""
        return as_html(self.text)


class RoomRead(db.Model):
    """How far a person has read in a room."""

    __tablename__ = "room_reads"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
