"""Children, where they live, and who they belong with."""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.crypto import EncryptedDate, EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families import ages
from app.families.models.household import Household


class CareStatus(StrEnum):
    """Why a child lives in a household."""

    IN_CARE = "in_care"
    BIRTH_CHILD = "birth_child"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The status as people say it."""
        return {
            CareStatus.IN_CARE: "In care",
            CareStatus.BIRTH_CHILD: "Birth child",
            CareStatus.OTHER: "Other",
        }[self]


class PlacementEnding(StrEnum):
    """How a child's time in a household came to its end."""

    PLANNED = "planned"
    ON_NOTICE = "on_notice"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The ending as people say it."""
        return {
            PlacementEnding.PLANNED: "As planned",
            PlacementEnding.ON_NOTICE: "Ended on notice",
            PlacementEnding.OTHER: "Another way",
        }[self]


class TieKind(StrEnum):
    """How two children belong together."""

    SIBLING = "sibling"
    FRIEND = "friend"

    @property
    def label(self) -> str:
        """The tie as people say it."""
        return {TieKind.SIBLING: "Brother or sister", TieKind.FRIEND: "Friend"}[self]


class Child(db.Model):
    """A child of a household. Children have no accounts."""

    __tablename__ = "children"
    __table_args__ = (sa.UniqueConstraint("added_by_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    preferred_name: Mapped[str] = mapped_column(sa.String(60))
    born_on: Mapped[date] = mapped_column(EncryptedDate)
    care_status: Mapped[CareStatus] = mapped_column(enum_column(CareStatus))
    pronouns: Mapped[str] = mapped_column(sa.String(40), default="", server_default=sa.text("''"))
    #: Not otherwise looked after: stays are short breaks, with limits of their own (regulation 48
    #: of the Care Planning, Placement and Case Review (England) Regulations 2010).
    is_on_short_breaks: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Made by the browser with the form: sending it twice adds one child.
    client_id: Mapped[uuid.UUID]

    placements: Mapped[list["Placement"]] = relationship(
        back_populates="child", order_by="Placement.from_on"
    )

    @property
    def name(self) -> str:
        """What the child is called; the building blocks of the pages ask for a `name`."""
        return self.preferred_name

    @property
    def age(self) -> str:
        """The age today, as people say it."""
        return ages.age_label(self.born_on, clock.today())

    @property
    def school_year(self) -> str:
        """The school year today, as people say it."""
        return ages.school_year_label(self.born_on, clock.today())


class Placement(db.Model):
    """That a child lives in a household; London dates, the last day counts.

    Only for a child in care is it called a placement; for a birth child it says the same.
    """

    __tablename__ = "placements"
    __table_args__ = (
        # A child lives in one household at a time.
        sa.Index(
            "uq_placements_current",
            "child_id",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        sa.CheckConstraint("(ending IS NULL) = (until_on IS NULL)", name="ends_somehow"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"), index=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    ending: Mapped[PlacementEnding | None] = mapped_column(enum_column(PlacementEnding))
    ending_note: Mapped[str | None] = mapped_column(EncryptedText)

    child: Mapped[Child] = relationship(back_populates="placements")
    household: Mapped[Household] = relationship(back_populates="placements")

    def is_in_force(self, day: date) -> bool:
        """Whether the child lives there on `day`."""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)

    @staticmethod
    def in_force(day: date) -> sa.ColumnElement[bool]:
        """The same as a condition for a query."""
        return sa.and_(
            Placement.from_on <= day,
            sa.or_(Placement.until_on.is_(None), Placement.until_on >= day),
        )


class ChildTie(db.Model):
    """That two children are brother and sister, or friends: one row for both of them."""

    __tablename__ = "child_ties"
    __table_args__ = (
        sa.UniqueConstraint("child_id", "other_child_id"),
        sa.CheckConstraint("child_id < other_child_id", name="lower_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    other_child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"), index=True)
    kind: Mapped[TieKind] = mapped_column(enum_column(TieKind))

    child: Mapped[Child] = relationship(foreign_keys=[child_id])
    other_child: Mapped[Child] = relationship(foreign_keys=[other_child_id])
