"""The register on the day: who has arrived, who was collected by whom."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class MarkKind(StrEnum):
    """What was marked."""

    ARRIVED = "arrived"
    GONE_HOME = "gone_home"
    ABSENT = "absent"
    #: What was marked before was a slip of the finger.
    CLEARED = "cleared"


class RegisterMark(db.Model):
    """A mark in a register. Never changed: the one made last counts, on whichever phone."""

    __tablename__ = "register_marks"
    __table_args__ = (
        sa.UniqueConstraint("marked_by_id", "client_id"),
        sa.Index("ix_register_marks_newest", "sign_up_id", "marked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_up_id: Mapped[int] = mapped_column(sa.ForeignKey("sign_ups.id"))
    kind: Mapped[MarkKind] = mapped_column(enum_column(MarkKind))
    #: Who took the child home.
    collected_by: Mapped[str] = mapped_column(EncryptedText)
    marked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    #: When it was tapped, by the phone; without a signal that is before it came in.
    marked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Made by the phone: sent twice, it is one mark.
    client_id: Mapped[uuid.UUID]

    marked_by: Mapped[Person] = relationship()
