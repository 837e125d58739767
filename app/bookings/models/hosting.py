"""Hosts: the home that children come to, and when it is free for them.

Whether a household is a host, for how many children at once and where they sleep is said on the
household itself (`families`), by those who lead its Hive.
"""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.core.types import UTCDateTime
from app.families.models import Household


class DayPart(StrEnum):
    """A part of a London day that a host can have children in."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    #: From the evening until the next morning.
    NIGHT = "night"

    @property
    def label(self) -> str:
        """The part as people say it."""
        return {
            DayPart.MORNING: "Morning",
            DayPart.AFTERNOON: "Afternoon",
            DayPart.NIGHT: "Night",
        }[self]


class _Parts:
    """The parts of a day, each free or not."""

    morning: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    afternoon: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    night: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    @property
    def parts(self) -> frozenset[DayPart]:
        """Those that are free."""
        return frozenset(part for part in DayPart if getattr(self, part.value))


class HostHome(db.Model):
    """What a child (and whoever cares for it) wants to know of a home before coming."""

    __tablename__ = "host_homes"
    __table_args__ = (
        sa.CheckConstraint("ages_from <= ages_to", name="ages_in_order"),
        sa.CheckConstraint("at_once >= 1", name="takes_somebody"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), primary_key=True)
    #: In words for children: "Hello! We are Lisa and Tom, and Biscuit the dog."
    welcome: Mapped[str] = mapped_column(sa.String(600), default="", server_default=sa.text("''"))
    lives_here: Mapped[str] = mapped_column(
        sa.String(300), default="", server_default=sa.text("''")
    )
    pets: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    has_dog: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    has_cat: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    garden: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    bedroom: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    stairs: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    languages: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    food: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    #: Which ages it likes to have, in whole years; empty for any.
    ages_from: Mapped[int | None]
    ages_to: Mapped[int | None]
    #: How many children at once, where it is fewer than the household's places as a host.
    at_once: Mapped[int | None]
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    household: Mapped[Household] = relationship()
    pictures: Mapped[list["HomePicture"]] = relationship(
        primaryjoin="foreign(HomePicture.household_id) == HostHome.household_id",
        order_by="HomePicture.position",
        viewonly=True,
    )


class HomePicture(db.Model):
    """A picture of a host's home, kept encrypted under a random name."""

    __tablename__ = "home_pictures"
    __table_args__ = (sa.UniqueConstraint("added_by_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), index=True)
    position: Mapped[int]
    #: What is in it, in words: "Your bed, by the window".
    caption: Mapped[str] = mapped_column(sa.String(100), default="", server_default=sa.text("''"))
    stored_name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    thumb_name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    client_id: Mapped[uuid.UUID]


class HostPattern(_Parts, db.Model):
    """Free time that comes again: a weekday, every week or every few.

    `begins_on` is the first such day, a London date; `until_on` the last that counts.
    """

    __tablename__ = "host_patterns"
    __table_args__ = (
        sa.UniqueConstraint("household_id", "weekday"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 4", name="weeks_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"))
    #: Monday is 0.
    weekday: Mapped[int]
    every_weeks: Mapped[int] = mapped_column(default=1, server_default="1")
    begins_on: Mapped[date]
    until_on: Mapped[date | None]


class HostDay(_Parts, db.Model):
    """What a host said of one London day. It counts before any pattern."""

    __tablename__ = "host_days"

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class HostAway(db.Model):
    """That a host is away: London dates, the last day counts. It counts before anything else."""

    __tablename__ = "host_aways"
    __table_args__ = (
        sa.UniqueConstraint("household_id", "from_on"),
        sa.CheckConstraint("until_on >= from_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]


class HiveBookingRule(db.Model):
    """What a Hive wants of its bookings; without a row the usual holds."""

    __tablename__ = "hive_booking_rules"

    hive_id: Mapped[int] = mapped_column(sa.ForeignKey("hives.id"), primary_key=True)
    #: Whether its support worker says yes to each sleepover, whatever else holds.
    confirms_all: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    changed_by: Mapped[Person] = relationship()
