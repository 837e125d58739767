"""Photos and documents with their caption in one go: from a plain form, without a script."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import Person
from app.chat.contents import is_photo
from app.chat.models import Message
from app.chat.services.attaching import MOST_IN_MESSAGE, take_back_uploads, upload
from app.chat.services.send import send_message
from app.core.errors import Invalid

NONE_CHOSEN = "Choose a photo or a PDF file first."
TOO_MANY = (
    f"That is too many at once. One message takes {MOST_IN_MESSAGE} photos or documents: choose "
    "fewer, and send the others after it."
)
NOT_SURE = (
    "Say first that everybody in it is happy to be shown and may be. If you are not sure, do not "
    "send it."
)


@dataclass(frozen=True)
class GivenFile:
    """A file as it came in."""

    name: str | None
    content: bytes


def send_files(
    *,
    actor: Person,
    room_id: int,
    client_id: uuid.UUID,
    text: str,
    files: Sequence[GivenFile],
    is_asked: bool,
) -> Message:
    """Send photos and documents with a caption; all of them, or nothing is kept.

    `is_asked` says that whoever sends has said yes to "Is everyone in it happy to be shown, and
    may they be?"; no photo goes out without. Raises what `upload` and `send_message` raise.
    """
    if not files:
        raise Invalid({"files": NONE_CHOSEN})
    if len(files) > MOST_IN_MESSAGE:
        raise Invalid({"files": TOO_MANY})
    if not is_asked and any(is_photo(each.content) for each in files):
        raise Invalid({"is_asked": NOT_SURE})
    # Made from the message's own number, so that a form sent twice uploads nothing twice.
    ids = [uuid.uuid5(client_id, str(position)) for position in range(len(files))]
    try:
        for upload_id, each in zip(ids, files, strict=True):
            upload(
                actor=actor,
                room_id=room_id,
                client_id=upload_id,
                content=each.content,
                name=each.name,
            )
        message, _ = send_message(
            actor=actor, room_id=room_id, client_id=client_id, text=text, attachments=ids
        )
    except Invalid as problem:
        take_back_uploads(actor=actor, client_ids=ids)
        raise Invalid({_field(name): words for name, words in problem.errors.items()}) from None
    except BaseException:
        take_back_uploads(actor=actor, client_ids=ids)
        raise
    return message


def _field(name: str) -> str:
    """The field of the form that what was said of one file is shown at."""
    return "files" if name in {"file", "attachments"} else name
