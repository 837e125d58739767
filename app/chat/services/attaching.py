"""Photos and documents: uploaded into a room, hung on a message, taken away again."""

import secrets
import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.contents import Taken, examined
from app.chat.models import Attachment, Message
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.lost_files import drop_lost_files
from app.core.off_loop import off_loop, off_loop_in_turn
from app.core.storage import Storage, storage
from app.core.throttle import count_attempt
from app.core.unit_of_work import unit_of_work

MOST_IN_MESSAGE = 10
MOST_UNSENT = 20
#: How long an upload waits for its message.
FORGOTTEN_AFTER = timedelta(days=1)

# A full message every four minutes: more than anybody sends, less than would fill a disk.
_UPLOADS = "150 per hour"
_TOO_MANY = (
    f"{MOST_UNSENT} photos or documents of yours wait to be sent already. Send those first, or "
    "wait until tomorrow: what was not sent by then is taken away."
)
_NOT_THERE = (
    "One of the photos or documents is not in Hive any more. Take it out and choose it again."
)


def small(key: str) -> str:
    """The name of the small picture that belongs to a photo's file."""
    return f"{key}.small"


def upload(
    *, actor: Person, room_id: int, client_id: uuid.UUID, content: bytes, name: str | None = None
) -> tuple[Attachment, bool]:
    """Put a photo or PDF into a room, to be sent with a message of the actor's within a day.

    Returns it and whether it is new: a second try with the same `client_id` gives the first one
    back. Raises `NotFound` for a room the actor is not in, `NotAllowed` when they may not write
    there, `TooMany`, `Conflict` when too much waits already, `Invalid` for a file that can't be
    taken, `StorageFailed`. Then nothing is kept, neither in the database nor on the disk.
    """
    room = queries.room_for(actor, room_id)
    policy.check_can_send(actor, room)
    before = _uploaded_before(actor, room_id, client_id)
    if before is not None:
        return before, False
    _check_room_for_one_more(actor)
    count_attempt("upload", str(actor.id), _UPLOADS)
    taken = off_loop_in_turn(examined, content, name)
    key = secrets.token_urlsafe(24)
    files = storage()
    try:
        off_loop(_keep, files, key, taken)
        attachment = _note(actor, room_id, client_id, key, taken)
    except BaseException:
        _drop(files, [key])
        raise
    if attachment.key != key:  # the same upload, sent twice at once: the other one was quicker
        _drop(files, [key])
    return attachment, attachment.key == key


def attach(message: Message, *, client_ids: Sequence[uuid.UUID]) -> None:
    """Hang what the author has uploaded into this room on their new message, in that order.

    In the caller's unit of work. Raises `Invalid` when there are too many, or when one of them is
    not there: not uploaded, sent already, or taken away since.
    """
    wanted = list(dict.fromkeys(client_ids))
    if len(wanted) > MOST_IN_MESSAGE:
        raise Invalid({"attachments": f"Send at most {MOST_IN_MESSAGE} in one message."})
    found = {
        each.client_id: each
        for each in db.session.scalars(
            sa.select(Attachment)
            .where(
                Attachment.uploader_id == message.author_id,
                Attachment.room_id == message.room_id,
                Attachment.message_id.is_(None),
                Attachment.client_id.in_(wanted),
            )
            .with_for_update()
        )
    }
    if len(found) < len(wanted):
        raise Invalid({"attachments": _NOT_THERE})
    attached = [found[client_id] for client_id in wanted]
    for position, each in enumerate(attached):
        each.message_id, each.position = message.id, position
    db.session.flush()
    db.session.execute(
        sa.update(Message)
        .where(Message.id == message.id)
        .values(attachment_count=len(attached))
        .execution_options(synchronize_session=False)
    )
    set_committed_value(message, "attachment_count", len(attached))
    set_committed_value(message, "attachments", attached)


def drop_attachments_of(message: Message) -> None:
    """Take the photos and documents of a message away, on the disk too.

    For whoever deletes it, in their unit of work. Not for a message that was reported: those who
    handle the report look at them.
    """
    with unit_of_work():
        found = db.session.scalars(
            sa.select(Attachment).where(Attachment.message_id == message.id)
        ).all()
        _drop_rows(found)
        db.session.execute(
            sa.update(Message)
            .where(Message.id == message.id)
            .values(attachment_count=0)
            .execution_options(synchronize_session=False)
        )


def take_back_uploads(*, actor: Person, client_ids: Collection[uuid.UUID]) -> None:
    """Take away what the actor has uploaded and not sent."""
    with unit_of_work():
        found = db.session.scalars(
            sa.select(Attachment).where(
                Attachment.uploader_id == actor.id,
                Attachment.client_id.in_(client_ids),
                Attachment.message_id.is_(None),
            )
        ).all()
        _drop_rows(found)


def drop_forgotten_uploads() -> int:
    """Take away what was never sent, and files that a crash has left without a row.

    Returns how many. Can be run at any time, also twice at once.
    """
    before = clock.now() - FORGOTTEN_AFTER
    with unit_of_work():
        forgotten = queries.forgotten_uploads(before)
        _drop_rows(forgotten)
    return len(forgotten) + drop_lost_files(before.timestamp())


def _uploaded_before(actor: Person, room_id: int, client_id: uuid.UUID) -> Attachment | None:
    before = queries.uploaded_as(actor, client_id)
    if before is not None and before.room_id != room_id:
        raise Conflict("This was chosen for another room already. Choose it again.")
    return before


def _check_room_for_one_more(actor: Person) -> None:
    if queries.unsent_count(actor) >= MOST_UNSENT:
        raise Conflict(_TOO_MANY, title="Too many at once")


def _keep(files: Storage, key: str, taken: Taken) -> None:
    files.keep(key, taken.content)
    if taken.thumbnail is not None:
        files.keep(small(key), taken.thumbnail)


def _note(actor: Person, room_id: int, client_id: uuid.UUID, key: str, taken: Taken) -> Attachment:
    """Write the row, if it may still be written: much can happen while a photo is drawn anew."""
    with unit_of_work():
        policy.check_can_send(actor, queries.room_for(actor, room_id))
        # One at a time: thirty uploads at once are counted one after the other.
        db.session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update())
        before = _uploaded_before(actor, room_id, client_id)
        if before is not None:
            return before
        _check_room_for_one_more(actor)
        attachment = Attachment(
            client_id=client_id,
            uploader_id=actor.id,
            room_id=room_id,
            position=0,
            kind=taken.kind,
            name=taken.name,
            media_type=taken.media_type,
            size=len(taken.content),
            width=taken.width,
            height=taken.height,
            key=key,
            created_at=clock.now(),
        )
        db.session.add(attachment)
        db.session.flush()
    return attachment


def _drop_rows(found: Sequence[Attachment]) -> None:
    """Delete the rows, in the caller's unit of work; the files follow once that is committed."""
    with unit_of_work() as work:
        for each in found:
            db.session.delete(each)
        db.session.flush()
        files, keys = storage(), [each.key for each in found]
        work.on_commit(lambda: _drop(files, keys))


def _drop(files: Storage, keys: Collection[str]) -> None:
    for key in keys:
        files.drop(key, small(key))
