"""Photos and documents: which of them somebody may see, and what waits to be sent."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.models import Attachment, AttachmentKind, Message, Room
from app.chat.readers import is_read_by
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.lost_files import keeps_files

_NOT_THERE = "It may have been taken away, or it is not yours to see. Go back to the room."


def attachment_for(actor: Person, room_id: int, key: str, kind: AttachmentKind) -> Attachment:
    """A photo or document of a room `actor` reads today, of a message that was not deleted.

    Also what they have uploaded there and not sent yet. Raises `NotFound`.
    """
    is_said = sa.and_(Message.id.is_not(None), Message.deleted_at.is_(None))
    is_own = sa.and_(Attachment.message_id.is_(None), Attachment.uploader_id == actor.id)
    found = db.session.scalar(
        sa.select(Attachment)
        .join(Room, Room.id == Attachment.room_id)
        .outerjoin(Message, Message.id == Attachment.message_id)
        .where(
            Attachment.key == key,
            Attachment.kind == kind,
            Room.id == room_id,
            is_read_by(actor),
            sa.or_(is_said, is_own),
        )
    )
    if found is None:
        raise NotFound(_NOT_THERE)
    return found


def uploaded_as(actor: Person, client_id: uuid.UUID) -> Attachment | None:
    """What `actor` uploaded with this client-made id, for a second try to be answered with."""
    return db.session.scalar(
        sa.select(Attachment).where(
            Attachment.uploader_id == actor.id, Attachment.client_id == client_id
        )
    )


def unsent_count(actor: Person) -> int:
    """How much `actor` has uploaded and not sent, in all rooms."""
    return int(
        db.session.scalar(
            sa.select(sa.func.count()).where(
                Attachment.uploader_id == actor.id, Attachment.message_id.is_(None)
            )
        )
        or 0
    )


def forgotten_uploads(before: datetime) -> list[Attachment]:
    """What was uploaded before an instant and never sent. For services: not scoped."""
    return list(
        db.session.scalars(
            sa.select(Attachment)
            .where(Attachment.message_id.is_(None), Attachment.created_at < before)
            .order_by(Attachment.id)
        )
    )


@keeps_files
def keys_known(keys: Collection[str]) -> set[str]:
    """Those of `keys` that belong to a photo or document. For services: not scoped."""
    return set(db.session.scalars(sa.select(Attachment.key).where(Attachment.key.in_(keys))))
