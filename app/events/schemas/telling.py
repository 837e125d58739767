"""Which room is told of an event, and what is said with it."""

from marshmallow import fields

from app.core.schemas import HiveSchema, PlainText

_CHOOSE = "Tap the room that is to know."


class TellSchema(HiveSchema):
    """A room's number, a word if one likes, and an id made by the page: sent twice, said once."""

    room_id = fields.Integer(
        required=True, error_messages={"required": _CHOOSE, "null": _CHOOSE, "invalid": _CHOOSE}
    )
    client_id = fields.UUID(
        required=True,
        error_messages={"required": "Reload the page.", "invalid_uuid": "Reload the page."},
    )
    word = PlainText(missing="", longest=500, optional=True)
