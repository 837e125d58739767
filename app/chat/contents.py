"""What an uploaded file is: told by what is in it, never by its name."""

from dataclasses import dataclass

from app.chat import documents
from app.chat.models import AttachmentKind
from app.core.errors import Invalid

EMPTY = "This file is empty. Choose it again, or another one."
SVG = (
    "SVG drawings can't be sent, because a program can hide in one. Take a picture of the screen, "
    "and send that."
)
FILM = "Films can't be sent in Hive. Send a photo of the best moment."
SOMETHING_ELSE = (
    "Hive takes photos (JPEG, PNG, WebP, GIF, HEIC) and PDF files, and this is something else. "
    "Save it as one of these, and choose it again."
)

# The boxes a film begins with (ISO base media files); photos of iPhones are told by pictures.py.
_FILM = {b"mp41", b"mp42", b"isom", b"iso2", b"avc1", b"M4V ", b"qt  ", b"3gp4", b"3gp5"}


@dataclass(frozen=True)
class Taken:
    """A file as it will be kept. Sizes in pixels; a document has none and no small picture."""

    kind: AttachmentKind
    name: str
    media_type: str
    content: bytes
    thumbnail: bytes | None = None
    width: int | None = None
    height: int | None = None


def examined(content: bytes, name: str | None) -> Taken:
    """The file as it can be kept; raises `Invalid` in words for whoever sent it.

    Slow, and of a photo nothing stays but what it shows, also not its name.
    """
    cleaned = documents.name_of(name)
    if not content:
        raise Invalid({"file": EMPTY})
    if documents.is_document(content):
        documents.check(content)
        return Taken(AttachmentKind.DOCUMENT, cleaned, documents.MEDIA_TYPE, content)
    # 8 MB of code that a process without photos does without.
    from app.core import pictures

    if pictures.decoder_of(content) is None:
        raise Invalid({"file": _why_not(content)})
    drawn = pictures.redraw(content)
    return Taken(
        AttachmentKind.PHOTO,
        "",
        pictures.MEDIA_TYPE,
        drawn.content,
        drawn.thumbnail,
        drawn.width,
        drawn.height,
    )


def is_photo(content: bytes) -> bool:
    """Whether this is to be asked about before it goes out: all that is not a document."""
    return not documents.is_document(content)


def _why_not(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in _FILM:
        return FILM
    return SVG if b"<svg" in content[:2000].lower() else SOMETHING_ELSE
