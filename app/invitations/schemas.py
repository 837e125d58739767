"""What comes in when somebody is invited, and when they join."""

from marshmallow import ValidationError, fields, validates_schema

from app.core.roles import Role
from app.core.schemas import EmailAddress, HiveSchema, Password, PlainText

NEW_HOUSEHOLD = "new"


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


class JoinSchema(HiveSchema):
    """How a new person wants to be called, and their password."""

    name = PlainText(missing="Enter your name.", longest=100)
    password = Password("Choose a password.")


class JoinAgainSchema(HiveSchema):
    """Somebody who has an account joins with the password they have."""

    password = Password()
