"""What comes in with the register: marks from a form or a phone's store, and walk-ins."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import Length, Range

from app.core.schema_fields import WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.events.models import MarkKind

_RELOAD = "Reload the page, then try again."
#: More than a phone collects on a day without a signal.
MOST_MARKS = 500
_words: dict[str, Any] = {"required": _RELOAD, "invalid": _RELOAD, "null": _RELOAD}


class _Instant(fields.AwareDateTime):
    """An instant as a phone writes it, in UTC."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)
        except OverflowError:
            raise ValidationError(_RELOAD) from None


class MarkSchema(HiveSchema):
    """One tap in the register."""

    sign_up_id = fields.Integer(
        required=True, validate=Range(1, 2**31 - 1, error=_RELOAD), error_messages=_words
    )
    kind = fields.Enum(
        MarkKind, by_value=True, required=True, error_messages={**_words, "unknown": _RELOAD}
    )
    collected_by = PlainText(missing="", longest=100, optional=True)


class KeptMarkSchema(MarkSchema):
    """The same from a phone, which has kept it until it could be sent."""

    client_id = fields.UUID(required=True, error_messages={**_words, "invalid_uuid": _RELOAD})
    marked_at = _Instant(required=True, default_timezone=UTC, error_messages=_words)


class KeptMarksSchema(HiveSchema):
    """All that a phone has kept of one register."""

    marks = fields.List(
        fields.Nested(KeptMarkSchema),
        required=True,
        validate=Length(max=MOST_MARKS, error=_RELOAD),
        error_messages=_words,
    )


class WalkInSchema(HiveSchema):
    """Somebody who came without being signed up: "child-12" or "person-7", and which part."""

    who = fields.String(required=True, error_messages={"required": "Choose who has come."})
    part_id = WholeNumber(least=1, most=2**31 - 1)
    anyway = fields.Boolean(load_default=False)
