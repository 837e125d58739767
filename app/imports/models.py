"""Files that somebody brought, and what was found in them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class ImportState(StrEnum):
    """How far an import has come."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"


class Import(db.Model):
    """A file somebody brought, seen by them alone, and what each of its rows would do.

    What was in the file is erased once it has been applied or discarded; the counts stay.
    """

    __tablename__ = "imports"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('checking', 'checked', 'applying') OR (content IS NULL AND report IS NULL)",
            name="erased_at_the_end",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState))
    content: Mapped[str | None] = mapped_column(EncryptedText)
    #: JSON: what each row would do, and what is wrong with it.
    report: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: When the check or the writing under way was asked for, the last time.
    started_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Whether the invitations go out at once, or are held until somebody sends them.
    sends_invitations: Mapped[bool] = mapped_column(default=False)

    row_count: Mapped[int] = mapped_column(default=0)
    fault_count: Mapped[int] = mapped_column(default=0)
    # What it would add or, once applied, has added.
    hive_count: Mapped[int] = mapped_column(default=0)
    household_count: Mapped[int] = mapped_column(default=0)
    carer_count: Mapped[int] = mapped_column(default=0)
    child_count: Mapped[int] = mapped_column(default=0)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen with it."""
        return self.state in {ImportState.APPLIED, ImportState.DISCARDED}

    @property
    def additions(self) -> int:
        """How many things it would add, or has added."""
        return self.hive_count + self.household_count + self.carer_count + self.child_count
