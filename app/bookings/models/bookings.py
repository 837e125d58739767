"""Bookings: what a family asks for, and whose bed is taken."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.bookings.models.kinds import (
    HOLDING,
    LIVE,
    OPEN_AFTER_END,
    BookingKind,
    BookingReason,
    BookingState,
    Flexibility,
)
from app.core import clock
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.core.words import local_day
from app.families.models import Child, Household
from app.hives.models import Hive

if TYPE_CHECKING:
    from app.bookings.models.calls import BookingYes, HostCall


class Booking(db.Model):
    """A sleepover or day care that a family asks for. Its instants are the whole of the stay."""

    __tablename__ = "bookings"
    __table_args__ = (
        sa.UniqueConstraint("asked_by_id", "client_id"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("(kind = 'sleepover') = (nights > 0)", name="nights_of_sleepovers"),
        sa.CheckConstraint("nights >= 0", name="nights_count"),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'confirmed', 'under_way', 'finished')"
            " OR host_id IS NOT NULL",
            name="taken_by_a_host",
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = "
            "(state IN ('requested', 'offered', 'accepted', 'confirmed', 'under_way'))",
            name="ended_or_live",
        ),
        sa.CheckConstraint("host_id IS NULL OR host_id <> household_id", name="not_at_home"),
        sa.Index("ix_bookings_of_hive", "hive_id", "starts_at"),
        sa.Index("ix_bookings_of_household", "household_id", "starts_at"),
        sa.Index("ix_bookings_of_host", "host_id", "starts_at"),
        # What jobs look for: few go on at a time, however many there were.
        sa.Index(
            "ix_bookings_live",
            "starts_at",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"))
    #: The Hive the family was in when it asked.
    hive_id: Mapped[int] = mapped_column(sa.ForeignKey("hives.id"))
    kind: Mapped[BookingKind] = mapped_column(enum_column(BookingKind))
    state: Mapped[BookingState] = mapped_column(enum_column(BookingState))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: London midnights between the two.
    nights: Mapped[int] = mapped_column(default=0, server_default="0")
    reason: Mapped[BookingReason] = mapped_column(enum_column(BookingReason))
    flexibility: Mapped[Flexibility] = mapped_column(enum_column(Flexibility))
    is_urgent: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: What to know, for the hosts who are asked.
    note: Mapped[str] = mapped_column(EncryptedText)

    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Made by the browser with the form: sending it twice asks once.
    client_id: Mapped[uuid.UUID]

    #: The household that has the children.
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("households.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    #: When it was over, by whom and why. Nobody where the clock ended it.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    ended_why: Mapped[str] = mapped_column(EncryptedText)

    #: The stay that a tea visit comes before.
    tea_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bookings.id"), index=True)
    #: When something that calendars show was changed last, and how often (RFC 5545, SEQUENCE).
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    #: When both sides were reminded the evening before.
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    household: Mapped[Household] = relationship(foreign_keys=[household_id])
    host: Mapped[Household | None] = relationship(foreign_keys=[host_id])
    hive: Mapped[Hive] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])
    stays: Mapped[list["Stay"]] = relationship(back_populates="booking", order_by="Stay.id")
    calls: Mapped[list["HostCall"]] = relationship(back_populates="booking", order_by="HostCall.id")
    yeses: Mapped[list["BookingYes"]] = relationship(
        back_populates="booking", order_by="BookingYes.id"
    )
    tea_for: Mapped["Booking | None"] = relationship(remote_side="Booking.id")

    @property
    def is_live(self) -> bool:
        """Whether it goes on."""
        return self.state in LIVE

    @property
    def is_held(self) -> bool:
        """Whether a host has it in its book."""
        return self.state in HOLDING

    @property
    def night_days(self) -> list[date]:
        """The London dates of its nights: each the day on whose evening the night begins."""
        first = local_day(self.starts_at)
        return [first + timedelta(days=each) for each in range(self.nights)]

    @property
    def is_open_to_host(self) -> bool:
        """Whether its host may read about the children now: from acceptance to 24 hours after."""
        taken = self.is_held or self.state is BookingState.FINISHED
        return taken and clock.now() < self.closes_to_host_at

    @property
    def closes_to_host_at(self) -> datetime:
        """When its host can read about the children no more."""
        return self.ends_at + OPEN_AFTER_END


class Stay(db.Model):
    """A child of a booking. While a host has it, its time and its bed are nobody else's.

    That a child is in two stays at once, or two children in one bed, the database refuses by
    itself: an exclusion constraint on PostgreSQL, triggers on SQLite, which has one writer.
    """

    __tablename__ = "stays"
    __table_args__ = (
        sa.UniqueConstraint("booking_id", "child_id"),
        sa.CheckConstraint("(host_id IS NULL) = (bed IS NULL)", name="bed_at_a_host"),
        sa.CheckConstraint("bed >= 1", name="beds_count_from_one"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint(
            "gone_home_at IS NULL OR arrived_at IS NOT NULL", name="gone_after_arriving"
        ),
        sa.Index("ix_stays_of_child", "child_id", "starts_at"),
        sa.Index("ix_stays_of_host", "host_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id"))
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    #: The host and the numbered bed, only while the host has it: of what is over they are empty.
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("households.id"))
    bed: Mapped[int | None]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)

    arrived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    gone_home_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    collected_by: Mapped[str] = mapped_column(EncryptedText)

    booking: Mapped[Booking] = relationship(back_populates="stays")
    child: Mapped[Child] = relationship()
