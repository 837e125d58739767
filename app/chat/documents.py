"""Documents: PDF files, taken as they are and only ever handed out for download."""

import unicodedata

from app.core.errors import Invalid

MEDIA_TYPE = "application/pdf"
MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120

TOO_BIG = (
    "This document is too big: Hive takes PDF files of up to 10 MB. Save a smaller copy, or send "
    "it in parts."
)
NAME_TOO_LONG = (
    f"The name of this file is too long. Give it a name of {LONGEST_NAME} letters or fewer, and "
    "choose it again."
)

_UNNAMED = "document"
_ENDING = ".pdf"
# Controls, and signs that turn the writing round or can't be seen: with them a name could look
# like another one ("invoice-fdp.exe"). Also what file systems and headers trip over.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_TRIPPING = set('<>:"|?*')


def is_document(content: bytes) -> bool:
    """Whether this begins as a PDF file does (ISO 32000-1, 7.5.2)."""
    return content.startswith(b"%PDF-")


def check(content: bytes) -> None:
    """Raise `Invalid` for a document that can't be taken."""
    if len(content) > MOST_BYTES:
        raise Invalid({"file": TOO_BIG})


def name_of(given: str | None) -> str:
    """The name a document is shown and downloaded with: it ends in what the file is."""
    name = clean_name(given) or _UNNAMED
    if name.lower().endswith(_ENDING):
        return name
    return name[: LONGEST_NAME - len(_ENDING)] + _ENDING


def clean_name(given: str | None) -> str:
    """The last part of a file's name, without signs unseen; raises `Invalid` when it is long."""
    last = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(
        sign
        for sign in unicodedata.normalize("NFC", last)
        if unicodedata.category(sign) not in _UNSEEN and sign not in _TRIPPING
    )
    name = " ".join(seen.split()).strip(". ")
    if len(name) > LONGEST_NAME:
        raise Invalid({"file": NAME_TOO_LONG})
    return name
