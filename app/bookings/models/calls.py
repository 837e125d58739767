"""Who was asked for a booking, whose yes it needs, and the trail of its changes."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.bookings.models.bookings import Booking
from app.bookings.models.kinds import BookingState
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families.models import Child, Household


class CallState(StrEnum):
    """What a host said to a call."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    #: Offers another time.
    OFFERED = "offered"
    DECLINED = "declined"
    #: Somebody else took it, or it was called off.
    CLOSED = "closed"


class HostCall(db.Model):
    """That a host was asked for a booking, and what it said."""

    __tablename__ = "host_calls"
    __table_args__ = (
        sa.UniqueConstraint("booking_id", "host_id"),
        sa.CheckConstraint(
            "(offered_starts_at IS NULL) = (offered_ends_at IS NULL)", name="offers_a_time"
        ),
        sa.CheckConstraint(
            "state <> 'offered' OR offered_starts_at IS NOT NULL", name="offer_has_a_time"
        ),
        sa.CheckConstraint("offered_ends_at > offered_starts_at", name="ends_after_start"),
        sa.Index("ix_host_calls_of_host", "host_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"))
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"))
    state: Mapped[CallState] = mapped_column(enum_column(CallState))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    offered_starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    offered_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What the host writes with its answer.
    words: Mapped[str] = mapped_column(EncryptedText)

    booking: Mapped[Booking] = relationship(back_populates="calls")
    host: Mapped[Household] = relationship()
    answered_by: Mapped[Person | None] = relationship()


class YesKind(StrEnum):
    """Why a booking needs somebody's yes."""

    #: The placement plan does not leave nights in the Hive to the carers.
    AUTHORITY = "authority"
    #: More nights than the household's allowance.
    ALLOWANCE = "allowance"
    #: The Hive's support worker says yes to every sleepover.
    HIVE = "hive"
    #: More foster children under one roof than the usual fostering limit, or the host's terms.
    LIMIT = "limit"

    @property
    def who(self) -> str:
        """Whose yes it is, as people say it."""
        return {
            YesKind.AUTHORITY: "the social worker",
            YesKind.ALLOWANCE: "the support worker",
            YesKind.HIVE: "the support worker",
            YesKind.LIMIT: "the manager",
        }[self]


class BookingYes(db.Model):
    """A yes that a booking needs before it is confirmed; for authority one for each child."""

    __tablename__ = "booking_yeses"
    __table_args__ = (
        sa.Index(
            "uq_booking_yeses_of_booking",
            "booking_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("child_id IS NULL"),
            postgresql_where=sa.text("child_id IS NULL"),
        ),
        sa.Index(
            "uq_booking_yeses_of_child",
            "booking_id",
            "kind",
            "child_id",
            unique=True,
            sqlite_where=sa.text("child_id IS NOT NULL"),
            postgresql_where=sa.text("child_id IS NOT NULL"),
        ),
        sa.CheckConstraint("(kind = 'authority') = (child_id IS NOT NULL)", name="of_a_child"),
        sa.CheckConstraint("(answered_at IS NULL) = (is_yes IS NULL)", name="answered_yes_or_no"),
        sa.Index(
            "ix_booking_yeses_open",
            "kind",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), index=True)
    kind: Mapped[YesKind] = mapped_column(enum_column(YesKind))
    child_id: Mapped[int | None] = mapped_column(sa.ForeignKey("children.id"))
    #: What it is about, without a child's name: "16 of 14 nights", "4 foster children".
    about: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_yes: Mapped[bool | None]
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    booking: Mapped[Booking] = relationship(back_populates="yeses")
    child: Mapped[Child | None] = relationship()
    answered_by: Mapped[Person | None] = relationship()


class BookingStep(db.Model):
    """The trail: each change of a booking, by whom and when. Never changed."""

    __tablename__ = "booking_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"), index=True)
    #: The state it came into.
    state: Mapped[BookingState] = mapped_column(enum_column(BookingState))
    #: Nobody where the clock did it.
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    by: Mapped[Person | None] = relationship()
