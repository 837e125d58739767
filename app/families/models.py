"""Households: fostering families, and the carers in them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.hives.models import Hive


class Household(db.Model):
    """A fostering family of a Hive."""

    __tablename__ = "households"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    hive_id: Mapped[int] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    social_worker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)

    hive: Mapped[Hive] = relationship()
    social_worker: Mapped[Person | None] = relationship()
    members: Mapped[list["HouseholdMember"]] = relationship(back_populates="household")


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
