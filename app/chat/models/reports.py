"""Messages somebody has reported, with what was said kept for those who handle it."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.chat.models.messages import Message
from app.chat.models.rooms import Room
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class ReportReason(StrEnum):
    """Why somebody reports a message, in a tap."""

    CHILD = "child"
    UNKIND = "unkind"
    PRIVATE = "private"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as whoever reports chooses it."""
        return {
            ReportReason.CHILD: "It makes me worry about a child",
            ReportReason.UNKIND: "It is not kind",
            ReportReason.PRIVATE: "It tells something private",
            ReportReason.OTHER: "Something else",
        }[self]


class ReportOutcome(StrEnum):
    """What came of a report."""

    REMOVED = "removed"
    TALKED = "talked"
    PASSED_ON = "passed_on"
    NOTHING_WRONG = "nothing_wrong"

    @property
    def label(self) -> str:
        """The outcome as the person who reported is told it."""
        return {
            ReportOutcome.REMOVED: "The message was taken away",
            ReportOutcome.TALKED: "We have talked with the person who wrote it",
            ReportOutcome.PASSED_ON: "We have passed it on to the safeguarding team",
            ReportOutcome.NOTHING_WRONG: "We found nothing that should not be said here",
        }[self]


class Report(db.Model):
    """That somebody has asked for a message to be looked at.

    It goes to the support workers of the room's Hive; to the managers when it is about one of
    them, or when the room has no Hive. `evidence` holds the message as it was, and what stood
    around it, so that editing and deleting change nothing for those who handle it.
    """

    __tablename__ = "reports"
    __table_args__ = (
        sa.UniqueConstraint("reporter_id", "message_id"),
        sa.UniqueConstraint("reporter_id", "client_id"),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_with_outcome"),
        sa.CheckConstraint(
            "(passed_on_at IS NULL) = (passed_on_by_id IS NULL)", name="passed_on_by_somebody"
        ),
        sa.Index("ix_reports_to_handle", "hive_id", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("messages.id"), index=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"))
    #: Who wrote the message.
    about_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    #: The Hive whose support workers handle it; empty: the managers do.
    hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"))
    kind: Mapped[ReportReason] = mapped_column(
        enum_column(ReportReason), default=ReportReason.OTHER, server_default=ReportReason.OTHER
    )
    #: What the reporter says about it; may be "".
    reason: Mapped[str] = mapped_column(EncryptedText)
    #: JSON: the message and those around it as they were.
    evidence: Mapped[str] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: When a support worker gave it on to the managers, and who.
    passed_on_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    passed_on_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    outcome: Mapped[ReportOutcome | None] = mapped_column(enum_column(ReportOutcome))
    #: What the reporter is told besides the outcome.
    answer: Mapped[str] = mapped_column(EncryptedText, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    reporter: Mapped[Person] = relationship(foreign_keys=[reporter_id])
    about: Mapped[Person] = relationship(foreign_keys=[about_id])
    passed_on_by: Mapped[Person | None] = relationship(foreign_keys=[passed_on_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    room: Mapped[Room] = relationship()
    #: As it is now; `evidence` has it as it was.
    message: Mapped[Message] = relationship()
