"""Who from outside the household has looked at a child."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role
from app.core.types import UTCDateTime, enum_column
from app.families.models.child import Child


class LookedAt(StrEnum):
    """What was looked at."""

    CHILD = "child"
    CARE_CARD = "care_card"
    AUTHORITY = "authority"
    EXPORT = "export"

    @property
    def label(self) -> str:
        """What was looked at, as people say it."""
        return {
            LookedAt.CHILD: "the page",
            LookedAt.CARE_CARD: "the care card",
            LookedAt.AUTHORITY: "who decides what",
            LookedAt.EXPORT: "a list with the name and birthday",
        }[self]


class Look(db.Model):
    """That somebody from outside the household looked at a child; the household reads it.

    What the person was at that time is written down: roles change, what was seen does not.
    """

    __tablename__ = "looks"
    __table_args__ = (sa.Index("ix_looks_of_child", "child_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    thing: Mapped[LookedAt] = mapped_column(enum_column(LookedAt))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    #: Why they could: "leads Andover Hive".
    reason: Mapped[str] = mapped_column(sa.String(200))
    looked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    person: Mapped[Person] = relationship()
