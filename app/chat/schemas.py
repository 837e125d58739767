"""What comes in to the chat."""

from typing import Any

from marshmallow import fields, validate

from app.chat import reactions
from app.core.schemas import HiveSchema, PlainText

LONGEST = 4_000

_BAD_ID = "This message has no proper number of its own. Reload the page and send it again."
_BAD_SEQ = "This is not the number of a message."
_BAD_ROOM = "This is not the number of a room."
_BAD_UPLOAD = "One of the photos was not uploaded. Take it out and choose it again."
_NOT_SURE = "Open the message, choose Take it away, and read what happens first."
_BAD_EMOJI = "This is none of the signs to react with. Choose one of those shown."
_TOO_LONG = (
    f"This is too long for one message. Keep it under {LONGEST:,} letters, or send it in parts."
)
MOST_ATTACHMENTS = 10


class SeqOrNothing(fields.Integer):
    """The number of a message, or None: a form sends an empty field."""

    def __init__(self) -> None:
        super().__init__(
            load_default=None,
            allow_none=True,
            validate=validate.Range(min=1, max=2**31 - 1, error=_BAD_SEQ),
            error_messages={"invalid": _BAD_SEQ},
        )

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """An empty field is none at all: nothing is to be checked about it."""
        return super().deserialize(None if value == "" else value, *args, **kwargs)


class SendSchema(HiveSchema):
    """A message. `client_id` is made on the phone: sent twice, it counts once."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )
    text = PlainText(
        missing="Write something first.",
        longest=LONGEST,
        optional=True,
        too_long=_TOO_LONG,
    )

    reply_to = SeqOrNothing()
    attachments = fields.List(
        fields.UUID(error_messages={"invalid_uuid": _BAD_UPLOAD}),
        load_default=list,
        validate=validate.Length(
            max=MOST_ATTACHMENTS,
            error=f"Send at most {MOST_ATTACHMENTS} photos or documents in one message.",
        ),
    )
    needs_confirming = fields.Boolean(load_default=False)


class EditSchema(HiveSchema):
    """Other words for a message. Not `text`: that is the composer's field on the same page."""

    words = PlainText(
        missing="Write something first.", longest=LONGEST, optional=True, too_long=_TOO_LONG
    )


class DeleteSchema(HiveSchema):
    """That somebody has read what taking a message away does."""

    is_sure = fields.Boolean(
        required=True,
        validate=validate.Equal(True, error=_NOT_SURE),
        error_messages={"required": _NOT_SURE, "null": _NOT_SURE, "invalid": _NOT_SURE},
    )


class ReactionSchema(HiveSchema):
    """A face or sign for a message; none takes one's own back."""

    emoji = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(reactions.ALL, error=_BAD_EMOJI),
        error_messages={"required": _BAD_EMOJI, "invalid": _BAD_EMOJI},
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


class PageSchema(HiveSchema):
    """Which part of a room a page shows."""

    before = fields.Integer(validate=validate.Range(min=1, max=2**31 - 1, error=_BAD_SEQ))
    after = fields.Integer(validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ))
    around = fields.Integer(validate=validate.Range(min=1, max=2**31 - 1, error=_BAD_SEQ))
    newest = fields.Boolean(load_default=False)
    #: The number of the message that is answered.
    reply = fields.Integer(validate=validate.Range(min=1, max=2**31 - 1, error=_BAD_SEQ))


class HistorySchema(HiveSchema):
    """Which part of a room's history is wanted."""

    before = fields.Integer(validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ))
    around = fields.Integer(validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ))
    after = fields.Integer(validate=validate.Range(min=0, max=2**31 - 1, error=_BAD_SEQ))
    #: Also messages up to `after` that changed after this change.
    changed_after = fields.Integer(
        validate=validate.Range(min=0, max=2**31 - 1, error="This is not the number of a change.")
    )
    limit = fields.Integer(
        load_default=50, validate=validate.Range(min=1, max=200, error="Ask for 1 to 200.")
    )
