"""What comes in when a family asks for a sleepover or day care, or for a tea visit before it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate, validates_schema

from app.bookings.models import BookingKind, BookingReason, Flexibility
from app.bookings.services.asking import Wish
from app.core.schema_fields import Day
from app.core.schemas import HiveSchema, PlainText
from app.core.time_fields import TimeOfDay, instant_or_invalid

_RELOAD = "Something on this page has changed. Reload it, then send it again."
_MOST = 40
#: The fields of a moment: its day, and its time.
Fields = tuple[str, str]
#: A sleepover goes over days, day care lies within one: each has fields of its own.
NIGHTS: tuple[Fields, Fields] = (("starts_on", "starts"), ("ends_on", "ends"))
WITHIN: tuple[Fields, Fields] = (("day_on", "day_starts"), ("day_on", "day_ends"))
_ONE_OF: dict[str, Any] = {"required": "Choose one.", "unknown": "Choose one."}


def times_of(kind: BookingKind) -> tuple[Fields, Fields]:
    """The fields in which the times of a kind come."""
    return NIGHTS if kind is BookingKind.SLEEPOVER else WITHIN


def moments(
    data: Mapping[str, Any], given: tuple[Fields, Fields]
) -> tuple[dict[str, Any], tuple[datetime, datetime] | None]:
    """What is wrong with two moments, by field; and the instants they are, if nothing is.

    Fields with a fault of their own are not in `data`: of them nothing more is said.
    """
    wrong: dict[str, Any] = {}
    found: list[datetime] = []
    for on, at in given:
        day, moment = data.get(on), data.get(at)
        if on in data and day is None:
            wrong[on] = "Choose the day."
        if at in data and moment is None:
            wrong[at] = "Enter the time, like 18:00."
        if day is None or moment is None:
            continue
        try:
            found.append(instant_or_invalid(day, moment))
        except ValidationError as problem:
            wrong[at] = problem.messages
    return wrong, (found[0], found[1]) if len(found) == len(given) else None


def by_field(errors: Mapping[str, str], given: tuple[Fields, Fields]) -> dict[str, str]:
    """Errors of a service (`starts`, `ends`) beside the fields in which the times came."""
    names = {"starts": given[0][1], "ends": given[1][1]}
    return {names.get(name, name): said for name, said in errors.items()}


class WishSchema(HiveSchema):
    """What is asked for, as the first page of asking sends it, and the second sends it on."""

    client_id = fields.UUID(
        required=True, error_messages={"required": _RELOAD, "invalid_uuid": _RELOAD}
    )
    child = fields.List(
        fields.Integer(error_messages={"invalid": _RELOAD}),
        load_default=list,
        validate=validate.Length(max=_MOST, error=_RELOAD),
    )
    kind = fields.Enum(BookingKind, by_value=True, required=True, error_messages=_ONE_OF)
    starts_on, ends_on, day_on = Day(), Day(), Day()
    starts, ends, day_starts, day_ends = TimeOfDay(), TimeOfDay(), TimeOfDay(), TimeOfDay()
    reason = fields.Enum(
        BookingReason,
        by_value=True,
        required=True,
        error_messages={"required": "Tap a reason.", "unknown": "Tap a reason."},
    )
    flexibility = fields.Enum(
        Flexibility, by_value=True, load_default=Flexibility.FIXED, error_messages=_ONE_OF
    )
    is_urgent = fields.Boolean(load_default=False)
    note = PlainText(missing="", longest=1000, optional=True)
    #: On the second page: whom to ask, and whether it is whoever can.
    host = fields.List(
        fields.Integer(error_messages={"invalid": _RELOAD}),
        load_default=list,
        validate=validate.Length(max=_MOST, error=_RELOAD),
    )
    then = fields.String(load_default="")

    @pre_load
    def _only_the_kinds_own(self, given: dict[str, Any], **_: object) -> dict[str, Any]:
        """What stands in the fields of the other kind, which are not seen, does not count."""
        other = NIGHTS if given.get("kind") == BookingKind.DAY_CARE else WITHIN
        unseen = {name for each in other for name in each}
        kept = {name: value for name, value in given.items() if name not in unseen}
        return {**kept, "is_urgent": bool(given.get("is_urgent"))}

    @validates_schema(skip_on_field_errors=False)
    def _make_sense(self, data: dict[str, Any], **_: object) -> None:
        wrong: dict[str, Any] = {}
        if "child" in data and not data["child"]:
            wrong["child"] = "Tap who would stay."
        kind = data.get("kind")
        if kind is BookingKind.TEA:
            wrong["kind"] = "Choose one."
        elif kind is not None:
            wrong |= moments(data, times_of(kind))[0]
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _to_wish(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        instants = moments(data, times_of(data["kind"]))[1]
        assert instants is not None  # noqa: S101 - checked by `_make_sense`
        wish = Wish(
            kind=data["kind"],
            starts_at=instants[0],
            ends_at=instants[1],
            child_ids=data["child"],
            reason=data["reason"],
            flexibility=data["flexibility"],
            is_urgent=data["is_urgent"],
            note=data["note"],
            host_ids=data["host"] if data["then"] == "chosen" else None,
        )
        return {"client_id": data["client_id"], "wish": wish}


class TeaSchema(HiveSchema):
    """When a family would come for tea, before a stay."""

    client_id = fields.UUID(
        required=True, error_messages={"required": _RELOAD, "invalid_uuid": _RELOAD}
    )
    day_on = Day()
    day_starts, day_ends = TimeOfDay(), TimeOfDay()
    note = PlainText(missing="", longest=1000, optional=True)

    @validates_schema(skip_on_field_errors=False)
    def _make_sense(self, data: dict[str, Any], **_: object) -> None:
        wrong = moments(data, WITHIN)[0]
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _to_instants(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        instants = moments(data, WITHIN)[1]
        assert instants is not None  # noqa: S101 - checked by `_make_sense`
        return {
            "client_id": data["client_id"],
            "starts_at": instants[0],
            "ends_at": instants[1],
            "note": data["note"],
        }
