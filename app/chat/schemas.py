"""What comes in to the chat."""

from marshmallow import fields, validate

from app.core.schemas import HiveSchema, PlainText

LONGEST = 4_000

_BAD_ID = "This message has no proper number of its own. Reload the page and send it again."
_BAD_SEQ = "This is not the number of a message."
_BAD_ROOM = "This is not the number of a room."


class SendSchema(HiveSchema):
    """A message. `client_id` is made on the phone: sent twice, it counts once."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )
    text = PlainText(
        missing="Write something first.",
        longest=LONGEST,
        too_long=f"This is too long for one message. Keep it under {LONGEST:,} letters, "
        "or send it in parts.",
    )


class SeqSchema(HiveSchema):
    """How far somebody has read."""

    seq = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ),
        error_messages={"required": _BAD_SEQ, "null": _BAD_SEQ, "invalid": _BAD_SEQ},
    )


class RoomSchema(HiveSchema):
    """Which room a socket event is about."""

    room_id = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, max=2**31 - 1, error=_BAD_ROOM),
        error_messages={"required": _BAD_ROOM, "null": _BAD_ROOM, "invalid": _BAD_ROOM},
    )


class HistorySchema(HiveSchema):
    """Which part of a room's history is wanted."""

    before = fields.Integer(validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ))
    after = fields.Integer(validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ))
    limit = fields.Integer(
        load_default=50, validate=validate.Range(min=1, max=200, error="Ask for 1 to 200.")
    )
