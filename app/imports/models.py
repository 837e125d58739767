"""Files that somebody brought, and what was found in them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

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

    What was in the file is erased once it has been applied or discarded.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState))
    content: Mapped[str | None] = mapped_column(EncryptedText)
    #: JSON: what each row would do, and what is wrong with it.
    report: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
