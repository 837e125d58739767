"""Hives, and the memberships that make somebody a carer, a support worker, a manager."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role
from app.core.types import enum_column
from app.core.words import day_label


class Hive(db.Model):
    """A group of fostering families that works like an extended family."""

    __tablename__ = "hives"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    area: Mapped[str] = mapped_column(sa.String(100))
    #: How many households it has room for.
    capacity: Mapped[int] = mapped_column(default=10, server_default="10")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="hive", viewonly=True)

    __table_args__ = (sa.CheckConstraint("capacity >= 0", name="capacity_counts"),)


def _one_at_a_time(name: str, where: str, *columns: str) -> sa.Index:
    current = sa.text(f"until_on IS NULL AND {where}")
    return sa.Index(
        name,
        "person_id",
        "role",
        *columns,
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )


class Membership(db.Model):
    """That a person holds a role, in a Hive or (managers, social workers) for the county.

    `from_on` and `until_on` are London dates; the last day counts.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        sa.CheckConstraint(
            "hive_id IS NOT NULL OR role IN ('manager', 'social_worker')", name="county_roles"
        ),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        sa.CheckConstraint("covers_id IS NULL OR until_on IS NOT NULL", name="cover_ends"),
        # One membership at a time for a person, role and Hive (or the county).
        _one_at_a_time("uq_memberships_current_in_hive", "hive_id IS NOT NULL", "hive_id"),
        _one_at_a_time("uq_memberships_current_in_county", "hive_id IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    #: Whose place this person takes while they are away.
    covers_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    person: Mapped[Person] = relationship(back_populates="memberships", foreign_keys=[person_id])
    covers: Mapped[Person | None] = relationship(foreign_keys=[covers_id])
    hive: Mapped[Hive | None] = relationship(back_populates="memberships")

    def is_in_force(self, day: date) -> bool:
        """Whether the membership counts on `day`."""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)

    @staticmethod
    def in_force(day: date) -> sa.ColumnElement[bool]:
        """The same as a condition for a query."""
        return sa.and_(
            Membership.from_on <= day,
            sa.or_(Membership.until_on.is_(None), Membership.until_on >= day),
        )


def cover_in_words(cover: Membership) -> str:
    """Who covers for whom, and when: "Dev covers for Priya from Thu 24 December to today"."""
    if cover.covers is None or cover.until_on is None:
        raise ValueError("this role covers for nobody")
    who, whom = cover.person.first_name, cover.covers.first_name
    if cover.from_on == cover.until_on:
        return f"{who} covers for {whom} {_on(cover.from_on)}"
    return f"{who} covers for {whom} from {day_label(cover.from_on)} to {day_label(cover.until_on)}"


def _on(day: date) -> str:
    said = day_label(day)
    return f"on {said}" if " " in said else said
