"""Notices, the browsers that take pushes, and what became of each push."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Device
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column


class NoticeCategory(StrEnum):
    """What a notice is about; people will choose by category what reaches their phone."""

    MESSAGE = "message"
    #: Somebody called one by name in a room.
    MENTION = "mention"
    PRACTICAL = "practical"


class DeliveryState(StrEnum):
    """What became of a push of one notice to one browser."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    SKIPPED = "skipped"


class Notice(db.Model):
    """Something a person is to be told.

    A room has one notice for each person, brought up to date by every message: a row for each
    message and reader would be forty rows a message, and nobody wants forty lines of them.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "category", "room_id"),
        sa.CheckConstraint("(room_id IS NULL) = (message_seq IS NULL)", name="room_with_seq"),
        # The outbox: few rows wait at a time, however many notices there are.
        sa.Index(
            "ix_notices_push_due_at",
            "push_due_at",
            sqlite_where=sa.text("push_due_at IS NOT NULL"),
            postgresql_where=sa.text("push_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    category: Mapped[NoticeCategory] = mapped_column(enum_column(NoticeCategory))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    #: The newest message of the room that this notice tells of.
    message_seq: Mapped[int | None]
    title: Mapped[str] = mapped_column(sa.String(200))
    url: Mapped[str] = mapped_column(sa.String(500))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When its pushes are to be written as deliveries; empty once they are, or if none is due.
    push_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PushSubscription(db.Model):
    """A browser that takes pushes, for whoever is signed in on it."""

    __tablename__ = "push_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("devices.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    endpoint: Mapped[str] = mapped_column(sa.String(2048), unique=True)
    p256dh: Mapped[str] = mapped_column(sa.String(88))
    auth: Mapped[str] = mapped_column(sa.String(24))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    device: Mapped[Device] = relationship()


class Delivery(db.Model):
    """The push of a notice to one browser: claimed by one worker at a time."""

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("notice_id", "subscription_id"),
        sa.Index(
            "ix_deliveries_waiting",
            "next_try_at",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notices.id"))
    subscription_id: Mapped[int] = mapped_column(sa.ForeignKey("push_subscriptions.id"), index=True)
    #: The message it tells of (0 for a notice without a room): a newer one opens it again.
    message_seq: Mapped[int] = mapped_column(default=0)
    state: Mapped[DeliveryState] = mapped_column(enum_column(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
