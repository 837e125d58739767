"""The care card: what somebody who looks after this child must know, and the child's own half."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families.models.child import Child


class CareSection(StrEnum):
    """The short cards a care card is made of, in the order they are read in a hurry."""

    ALLERGIES = "allergies"
    MEDICINES = "medicines"
    HEALTH = "health"
    EMERGENCY = "emergency"
    COLLECT = "collect"
    FOOD = "food"
    UPSET = "upset"
    BEDTIME = "bedtime"
    FEARS = "fears"
    LIKES = "likes"
    OTHER = "other"


class CareNote(db.Model):
    """One short card of a child's care card."""

    __tablename__ = "care_notes"
    __table_args__ = (sa.UniqueConstraint("child_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    section: Mapped[CareSection] = mapped_column(enum_column(CareSection))
    text: Mapped[str] = mapped_column(EncryptedText)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    written_by: Mapped[Person] = relationship()


class CareCheck(db.Model):
    """When a carer last said that a child's card is right, and when they were last reminded."""

    __tablename__ = "care_checks"
    __table_args__ = (sa.UniqueConstraint("child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    checked_on: Mapped[date] = mapped_column(index=True)
    checked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reminded_on: Mapped[date | None]

    child: Mapped[Child] = relationship()
    checked_by: Mapped[Person] = relationship()


class Face(StrEnum):
    """What a child feels about something, told by pointing at a face."""

    LOVE = "love"
    LIKE = "like"
    UNSURE = "unsure"
    DISLIKE = "dislike"
    HATE = "hate"


class AboutMe(db.Model):
    """The child's own half of the card, filled in with the carer."""

    __tablename__ = "about_me"
    __table_args__ = (sa.UniqueConstraint("child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    likes: Mapped[str] = mapped_column(EncryptedText)
    dislikes: Mapped[str] = mapped_column(EncryptedText)
    good_at: Mapped[str] = mapped_column(EncryptedText)
    helps: Mapped[str] = mapped_column(EncryptedText)
    #: JSON: the thing pointed at, and the face.
    faces: Mapped[str] = mapped_column(EncryptedText)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    written_by: Mapped[Person] = relationship()
