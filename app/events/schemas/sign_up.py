"""What a family's sign-up, and a yes or no to one, are sent as."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from app.core.schemas import HiveSchema, PlainText
from app.events.models import Eagerness
from app.events.services.signing_up import ChildComes

_RELOAD = "Something on this page has changed. Reload it and choose again."
_MOST = 40


def _numbers() -> fields.List[int]:
    number = fields.Integer(error_messages={"invalid": _RELOAD})
    return fields.List(number, load_default=list, validate=validate.Length(max=_MOST))


class SignUpSchema(HiveSchema):
    """Who would like to come: numbers of children and adults, and what was ticked for each child.

    `faces` are the children's own, by the child's number.
    """

    client_id = fields.UUID(
        required=True, error_messages={"required": _RELOAD, "invalid_uuid": _RELOAD}
    )
    child = _numbers()
    adult = _numbers()
    confirm = _numbers()
    photos = _numbers()
    faces = fields.Dict(load_default=dict)
    note = PlainText(missing="", longest=500, optional=True)

    @post_load
    def _as_the_service_takes_it(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {
            "party": data["client_id"],
            "note": data["note"],
            "adult_ids": data["adult"],
            "children": [
                ChildComes(
                    child_id=child_id,
                    is_confirmed=child_id in data["confirm"],
                    photos_ok=child_id in data["photos"],
                    eagerness=_face(data["faces"].get(str(child_id), "")),
                )
                for child_id in dict.fromkeys(data["child"])
            ],
        }


def _face(said: str) -> Eagerness | None:
    if not said:
        return None
    try:
        return Eagerness(said)
    except ValueError:
        raise ValidationError(_RELOAD, "who") from None


class WithdrawSchema(HiveSchema):
    """Whose sign-ups are taken back."""

    sign_up = fields.List(
        fields.Integer(error_messages={"invalid": _RELOAD}),
        required=True,
        validate=validate.Length(min=1, max=_MOST, error="Tick who can't come."),
        error_messages={"required": "Tick who can't come."},
    )


class AnswerSchema(HiveSchema):
    """Yes or no to a child's coming."""

    answer = fields.String(
        required=True,
        validate=validate.OneOf(["yes", "no"], error="Tap yes or no."),
        error_messages={"required": "Tap yes or no."},
    )
    #: Why not; the family reads it.
    why = PlainText(missing="", longest=200, optional=True)


class PutForwardSchema(HiveSchema):
    """Why a child is put forward: every host sees it."""

    why = PlainText(missing="Say why, for example “Missed out last time”.", longest=200)
