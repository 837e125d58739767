"""How it was: three words and a face from each who was there."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class Feeling(StrEnum):
    """How it was, as a face."""

    GREAT = "great"
    GOOD = "good"
    OKAY = "okay"
    NOT_GOOD = "not_good"

    @property
    def label(self) -> str:
        """The face in a word."""
        return {
            Feeling.GREAT: "Great",
            Feeling.GOOD: "Good",
            Feeling.OKAY: "Okay",
            Feeling.NOT_GOOD: "Not good",
        }[self]


class EventWords(db.Model):
    """The words of one who was there; a child's are its own, taken on the carer's phone."""

    __tablename__ = "event_words"
    __table_args__ = (sa.UniqueConstraint("sign_up_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_up_id: Mapped[int] = mapped_column(sa.ForeignKey("sign_ups.id"))
    feeling: Mapped[Feeling] = mapped_column(enum_column(Feeling))
    first: Mapped[str] = mapped_column(sa.String(30), default="", server_default=sa.text("''"))
    second: Mapped[str] = mapped_column(sa.String(30), default="", server_default=sa.text("''"))
    third: Mapped[str] = mapped_column(sa.String(30), default="", server_default=sa.text("''"))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)
