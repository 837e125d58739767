"""What comes in with a report, and with what came of it."""

from marshmallow import fields

from app.chat.models import ReportOutcome, ReportReason
from app.core.schemas import HiveSchema, PlainText

LONGEST = 2_000

_BAD_ID = "This form has no proper number of its own. Reload the page and send it again."
_WHY = "Choose what is wrong."
_OUTCOME = "Choose what came of it."


class ReportSchema(HiveSchema):
    """Why a message should be looked at."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )
    kind = fields.Enum(
        ReportReason,
        by_value=True,
        required=True,
        error_messages={"required": _WHY, "unknown": _WHY, "null": _WHY},
    )
    words = PlainText(missing="", longest=LONGEST, optional=True)
    to_managers = fields.Boolean(load_default=False, error_messages={"invalid": "Tick it, or not."})


class OutcomeSchema(HiveSchema):
    """What came of a report."""

    outcome = fields.Enum(
        ReportOutcome,
        by_value=True,
        required=True,
        error_messages={"required": _OUTCOME, "unknown": _OUTCOME, "null": _OUTCOME},
    )
    answer = PlainText(missing="", longest=LONGEST, optional=True)
