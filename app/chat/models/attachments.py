"""Photos and documents. The files lie outside the database; these rows say whose they are."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class AttachmentKind(StrEnum):
    """What was attached."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Attachment(db.Model):
    """A photo or document: uploaded first, then sent with a message of the same room.

    One that is never sent is removed after a day.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        sa.UniqueConstraint("uploader_id", "client_id"),
        sa.Index(
            "ix_attachments_unsent",
            "created_at",
            sqlite_where=sa.text("message_id IS NULL"),
            postgresql_where=sa.text("message_id IS NULL"),
        ),
        sa.CheckConstraint(
            "kind = 'document' OR (width IS NOT NULL AND height IS NOT NULL)",
            name="photo_has_size",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    uploader_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("messages.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[AttachmentKind] = mapped_column(enum_column(AttachmentKind))
    #: What the document is called on the phone it came from; "" for a photo.
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    media_type: Mapped[str] = mapped_column(sa.String(60))
    #: In bytes, as it is served.
    size: Mapped[int]
    #: In pixels, as shown.
    width: Mapped[int | None]
    height: Mapped[int | None]
    #: Random: where the file lies, and what its address says instead of a number.
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
