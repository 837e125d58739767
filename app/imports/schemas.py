"""What comes in when a file is brought or applied."""

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields
from werkzeug.datastructures import FileStorage

from app.core.errors import Invalid
from app.core.schemas import HiveSchema, clean_text
from app.imports.reading import FIELD, text_of

_MISSING = "Choose the file first."


@dataclass(frozen=True)
class Brought:
    """A file that could be read: its name and its text."""

    name: str
    text: str


class CsvFile(fields.Field[Brought]):
    """An uploaded CSV file, read as text."""

    def __init__(self) -> None:
        super().__init__(required=True, error_messages={"required": _MISSING, "null": _MISSING})

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Brought:
        if not isinstance(value, FileStorage) or not value.filename:
            raise ValidationError(_MISSING)
        try:
            text = text_of(value.stream.read())
        except Invalid as problem:
            raise ValidationError(problem.errors[FIELD]) from None
        # Some browsers send the folder too.
        name = value.filename.replace("\\", "/").rsplit("/", 1)[-1]
        return Brought(clean_text(name) or "file.csv", text)


class BringSchema(HiveSchema):
    """The file, and the one it takes the place of."""

    file = CsvFile()
    replaces = fields.Integer(
        load_default=None, strict=False, error_messages={"invalid": "Bring the file again."}
    )


class ApplySchema(HiveSchema):
    """Whether the invitations go out at once."""

    sends_invitations = fields.Boolean(load_default=False)
