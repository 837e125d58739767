"""Households: fostering families, the carers in them, and the Hives they have been in."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import enum_column
from app.hives.models import Hive

if TYPE_CHECKING:
    from app.families.models.child import Placement


class HouseholdKind(StrEnum):
    """How the family came to foster."""

    COUNTY = "county"
    CONNECTED = "connected"
    NEWLY_APPROVED = "newly_approved"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return {
            HouseholdKind.COUNTY: "County carers",
            HouseholdKind.CONNECTED: "Connected carers",
            HouseholdKind.NEWLY_APPROVED: "Newly approved",
        }[self]


class HouseholdState(StrEnum):
    """Where a household stands with the Hives."""

    WAITING = "waiting"
    ACTIVE = "active"
    LEFT = "left"


class LeavingReason(StrEnum):
    """Why a household has left the Hives."""

    MOVED = "moved"
    DEREGISTERED = "deregistered"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as people say it."""
        return {
            LeavingReason.MOVED: "Moved away",
            LeavingReason.DEREGISTERED: "No longer approved (de-registered)",
            LeavingReason.OTHER: "Another reason",
        }[self]


class Household(db.Model):
    """A fostering family: waiting for a Hive, in one, or gone.

    Days are London dates.
    """

    __tablename__ = "households"
    __table_args__ = (
        sa.CheckConstraint("(state = 'active') = (hive_id IS NOT NULL)", name="active_in_hive"),
        sa.CheckConstraint("(state = 'left') = (left_on IS NOT NULL)", name="left_on_a_day"),
        sa.CheckConstraint(
            "ages_from IS NULL OR ages_to IS NULL OR ages_from <= ages_to", name="ages_in_order"
        ),
        # The waiting list, in its order.
        sa.Index("ix_households_waiting", "state", "area", "waiting_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[HouseholdKind] = mapped_column(
        enum_column(HouseholdKind), default=HouseholdKind.COUNTY, server_default="county"
    )
    approved_on: Mapped[date | None]
    #: The independent agency it has transferred from.
    previous_agency: Mapped[str | None] = mapped_column(sa.String(100))
    area: Mapped[str] = mapped_column(sa.String(100), default="", server_default=sa.text("''"))
    state: Mapped[HouseholdState] = mapped_column(
        enum_column(HouseholdState), default=HouseholdState.ACTIVE, server_default="active"
    )
    waiting_since: Mapped[date | None]
    left_on: Mapped[date | None]
    left_reason: Mapped[LeavingReason | None] = mapped_column(enum_column(LeavingReason))
    left_note: Mapped[str | None] = mapped_column(EncryptedText)

    #: Nights of sleepover a year; empty for the council's usual number.
    sleepover_nights: Mapped[int | None]
    # The terms of approval: how many foster children, and of which ages in years.
    places: Mapped[int | None]
    ages_from: Mapped[int | None]
    ages_to: Mapped[int | None]

    #: Whether other families' children may stay here, and where they would sleep.
    is_host: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    host_places: Mapped[int] = mapped_column(default=0, server_default="0")
    host_room: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))

    hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    social_worker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)

    hive: Mapped[Hive | None] = relationship()
    social_worker: Mapped[Person | None] = relationship()
    members: Mapped[list["HouseholdMember"]] = relationship(back_populates="household")
    placements: Mapped[list["Placement"]] = relationship(back_populates="household", viewonly=True)


class HouseholdMember(db.Model):
    """That a carer lives in a household; London dates, the last day counts."""

    __tablename__ = "household_members"
    __table_args__ = (
        # A carer is in one household at a time.
        sa.Index(
            "uq_household_members_current",
            "person_id",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    household: Mapped[Household] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    def is_in_force(self, day: date) -> bool:
        """Whether the carer lives there on `day`."""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)

    @staticmethod
    def in_force(day: date) -> sa.ColumnElement[bool]:
        """Those who live there on `day`, as a condition for a query."""
        return sa.and_(
            HouseholdMember.from_on <= day,
            sa.or_(HouseholdMember.until_on.is_(None), HouseholdMember.until_on >= day),
        )


class HouseholdMove(db.Model):
    """That a household joined, changed or left its Hive: the history that figures need."""

    __tablename__ = "household_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), index=True)
    from_hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    to_hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    moved_on: Mapped[date]
    moved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    from_hive: Mapped[Hive | None] = relationship(foreign_keys=[from_hive_id])
    to_hive: Mapped[Hive | None] = relationship(foreign_keys=[to_hive_id])
    moved_by: Mapped[Person | None] = relationship()
