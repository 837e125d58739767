"""What comes in about a child."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, pre_load
from marshmallow.validate import Range

from app.core.schema_fields import Day
from app.core.schemas import HiveSchema, PlainText
from app.families.models import CareStatus, PlacementEnding, TieKind
from app.families.schemas.birthdays import BirthdaySchema, read_birthday

NAME = 60
NO_TIE = "none"


class Birthday(fields.Field[date]):
    """The three boxes that `BirthdaySchema` has put together, as a date."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        return read_birthday(value)


class ChildSchema(BirthdaySchema):
    """What is known of every child, and no more."""

    preferred_name = PlainText(missing="Enter the name the child likes to be called.", longest=NAME)
    born_on = Birthday(required=True)
    care_status = fields.Enum(
        CareStatus,
        by_value=True,
        required=True,
        error_messages={
            "required": "Choose how the child lives with the family.",
            "unknown": "Choose how the child lives with the family.",
        },
    )
    pronouns = PlainText(missing="", longest=40, optional=True)


class FlaggedChildSchema(ChildSchema):
    """The same with what those who work with the family say of it."""

    is_on_short_breaks = fields.Boolean(load_default=False)


class AddChildSchema(ChildSchema):
    """A child who comes to live with a family."""

    client_id = fields.UUID(
        required=True,
        error_messages={
            "required": "Reload the page, then send it again.",
            "invalid_uuid": "Reload the page, then send it again.",
        },
    )
    from_on = Day()
    is_another = fields.Boolean(load_default=False)


class EndPlacementSchema(HiveSchema):
    """That a child moves on: the last day, how it ended, and a word about it."""

    until_on = Day(missing="Choose the last day.")
    ending = fields.Enum(
        PlacementEnding,
        by_value=True,
        required=True,
        error_messages={"required": "Choose how it ends.", "unknown": "Choose how it ends."},
    )
    note = PlainText(missing="", longest=1000, optional=True)
    next_household_id = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=Range(1, 2**31 - 1, error="Choose one of the families, or nobody."),
        error_messages={"invalid": "Choose one of the families, or nobody."},
    )

    @pre_load
    def _nobody(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        return {**data, "next_household_id": data.get("next_household_id") or None}


class TieSchema(HiveSchema):
    """Two children who belong together; `kind` is None when they are to be parted."""

    other_child_id = fields.Integer(
        required=True,
        validate=Range(1, 2**31 - 1, error="Choose a child."),
        error_messages={"required": "Choose a child.", "invalid": "Choose a child."},
    )
    kind = fields.Method(deserialize="_read_kind", required=True)

    def _read_kind(self, value: Any) -> TieKind | None:
        if value == NO_TIE:
            return None
        if value not in list(TieKind):
            raise ValidationError("Choose how they belong together.")
        return TieKind(value)
