"""What comes in when the social worker says who decides."""

from marshmallow import fields

from app.core.schemas import HiveSchema, PlainText
from app.families.models import Decider


class AuthoritySchema(HiveSchema):
    """Who decides about one kind of thing, by name where it is not the carer."""

    decider = fields.Enum(
        Decider,
        by_value=True,
        required=True,
        error_messages={"required": "Choose who decides.", "unknown": "Choose who decides."},
    )
    decider_name = PlainText(missing="", longest=100, optional=True)
    note = PlainText(missing="", longest=500, optional=True)
