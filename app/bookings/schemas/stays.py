"""What comes in around a stay: times, the handover, the bag, notes, and how it was."""

from datetime import datetime, time, timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from app.bookings.models import StayFace
from app.bookings.services.packing import ThingMove
from app.core import clock
from app.core.schema_fields import Day
from app.core.schemas import HiveSchema, PlainText
from app.core.time_fields import TimeOfDay, instant_or_invalid
from app.core.wall_times import instant_of

_RELOAD = "Something on this page has changed. Reload it and try again."
#: A phone's clock may be a little ahead of the server's.
_AHEAD = timedelta(minutes=5)


def _client_id() -> fields.UUID:
    said: dict[str, Any] = {"required": _RELOAD, "invalid_uuid": _RELOAD, "null": _RELOAD}
    return fields.UUID(required=True, error_messages=said)


def _words(longest: int) -> PlainText:
    return PlainText(missing="", longest=longest, optional=True)


def last_time(at: time) -> datetime:
    """The last instant at which London clocks showed `at`: today, or yesterday."""
    now = clock.now()
    for day in (clock.today(), clock.today() - timedelta(days=1)):
        instant = instant_of(day, at)
        if instant is not None and instant <= now + _AHEAD:
            return min(instant, now)
    raise ValidationError("Choose the time that the clock showed.")


class ArrivedSchema(HiveSchema):
    """When the children came, if it was not just now."""

    at = TimeOfDay()

    @post_load
    def _as_instant(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        try:
            return data | {"at": last_time(data["at"]) if data["at"] else None}
        except ValidationError as problem:
            raise ValidationError(problem.messages, "at") from None


class GoneHomeSchema(ArrivedSchema):
    """When they left, and who came for them."""

    collected_by = _words(100)


class HandoverSchema(HiveSchema):
    """What a child tells its host."""

    helps = _words(1000)
    bring = _words(1000)
    looking_forward = _words(1000)
    face = fields.String(
        load_default="",
        validate=validate.OneOf(["", *StayFace], error="Point at one of the faces."),
    )
    seen_mark = fields.String(load_default="")

    @post_load
    def _face(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data | {"face": StayFace(data["face"]) if data["face"] else None}


class ThingSchema(HiveSchema):
    """A thing for the list."""

    client_id = _client_id()
    what = PlainText(missing="Write what goes into the bag.", longest=80)


class ThingMoveSchema(HiveSchema):
    """What is done with a thing on the list."""

    move = fields.Enum(
        ThingMove,
        by_value=True,
        required=True,
        error_messages={"required": _RELOAD, "unknown": _RELOAD},
    )


class NoteSchema(HiveSchema):
    """A note of a stay."""

    client_id = _client_id()
    text = PlainText(missing="Write how it goes.", longest=2000)


class MedicineSchema(HiveSchema):
    """Which medicine was given, how much, to whom and when."""

    client_id = _client_id()
    child_id = fields.Integer(
        required=True,
        error_messages={
            "required": "Choose who was given it.",
            "invalid": "Choose who was given it.",
        },
    )
    what = PlainText(missing="Write which medicine it was.", longest=100)
    dose = PlainText(missing="Write how much, for example “5 ml” or “1 tablet”.", longest=100)
    day = Day()
    at = TimeOfDay()

    @post_load
    def _as_instant(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        day, at = data.pop("day"), data.pop("at")
        data["happened_at"] = None
        if day is not None and at is None:
            raise ValidationError("Write the time, too.", "at")
        if at is not None:
            try:
                given = instant_or_invalid(day, at) if day else last_time(at)
            except ValidationError as problem:
                raise ValidationError(problem.messages, "at") from None
            now = clock.now()
            data["happened_at"] = min(given, now) if given <= now + _AHEAD else given
        return data


class StayWordsSchema(HiveSchema):
    """A face, up to three words, and what the carer adds."""

    face = fields.Enum(
        StayFace,
        by_value=True,
        required=True,
        error_messages={"required": "Point at a face.", "unknown": "Point at a face."},
    )
    first = _words(30)
    second = _words(30)
    third = _words(30)
    note = _words(1000)


class ThanksSchema(HiveSchema):
    """A thank-you."""

    text = PlainText(missing="Write a word of thanks.", longest=500)
