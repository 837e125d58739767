"""Places offered to families who wait, and the exemptions in a family's terms of approval."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families.models.child import Child
from app.families.models.household import Household
from app.hives.models import Hive


class OfferAnswer(StrEnum):
    """What has become of an offer."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PlaceOffer(db.Model):
    """That a waiting household has been offered a place in a Hive; it keeps the place free."""

    __tablename__ = "place_offers"
    __table_args__ = (
        sa.Index(
            "uq_place_offers_open",
            "household_id",
            unique=True,
            sqlite_where=sa.text("answer = 'waiting'"),
            postgresql_where=sa.text("answer = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"), index=True)
    hive_id: Mapped[int] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    offered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    offered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[OfferAnswer] = mapped_column(
        enum_column(OfferAnswer), default=OfferAnswer.WAITING
    )
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    household: Mapped[Household] = relationship()
    hive: Mapped[Hive] = relationship()
    offered_by: Mapped[Person] = relationship()


class TermsExemption(db.Model):
    """A child named in a household's exemption from the usual fostering limit.

    Children Act 1989, Schedule 7, paragraph 4: the local authority names the children.
    """

    __tablename__ = "terms_exemptions"
    __table_args__ = (sa.UniqueConstraint("household_id", "child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("households.id"))
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"), index=True)
    granted_on: Mapped[date]
    granted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))

    household: Mapped[Household] = relationship()
    child: Mapped[Child] = relationship()
