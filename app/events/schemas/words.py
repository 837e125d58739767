"""What comes in when somebody says how an event was."""

from marshmallow import fields

from app.core.schemas import HiveSchema, PlainText
from app.events.models import Feeling


def _word() -> PlainText:
    return PlainText(missing="", longest=30, optional=True)


class WordsSchema(HiveSchema):
    """A face, and up to three words."""

    feeling = fields.Enum(
        Feeling,
        by_value=True,
        required=True,
        error_messages={"required": "Point at a face.", "unknown": "Point at a face."},
    )
    first = _word()
    second = _word()
    third = _word()
