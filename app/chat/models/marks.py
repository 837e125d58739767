"""What readers leave on a message: a reaction, "I have read this"; and whom it mentions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.core.types import UTCDateTime


class Reaction(db.Model):
    """A face or sign somebody has put on a message; one for each person and message."""

    __tablename__ = "reactions"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("messages.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    emoji: Mapped[str] = mapped_column(sa.String(32))
    reacted_at: Mapped[datetime] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class Mention(db.Model):
    """That a message calls a person of its room by name; they are told even if it is muted."""

    __tablename__ = "mentions"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("messages.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class Confirmation(db.Model):
    """That a person has confirmed having read an announcement."""

    __tablename__ = "confirmations"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("messages.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class ConfirmingReminder(db.Model):
    """That those who had not confirmed a message were reminded, and when that was last."""

    __tablename__ = "confirming_reminders"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("messages.id"), primary_key=True)
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: How many were reminded that time.
    people: Mapped[int]

    sent_by: Mapped[Person] = relationship()
