"""What comes in about a host: its time, its home, its pictures; and a Hive's rule."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load
from werkzeug.datastructures import FileStorage

from app.bookings.models import DayPart
from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.core.time_fields import chosen

#: Bytes of a request with a picture.
MOST_BYTES = 12 * 1024 * 1024
TOO_BIG = (
    "This is too big: Hive takes 12 MB at a time. Choose a smaller photo, or take it with a lower "
    "setting of the camera."
)
WEEKEND = "weekend"

_RELOAD = "Something on this page has changed. Reload it, then try again."
_CHOOSE_PARTS = "Choose what is free."
_ONE_PHOTO = "Choose a photo first."


class DaySchema(HiveSchema):
    """A day as a button sends it: the parts that are free from now on, or "none"."""

    parts = fields.String(required=True, error_messages={"required": _CHOOSE_PARTS})

    @post_load
    def _as_parts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        given = [each for each in data["parts"].split() if each != "none"]
        if not set(given) <= set(DayPart):
            raise ValidationError(_CHOOSE_PARTS, "parts")
        return {"parts": frozenset(DayPart(each) for each in given)}


class PatternSchema(HiveSchema):
    """What comes again: a weekday with its parts, or the whole weekend."""

    which = fields.String(required=True, error_messages={"required": "Choose a day."})
    every_weeks = WholeNumber(least=1, most=4)
    begins_on = Day(missing="Choose the day it begins.")
    until_on = Day()
    morning = fields.Boolean(load_default=False)
    afternoon = fields.Boolean(load_default=False)
    night = fields.Boolean(load_default=False)

    @post_load
    def _as_pattern(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        which = data.pop("which")
        if which != WEEKEND and which not in {str(weekday) for weekday in range(7)}:
            raise ValidationError("Choose a day.", "which")
        return {
            "weekday": None if which == WEEKEND else int(which),
            "every_weeks": data["every_weeks"] or 1,
            "begins_on": data["begins_on"],
            "until_on": data["until_on"],
            "parts": frozenset(part for part in DayPart if data[part.value]),
        }


class RemovePatternSchema(HiveSchema):
    """Which weekdays do not come again: "4 5 6"."""

    weekdays = fields.String(required=True, error_messages={"required": _RELOAD})

    @post_load
    def _as_numbers(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        given = data["weekdays"].split()
        if not given or not set(given) <= set("0123456"):
            raise ValidationError(_RELOAD, "weekdays")
        return {"weekdays": sorted({int(each) for each in given})}


class AwaySchema(HiveSchema):
    """From when until when a host is away."""

    from_on = Day(missing="Choose the first day.")
    until_on = Day(missing="Choose the last day.")


class TakeAwayBackSchema(HiveSchema):
    """Which time away is taken back."""

    away_id = fields.Integer(
        required=True, strict=False, error_messages={"required": _RELOAD, "invalid": _RELOAD}
    )


class HomeSchema(HiveSchema):
    """What a host tells of its home."""

    welcome = PlainText(missing="", longest=600, optional=True)
    lives_here = PlainText(missing="", longest=300, optional=True)
    pets = PlainText(missing="", longest=200, optional=True)
    has_dog = fields.Boolean(load_default=False)
    has_cat = fields.Boolean(load_default=False)
    garden = PlainText(missing="", longest=200, optional=True)
    bedroom = PlainText(missing="", longest=200, optional=True)
    stairs = PlainText(missing="", longest=200, optional=True)
    languages = PlainText(missing="", longest=200, optional=True)
    food = PlainText(missing="", longest=200, optional=True)
    ages_from = WholeNumber(least=0, most=18)
    ages_to = WholeNumber(least=0, most=18)
    at_once = WholeNumber(least=1, most=12)


class _OnePhoto(fields.Field[bytes]):
    """The one photo of a form; a browser sends an empty one for nothing chosen."""

    def __init__(self) -> None:
        words: dict[str, Any] = {"required": _ONE_PHOTO, "null": _ONE_PHOTO}
        super().__init__(required=True, error_messages=words)

    def _deserialize(self, value: list[FileStorage], *_: Any, **__: Any) -> bytes:
        given = [each for each in value if each.filename]
        if len(given) != 1:
            raise ValidationError(_ONE_PHOTO if not given else "Add one photo at a time.")
        return given[0].stream.read()


class CaptionSchema(HiveSchema):
    """What is in a picture."""

    caption = PlainText(missing="", longest=100, optional=True)


class PictureSchema(CaptionSchema):
    """A picture of a home, with what is in it, and that no child is."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _RELOAD, "null": _RELOAD, "invalid_uuid": _RELOAD},
    )
    file = _OnePhoto()
    no_child = fields.Boolean(
        required=True,
        truthy={"yes"},
        falsy=set(),
        error_messages={
            "required": "Look at it once more, and tick this if no child is in it.",
            "invalid": "Tick it, or do not.",
        },
    )

    @post_load
    def _as_picture(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        data.pop("no_child")
        return {"content": data.pop("file"), **data}


class RulesSchema(HiveSchema):
    """The Hives whose box is ticked."""

    confirming = fields.List(fields.Integer(), required=True)

    @pre_load
    def _ticked(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"confirming": chosen(given, "hive-")}
