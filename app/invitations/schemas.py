"""What comes in when somebody is invited, and when they join."""

from marshmallow import ValidationError, fields, post_load, validates_schema

from app.core.carer_rows import CarersSchema
from app.core.roles import Role
from app.core.schema_fields import Day
from app.core.schemas import EmailAddress, HiveSchema, Password, PlainText
from app.families.models import HouseholdKind

NEW_HOUSEHOLD = "new"
_HOW = "Choose how they came to foster."
_NOT_BOTH = "Choose a family from the list, or give a new one a name: not both."


class InviteSchema(HiveSchema):
    """Who is invited into which role, and into which household of the Hive."""

    name = PlainText(missing="Enter their name.", longest=100)
    email = EmailAddress()
    role = fields.Enum(
        Role,
        by_value=True,
        required=True,
        error_messages={
            "required": "Choose what they will be.",
            "unknown": "Choose what they will be.",
        },
    )
    household = fields.String(load_default="")
    new_household = PlainText(missing="", longest=100, optional=True)

    @validates_schema
    def _needs_a_household(self, data: dict[str, object], **_: object) -> None:
        if data.get("household") == NEW_HOUSEHOLD and not data.get("new_household"):
            raise ValidationError("Enter the family's name.", "new_household")
        if data.get("household") not in ("", NEW_HOUSEHOLD) and data.get("new_household"):
            raise ValidationError(_NOT_BOTH, "new_household")

    @post_load
    def _a_name_is_enough(self, data: dict[str, object], **_: object) -> dict[str, object]:
        if not data["household"] and data["new_household"]:
            data["household"] = NEW_HOUSEHOLD
        return data


class InviteHouseholdSchema(CarersSchema):
    """A family that is invited as a whole."""

    name = PlainText(missing="Enter the family's name.", longest=100)
    kind = fields.Enum(
        HouseholdKind,
        by_value=True,
        required=True,
        error_messages={"required": _HOW, "unknown": _HOW},
    )
    approved_on = Day(in_future="This day is still to come. Enter the day they were approved.")


class JoinSchema(HiveSchema):
    """How a new person wants to be called, and their password."""

    name = PlainText(missing="Enter your name.", longest=100)
    password = Password("Choose a password.")


class JoinAgainSchema(HiveSchema):
    """Somebody who has an account joins with the password they have."""

    password = Password()
