"""The stay itself: handover, the bag, notes, and how it was."""

import json
import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.bookings.models.bookings import Booking
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families.models import Child


class StayFace(StrEnum):
    """How a child looks forward to a stay, or how it was, as a face."""

    GREAT = "great"
    GOOD = "good"
    UNSURE = "unsure"
    SAD = "sad"

    @property
    def label(self) -> str:
        """The face in a word."""
        return {
            StayFace.GREAT: "Great",
            StayFace.GOOD: "Good",
            StayFace.UNSURE: "Not sure",
            StayFace.SAD: "Sad",
        }[self]


class Handover(db.Model):
    """What a child wants its host to know for this stay, written down with its carer."""

    __tablename__ = "handovers"

    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(
        sa.ForeignKey("children.id"), primary_key=True, index=True
    )
    helps: Mapped[str] = mapped_column(EncryptedText)
    bring: Mapped[str] = mapped_column(EncryptedText)
    looking_forward: Mapped[str] = mapped_column(EncryptedText)
    face: Mapped[StayFace | None] = mapped_column(enum_column(StayFace))
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()
    child: Mapped[Child] = relationship()
    written_by: Mapped[Person] = relationship()


class PackedThing(db.Model):
    """A thing in the bag: ticked when it goes in, and when it goes back in."""

    __tablename__ = "packed_things"
    __table_args__ = (sa.UniqueConstraint("added_by_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), index=True)
    what: Mapped[str] = mapped_column(EncryptedText)
    is_packed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    is_back: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Made by the phone: sent twice, it is in the bag once.
    client_id: Mapped[uuid.UUID]


class StayNoteKind(StrEnum):
    """What a note of a stay is."""

    NOTE = "note"
    MEDICINE = "medicine"


class StayNote(db.Model):
    """What a host writes down during a stay; the child's household reads it. Never changed."""

    __tablename__ = "stay_notes"
    __table_args__ = (
        sa.UniqueConstraint("written_by_id", "client_id"),
        sa.CheckConstraint("kind <> 'medicine' OR child_id IS NOT NULL", name="given_to_a_child"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), index=True)
    kind: Mapped[StayNoteKind] = mapped_column(enum_column(StayNoteKind))
    #: Whom the medicine was given to.
    child_id: Mapped[int | None] = mapped_column(sa.ForeignKey("children.id"), index=True)
    text: Mapped[str] = mapped_column(EncryptedText)
    #: When it happened, by whoever writes.
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Made by the phone: sent twice, it is one note.
    client_id: Mapped[uuid.UUID]

    child: Mapped[Child | None] = relationship()
    written_by: Mapped[Person] = relationship()


class StayWords(db.Model):
    """How it was for a child: a face and three words, its own."""

    __tablename__ = "stay_words"

    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(
        sa.ForeignKey("children.id"), primary_key=True, index=True
    )
    face: Mapped[StayFace] = mapped_column(enum_column(StayFace))
    #: JSON: up to three words.
    said: Mapped[str] = mapped_column(EncryptedText)
    #: What its carer adds.
    note: Mapped[str] = mapped_column(EncryptedText)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()

    @property
    def words(self) -> list[str]:
        """The child's words."""
        return [str(each) for each in json.loads(self.said)]


class StayThanks(db.Model):
    """A family's thanks to the host of a stay."""

    __tablename__ = "stay_thanks"

    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), primary_key=True)
    text: Mapped[str] = mapped_column(EncryptedText)
    said_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)

    said_by: Mapped[Person] = relationship()
