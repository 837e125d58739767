"""What comes in about the waiting list."""

from marshmallow import fields

from app.core.carer_rows import CarersSchema
from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.families.models import OfferAnswer
from app.families.schemas.household import APPROVED_LATER, kind_field


class AddWaitingSchema(CarersSchema):
    """A family that is put on the waiting list, with its carers."""

    name = PlainText(missing="Enter the family's name.", longest=100)
    area = PlainText(missing="Enter where they live.", longest=100)
    kind = kind_field()
    approved_on = Day(in_future=APPROVED_LATER)
    previous_agency = PlainText(missing="", longest=100, optional=True)
    waiting_since = Day(
        missing="Enter since when they wait.", in_future="This day is still to come."
    )
    social_worker_id = WholeNumber(least=1, most=2**31 - 1)


class AnswerOfferSchema(HiveSchema):
    """What became of an offer."""

    answer = fields.Enum(
        OfferAnswer,
        by_value=True,
        required=True,
        error_messages={"required": "Choose an answer.", "unknown": "Choose an answer."},
    )
