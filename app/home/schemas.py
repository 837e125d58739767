"""What comes in about Hives and the roles in them."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.core.roles import Role
from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema, PlainText

_ROLE = "Choose what they will be."


class HiveFactsSchema(HiveSchema):
    """How a Hive is called, where it is, and for how many families it has room."""

    name = PlainText(missing="Enter the name of the Hive.", longest=100)
    area = PlainText(missing="Enter the towns or villages it is for.", longest=100)
    capacity = WholeNumber(least=1, most=99)

    @validates_schema
    def _has_places(self, data: dict[str, Any], **_: object) -> None:
        if data.get("capacity") is None:
            raise ValidationError("Enter how many families it has room for.", "capacity")


class _PersonSchema(HiveSchema):
    person_id = WholeNumber(least=1, most=2**31 - 1)

    @validates_schema
    def _is_chosen(self, data: dict[str, Any], **_: object) -> None:
        if data.get("person_id") is None:
            raise ValidationError("Choose one of the people.", "person_id")


class AppointSchema(_PersonSchema):
    """Who becomes what, and from which day on."""

    role = fields.Enum(
        Role,
        by_value=True,
        required=True,
        error_messages={"required": _ROLE, "unknown": _ROLE},
    )
    from_on = Day()


class CoverSchema(_PersonSchema):
    """Who leads the Hive in whose place, on which days."""

    membership_id = fields.Integer(
        required=True,
        error_messages={"required": "Choose who is away.", "invalid": "Choose who is away."},
    )
    from_on = Day(missing="Enter the first day.")
    until_on = Day(missing="Enter the last day.")
