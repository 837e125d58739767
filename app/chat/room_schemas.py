"""What comes in about rooms: whom to write to, groups, muting."""

from marshmallow import fields, validate

from app.chat.services import MuteFor
from app.core.schemas import HiveSchema, PlainText

LONGEST_NAME = 40

_BAD_ID = "This form has no proper number of its own. Reload the page and send it again."
_BAD_PERSON = "Choose one of the people."
_HOW_LONG = "Choose for how long."


class _PersonId(fields.Integer):
    def __init__(self) -> None:
        super().__init__(
            required=True,
            validate=validate.Range(min=1, max=2**31 - 1, error=_BAD_PERSON),
            error_messages={"required": _BAD_PERSON, "invalid": _BAD_PERSON, "null": _BAD_PERSON},
        )


class PersonSchema(HiveSchema):
    """Somebody who was tapped."""

    person_id = _PersonId()


class PeopleSchema(HiveSchema):
    """Several people who were tapped."""

    people_ids = fields.List(_PersonId(), load_default=list)


class GroupNameSchema(HiveSchema):
    """What a group is called."""

    name = PlainText(
        missing="Give the group a name.",
        longest=LONGEST_NAME,
        too_long=f"This name is too long. Use {LONGEST_NAME} letters or fewer.",
    )


class GroupSchema(GroupNameSchema, PeopleSchema):
    """A new group. `client_id` is made with the form: sent twice, it makes one."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )


class MuteSchema(HiveSchema):
    """For how long somebody wants no notices of a room; nothing to have them again."""

    mute_for = fields.Enum(
        MuteFor,
        by_value=True,
        required=True,
        error_messages={"required": _HOW_LONG, "unknown": _HOW_LONG},
    )


class LookingForSchema(HiveSchema):
    """A name, or a part of one, that is looked for."""

    q = PlainText(missing="", longest=100, optional=True)
