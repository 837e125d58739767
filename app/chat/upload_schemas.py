"""Photos and documents as they come in: one from a script, several from a plain form."""

from typing import Any

from marshmallow import ValidationError, fields
from werkzeug.datastructures import FileStorage

from app.chat.schemas import LONGEST
from app.chat.services import GivenFile
from app.core.schemas import HiveSchema, PlainText

#: Bytes of a request with photos or documents; every other request is held to far less.
MOST_BYTES = 12 * 1024 * 1024
TOO_BIG = (
    "This is too big: Hive takes 12 MB at a time. Choose fewer or smaller photos, or take them "
    "with a lower setting of the camera."
)

_BAD_ID = "This has no proper number of its own. Reload the page and choose it again."
_ONE_FILE = "Send one photo or document at a time."


class OneFile(fields.Field[GivenFile]):
    """The one file of an upload."""

    def __init__(self) -> None:
        words: dict[str, Any] = {"required": _ONE_FILE, "null": _ONE_FILE}
        super().__init__(required=True, error_messages=words)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> GivenFile:
        if len(value) != 1:
            raise ValidationError(_ONE_FILE)
        return given_file(value[0])


class ManyFiles(fields.Field[list[GivenFile]]):
    """What was chosen in a plain form; a browser sends an empty one for nothing chosen."""

    def __init__(self) -> None:
        super().__init__(load_default=list)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[GivenFile]:
        return [given_file(each) for each in value if each.filename]


class UploadSchema(HiveSchema):
    """One photo or document. `client_id` is made on the phone: uploaded twice, it counts once."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )
    file = OneFile()


class SendFilesSchema(HiveSchema):
    """Photos and documents from a plain form, with their caption and the answer about photos."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )
    text = PlainText(
        missing="",
        longest=LONGEST,
        optional=True,
        too_long=f"This is too long for one message. Keep it under {LONGEST:,} letters.",
    )
    files = ManyFiles()
    is_asked = fields.Boolean(load_default=False, error_messages={"invalid": "Tick it, or do not."})


def given_file(file: FileStorage) -> GivenFile:
    """What a browser has sent, read."""
    return GivenFile(file.filename, file.stream.read())
