"""What comes in about a household."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.families.models import HouseholdKind, LeavingReason, PlacementEnding

_HOW = "Choose how they came to foster."
APPROVED_LATER = "This day is still to come. Enter the day they were approved."


def kind_field() -> fields.Enum[HouseholdKind]:
    """How the family came to foster."""
    words: dict[str, Any] = {"required": _HOW, "unknown": _HOW}
    return fields.Enum(HouseholdKind, by_value=True, required=True, error_messages=words)


class EditHouseholdSchema(HiveSchema):
    """The facts of a household."""

    name = PlainText(missing="Enter the family's name.", longest=100)
    kind = kind_field()
    approved_on = Day(in_future=APPROVED_LATER)
    previous_agency = PlainText(missing="", longest=100, optional=True)
    area = PlainText(missing="", longest=100, optional=True)
    places = WholeNumber(least=0, most=12)
    ages_from = WholeNumber(least=0, most=18)
    ages_to = WholeNumber(least=0, most=18)
    sleepover_nights = WholeNumber(least=0, most=366)
    is_host = fields.Boolean(load_default=False)
    host_places = WholeNumber(least=0, most=12)
    host_room = PlainText(missing="", longest=200, optional=True)
    social_worker_id = WholeNumber(least=1, most=2**31 - 1)

    @validates_schema
    def _fits_together(self, data: dict[str, Any], **_: object) -> None:
        youngest, eldest = data.get("ages_from"), data.get("ages_to")
        if youngest is not None and eldest is not None and youngest > eldest:
            raise ValidationError("This is younger than the age it starts from.", "ages_to")
        if data.get("is_host") and not data.get("host_places"):
            raise ValidationError("Enter how many children can stay.", "host_places")


class MoveHouseholdSchema(HiveSchema):
    """Which Hive a household moves to."""

    hive = fields.Integer(
        required=True,
        strict=False,
        error_messages={"required": "Choose a Hive.", "invalid": "Choose a Hive."},
    )


def _ending(words: str) -> fields.Enum[PlacementEnding]:
    return fields.Enum(
        PlacementEnding, by_value=True, load_default=None, error_messages={"unknown": words}
    )


class LeaveHouseholdSchema(HiveSchema):
    """That a household leaves the Hives, why, and how the children's time there ended."""

    reason = fields.Enum(
        LeavingReason,
        by_value=True,
        required=True,
        error_messages={"required": "Choose why.", "unknown": "Choose why."},
    )
    left_on = Day(
        missing="Enter the day.", in_future="This day is still to come. Come back on that day."
    )
    note = PlainText(missing="", longest=2000, optional=True)
    #: From somebody who may not know the children: one answer for all of them.
    ending = _ending("Choose one of these.")
