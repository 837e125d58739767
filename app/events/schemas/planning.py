"""What comes in when an event is planned, changed or called off."""

from datetime import date, datetime, time, timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validates_schema

from app.core import clock
from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.core.time_fields import TimeOfDay, WallMoment, chosen, instant_or_invalid
from app.core.wall_times import midnight_before
from app.events.models import Audience, EventKind
from app.events.schemas.parts import read_parts

#: Longer than any activity week.
_LONGEST = timedelta(days=31)
_RELOAD = "Reload the page, then send it again."


class EventSchema(HiveSchema):
    """Everything about an event but whose it is. Times on the wall become instants."""

    title = PlainText(missing="Give it a title.", longest=100)
    kind = fields.Enum(
        EventKind,
        by_value=True,
        required=True,
        error_messages={"required": "Choose what it is.", "unknown": "Choose what it is."},
    )
    audience = fields.Enum(
        Audience,
        by_value=True,
        required=True,
        error_messages={"required": "Choose whom it is for.", "unknown": "Choose whom it is for."},
    )
    about = PlainText(missing="", longest=4000, optional=True)
    cost = PlainText(missing="", longest=100, optional=True)
    bring = PlainText(missing="", longest=500, optional=True)
    is_all_day = fields.Boolean(load_default=False)
    starts_on = Day(missing="Choose the day.")
    starts = TimeOfDay()
    ends_on = Day()
    ends = TimeOfDay()
    opens_at = WallMoment(data_key="opens")
    closes_at = WallMoment(data_key="closes")
    household_places = WholeNumber(least=1, most=1000)
    host_ids = fields.List(fields.Integer())
    #: Put together by `_read_parts`.
    parts = fields.Raw(load_default=list)

    @pre_load
    def _put_together(self, given: dict[str, Any], **_: object) -> dict[str, Any]:
        return {
            **given,
            "host_ids": chosen(given, "host-"),
            "parts": read_parts(given),
        }

    @validates_schema
    def _make_sense(self, data: dict[str, Any], **_: object) -> None:
        wrong: dict[str, Any] = dict(data["parts"][1])
        first = data["starts_on"]
        last = data.get("ends_on") or first
        if last < first:
            wrong["ends_on"] = "The last day is before the first. Change one of them."
        elif last - first > _LONGEST:
            wrong["ends_on"] = "This is longer than a month. Check the days."
        if not data["is_all_day"]:
            wrong |= _wrong_time("starts", first, data.get("starts"), "begins")
            wrong |= _wrong_time("ends", last, data.get("ends"), "ends")
        if data["audience"] is Audience.SUPPORT_WORKERS:
            wrong |= _without_children(data)
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _to_instants(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        first = data.pop("starts_on")
        last = data.pop("ends_on") or first
        starts, ends = data.pop("starts"), data.pop("ends")
        data["starts_at"], data["ends_at"] = _instants(
            first, last, None if data["is_all_day"] else (starts, ends)
        )
        data["parts"] = data["parts"][0]
        return data


class PlanEventSchema(EventSchema):
    """A new event: whose it is, and whether it is open or a draft."""

    client_id = fields.UUID(
        required=True, error_messages={"required": _RELOAD, "invalid_uuid": _RELOAD}
    )
    hive_ids = fields.List(fields.Integer())
    is_draft = fields.Boolean()

    @pre_load
    def _whose(self, given: dict[str, Any], **_: object) -> dict[str, Any]:
        hive_ids = [] if given.get("whose") == "county" else chosen(given, "hive-")
        return {**given, "hive_ids": hive_ids, "is_draft": given.get("then") != "open"}

    @validates_schema(pass_original=True)
    def _is_somebodys(self, data: dict[str, Any], given: dict[str, Any], **_: object) -> None:
        if given.get("whose") != "county" and not data.get("hive_ids"):
            raise ValidationError("Choose whose event it is.", "hives")
        if data.get("starts_on") and data["starts_on"] < clock.today():
            raise ValidationError("This day has passed. Choose one to come.", "starts_on")


class EditEventSchema(EventSchema):
    """An event as it is to be from now on."""

    #: Children who no longer fit keep their places.
    keeps_all = fields.Boolean(load_default=False)


class CancelEventSchema(HiveSchema):
    """Why an event is called off, for all who are signed up."""

    why = PlainText(missing="Say why, in a few words. Everybody signed up reads it.", longest=500)


def _wrong_time(name: str, day: date, at: time | None, what: str) -> dict[str, Any]:
    if at is None:
        return {name: f"Enter when it {what}, or tick whole days."}
    try:
        instant_or_invalid(day, at)
    except ValidationError as problem:
        return {name: problem.messages}
    return {}


def _without_children(data: dict[str, Any]) -> dict[str, str]:
    if any(part.child_places is not None for _, part in data["parts"][0]):
        return {"part-0-child_places": "Children do not come to this. Leave it empty."}
    return {}


def _instants(
    first: date, last: date, times: tuple[time, time] | None
) -> tuple[datetime, datetime]:
    if times is None:
        return midnight_before(first), midnight_before(last + timedelta(days=1))
    return instant_or_invalid(first, times[0]), instant_or_invalid(last, times[1])
