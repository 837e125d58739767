"""Delegated authority: who decides what for a child, as the placement plan says.

Care Planning, Placement and Case Review (England) Regulations 2010 as amended in 2013, and the
statutory guidance on the delegation of authority.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families.models.child import Child


class AuthorityKind(StrEnum):
    """A kind of decision that the placement plan gives to somebody."""

    DAY_TRIPS = "day_trips"
    ACTIVITIES = "activities"
    HIVE_OVERNIGHTS = "hive_overnights"
    FRIENDS_OVERNIGHTS = "friends_overnights"
    HIVE_PHOTOS = "hive_photos"
    SCHOOL = "school"
    MEDICAL = "medical"
    HAIRCUTS = "haircuts"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return _LABELS[self]


_LABELS = {
    AuthorityKind.DAY_TRIPS: "Day trips",
    AuthorityKind.ACTIVITIES: "Clubs and activities",
    AuthorityKind.HIVE_OVERNIGHTS: "Sleepovers in the Hive",
    AuthorityKind.FRIENDS_OVERNIGHTS: "Nights at a friend's",
    AuthorityKind.HIVE_PHOTOS: "Photos within the Hive",
    AuthorityKind.SCHOOL: "School trips and forms",
    AuthorityKind.MEDICAL: "Doctor, dentist, medicines",
    AuthorityKind.HAIRCUTS: "Haircuts and the like",
}


class Decider(StrEnum):
    """Who decides. Unknown means: ask."""

    CARER = "carer"
    SOCIAL_WORKER = "social_worker"
    PARENT = "parent"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Who decides, as people say it."""
        return {
            Decider.CARER: "The carer",
            Decider.SOCIAL_WORKER: "The social worker",
            Decider.PARENT: "A parent",
            Decider.UNKNOWN: "Not known yet",
        }[self]


class AuthorityEntry(db.Model):
    """What was said about one kind of decision. Never changed: the newest one counts."""

    __tablename__ = "authority_entries"
    __table_args__ = (sa.Index("ix_authority_entries_newest", "child_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    kind: Mapped[AuthorityKind] = mapped_column(enum_column(AuthorityKind))
    decider: Mapped[Decider] = mapped_column(enum_column(Decider))
    #: The name of who decides, as "Mum" or "Claire at the Andover office".
    decider_name: Mapped[str] = mapped_column(EncryptedText)
    note: Mapped[str] = mapped_column(EncryptedText)
    said_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    said_by: Mapped[Person] = relationship()


class AuthorityQuestion(db.Model):
    """That somebody asks the social worker who decides."""

    __tablename__ = "authority_questions"
    __table_args__ = (
        # One question at a time: asking twice does not ring twice.
        sa.Index(
            "uq_authority_questions_open",
            "child_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"), index=True)
    kind: Mapped[AuthorityKind] = mapped_column(enum_column(AuthorityKind))
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    asked_by: Mapped[Person] = relationship()
