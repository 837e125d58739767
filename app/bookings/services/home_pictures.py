"""Pictures of a host's home: drawn anew, kept encrypted, taken away again."""

import secrets
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.models import HomePicture
from app.bookings.queries.hosting import own_host, picture_added_as, picture_of, pictures_of
from app.bookings.services.beds import lock_host
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.off_loop import off_loop, off_loop_in_turn
from app.core.storage import Storage, storage
from app.core.throttle import count_attempt
from app.core.unit_of_work import unit_of_work
from app.families.models import Household

if TYPE_CHECKING:
    from app.core.pictures import Picture

#: So many pictures of one home: enough to walk through it.
MOST_PICTURES = 8

_ADDED = "40 per hour"
_FULL = f"There are {MOST_PICTURES} pictures already. Take one away first."
_EMPTY = "This file is empty. Choose it again, or another one."
_SOMETHING_ELSE = (
    "Hive takes photos here (JPEG, PNG, WebP, GIF, HEIC), and this is something else. "
    "Choose a photo."
)


def add_picture(
    *, actor: Person, client_id: uuid.UUID, content: bytes, caption: str = ""
) -> HomePicture:
    """Add a picture of the actor's own home, after the others. Only what it shows is kept.

    Sent twice, it is added once. Raises `NotAllowed` to all but those who live with a host,
    `Conflict` when there are enough, `TooMany`, `StorageFailed`, and `Invalid` (`file`) for what
    is no photo. Then nothing is kept.
    """
    host = own_host(actor)
    before = picture_added_as(actor, client_id)
    if before is not None:
        return before
    _check_room_for_one_more(host)
    count_attempt("home-picture", str(actor.id), _ADDED)
    drawn = off_loop_in_turn(_drawn, content)
    key, files = secrets.token_urlsafe(24), storage()
    try:
        off_loop(_keep, files, key, drawn)
        picture = _note(actor, client_id, key, drawn, caption)
    except BaseException:
        files.drop(key, small(key))
        raise
    if picture.stored_name != key:  # sent twice at once: the other one was quicker
        files.drop(key, small(key))
    return picture


def caption_picture(*, actor: Person, picture_id: int, caption: str) -> None:
    """Say what is in a picture of the actor's own home. Raises `NotAllowed`, `NotFound`."""
    with unit_of_work():
        picture_of(own_host(actor), picture_id).caption = caption


def remove_picture(*, actor: Person, picture_id: int) -> None:
    """Take a picture of the actor's own home away, on the disk too; raises as the others do."""
    with unit_of_work() as work:
        picture = picture_of(own_host(actor), picture_id)
        names, files = (picture.stored_name, picture.thumb_name), storage()
        db.session.delete(picture)
        db.session.flush()
        work.on_commit(lambda: files.drop(*names))


def small(key: str) -> str:
    """The name of the small picture that belongs to a picture's file."""
    return f"{key}.small"


def _drawn(content: bytes) -> "Picture":
    if not content:
        raise Invalid({"file": _EMPTY})
    # 8 MB of code that a process without photos does without.
    from app.core import pictures

    if pictures.decoder_of(content) is None:
        raise Invalid({"file": _SOMETHING_ELSE})
    return pictures.redraw(content)


def _keep(files: Storage, key: str, drawn: "Picture") -> None:
    files.keep(key, drawn.content)
    files.keep(small(key), drawn.thumbnail)


def _note(
    actor: Person, client_id: uuid.UUID, key: str, drawn: "Picture", caption: str
) -> HomePicture:
    """Write the row, if it may still be written: much can happen while a photo is drawn anew."""
    with unit_of_work():
        host = own_host(actor)
        lock_host(host)
        before = picture_added_as(actor, client_id)
        if before is not None:
            return before
        _check_room_for_one_more(host)
        last = db.session.scalar(
            sa.select(sa.func.max(HomePicture.position)).where(HomePicture.household_id == host.id)
        )
        picture = HomePicture(
            household_id=host.id,
            position=0 if last is None else last + 1,
            caption=caption,
            stored_name=key,
            thumb_name=small(key),
            width=drawn.width,
            height=drawn.height,
            size=len(drawn.content),
            added_by_id=actor.id,
            added_at=clock.now(),
            client_id=client_id,
        )
        db.session.add(picture)
        db.session.flush()
    return picture


def _check_room_for_one_more(host: Household) -> None:
    if len(pictures_of([host.id])[host.id]) >= MOST_PICTURES:
        raise Conflict(_FULL, title="Enough pictures")
