"""What comes in when a host, a family or somebody whose yes is needed answers."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from app.bookings.models import BookingKind
from app.bookings.schemas.asking import NIGHTS, moments, times_of
from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.core.time_fields import TimeOfDay


class HostAnswerSchema(HiveSchema):
    """A host's yes or no; `host_id` where the support worker answers for one by phone."""

    host_id = WholeNumber(least=1, most=2**31 - 1)
    words = PlainText(missing="", longest=500, optional=True)


class OfferSchema(HiveSchema):
    """Another time that a host offers."""

    host_id = WholeNumber(least=1, most=2**31 - 1)
    words = PlainText(missing="", longest=500, optional=True)
    starts_on, ends_on, day_on = Day(), Day(), Day()
    starts, ends, day_starts, day_ends = TimeOfDay(), TimeOfDay(), TimeOfDay(), TimeOfDay()

    def __init__(self, kind: BookingKind) -> None:
        self.times = times_of(kind)
        unseen = ("day_on", "day_starts", "day_ends") if self.times == NIGHTS else (
            "starts_on", "starts", "ends_on", "ends",
        )  # fmt: skip
        super().__init__(exclude=unseen)

    @validates_schema(skip_on_field_errors=False)
    def _make_sense(self, data: dict[str, Any], **_: object) -> None:
        wrong = moments(data, self.times)[0]
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _to_instants(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        instants = moments(data, self.times)[1]
        assert instants is not None  # noqa: S101 - checked by `_make_sense`
        return {
            "host_id": data["host_id"],
            "words": data["words"],
            "starts_at": instants[0],
            "ends_at": instants[1],
        }


class TakeBackSchema(HiveSchema):
    """That nobody is needed any more, with a word if one likes."""

    why = PlainText(missing="", longest=500, optional=True)


class CallOffSchema(HiveSchema):
    """Why a stay is called off, for all who were to be in it."""

    why = PlainText(missing="Say why, in a few words. The others read it.", longest=500)


class YesSchema(HiveSchema):
    """Yes or no to what a booking waits for; a no may say why."""

    answer = fields.String(
        required=True,
        validate=validate.OneOf(["yes", "no"], error="Tap yes or no."),
        error_messages={"required": "Tap yes or no."},
    )
    why = PlainText(missing="", longest=500, optional=True)
