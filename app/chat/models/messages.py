"""What is said in rooms."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.chat.models.attachments import Attachment, AttachmentKind
from app.chat.models.marks import Confirmation, Mention, Reaction
from app.chat.models.polls import Poll
from app.chat.text import as_html, is_only_emoji
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class MessageKind(StrEnum):
    """What a message is, besides its text."""

    #: Words, photos, documents.
    TEXT = "text"
    #: A question with answers to choose from; the text is the question.
    POLL = "poll"


class Message(db.Model):
    """Something somebody said in a room.

    What hangs on a message is not loaded by itself: a page of messages is filled by
    `app.chat.parts.fill`, with one query for each part that any of them has.
    """

    __tablename__ = "messages"
    __allow_unmapped__ = True  # `asked_ids` below is no column
    __table_args__ = (
        sa.UniqueConstraint("room_id", "seq"),
        # A message sent twice, on a bad signal, is one message.
        sa.UniqueConstraint("author_id", "client_id"),
        # What has changed since a phone last looked.
        sa.Index(
            "ix_messages_changed",
            "room_id",
            "change",
            sqlite_where=sa.text("change IS NOT NULL"),
            postgresql_where=sa.text("change IS NOT NULL"),
        ),
        sa.Index(
            "ix_messages_pinned",
            "room_id",
            "pinned_at",
            sqlite_where=sa.text("pinned_at IS NOT NULL"),
            postgresql_where=sa.text("pinned_at IS NOT NULL"),
        ),
        # What waits for somebody to confirm it.
        sa.Index(
            "ix_messages_to_confirm",
            "room_id",
            "sent_at",
            sqlite_where=sa.text("needs_confirming = 1"),
            postgresql_where=sa.text("needs_confirming"),
        ),
        sa.CheckConstraint("deleted_at IS NULL OR text = ''", name="deleted_says_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"))
    seq: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    client_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    kind: Mapped[MessageKind] = mapped_column(
        enum_column(MessageKind), default=MessageKind.TEXT, server_default=MessageKind.TEXT
    )
    text: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reply_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("messages.id"))
    #: An announcement that asks everybody to confirm that they have read it.
    needs_confirming: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: How many photos and documents it has, so that only those are looked up.
    attachment_count: Mapped[int] = mapped_column(default=0, server_default="0")
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    pinned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    pinned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: The room's `last_change` when this message was last changed; empty if it never was.
    change: Mapped[int | None]

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    deleted_by: Mapped[Person | None] = relationship(foreign_keys=[deleted_by_id], lazy="raise")
    reply_to: Mapped["Message | None"] = relationship(remote_side="Message.id", lazy="raise")
    attachments: Mapped[list[Attachment]] = relationship(
        lazy="raise", viewonly=True, order_by=Attachment.position
    )
    reactions: Mapped[list[Reaction]] = relationship(lazy="raise", viewonly=True)
    mentions: Mapped[list[Mention]] = relationship(lazy="raise", viewonly=True)
    confirmations: Mapped[list[Confirmation]] = relationship(lazy="raise", viewonly=True)
    poll: Mapped[Poll | None] = relationship(lazy="raise", viewonly=True, uselist=False)

    #: Who is asked today to confirm having read it: set by `app.chat.parts.fill`.
    asked_ids: frozenset[int] = frozenset()

    @property
    def confirmed_ids(self) -> frozenset[int]:
        """Who of those who are asked has confirmed."""
        return self.asked_ids & {each.person_id for each in self.confirmations}

    @property
    def html(self) -> Markup:
        """The text with safe links, line breaks, and the names it calls (if those are loaded)."""
        mentions: list[Mention] = self.__dict__.get("mentions", [])
        own: str = current_app.extensions["hive_config"].base_url
        return as_html(self.text, called=[each.person for each in mentions], own=own)

    @property
    def is_only_emoji(self) -> bool:
        """Whether it is nothing but a few emoji, which are shown larger."""
        return is_only_emoji(self.text)

    @property
    def in_short(self) -> str:
        """What is said, on one line: for quotes and lists."""
        if self.is_deleted:
            return "Message taken away"
        if self.text:
            return " ".join(self.text.split())
        attachments: list[Attachment] | None = self.__dict__.get("attachments")
        if not attachments:
            return "Photo or document"
        kind = "Photo" if attachments[0].kind is AttachmentKind.PHOTO else "Document"
        return kind if len(attachments) == 1 else f"{len(attachments)} {kind.lower()}s"

    @property
    def is_deleted(self) -> bool:
        """Whether only its trace is left."""
        return self.deleted_at is not None
