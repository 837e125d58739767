"""What comes in to polls."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.core import clock
from app.core.schemas import HiveSchema, PlainText, clean_text
from app.core.words import as_people_say, sentence

FEWEST, MOST = 2, 10
LONGEST_QUESTION, LONGEST_ANSWER = 300, 100
#: How far ahead days can be chosen.
DAYS_AHEAD = 84

_BAD_ID = "This poll has no proper number of its own. Reload the page and send it again."


class Closing(StrEnum):
    """When a poll closes by itself, counted from when it is asked; times of day are London's."""

    NEVER = "never"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"
    WEEK = "week"

    def moment(self) -> datetime | None:
        """The instant it closes; None when it stays open until somebody closes it."""
        days = {Closing.TONIGHT: 0, Closing.TOMORROW: 1, Closing.WEEK: 7}.get(self)
        if days is None:
            return None
        day = clock.today() + timedelta(days=days)
        return datetime.combine(day, time(20), clock.LONDON)

    @property
    def label(self) -> str:
        """As people say it."""
        moment = self.moment()
        return "When I close it" if moment is None else sentence(as_people_say(moment))


def open_closings() -> list[Closing]:
    """The choices that still make sense: not "today 20:00" in the evening."""
    soon = clock.now() + timedelta(minutes=30)
    return [each for each in Closing if (at := each.moment()) is None or at > soon]


class PollSchema(HiveSchema):
    """A question with answers in words, or with days to choose from."""

    client_id = fields.UUID(
        required=True,
        error_messages={"required": _BAD_ID, "null": _BAD_ID, "invalid_uuid": _BAD_ID},
    )
    question = PlainText(missing="Write your question.", longest=LONGEST_QUESTION)
    answers = fields.List(fields.String(), load_default=list)
    days = fields.List(
        fields.Date(format="iso", error_messages={"invalid": "Choose days of the calendar."}),
        load_default=list,
    )
    takes_many = fields.Boolean(load_default=False)
    closing = fields.Enum(
        Closing,
        by_value=True,
        load_default=Closing.NEVER,
        error_messages={"unknown": "Choose when the poll closes."},
    )

    @validates_schema(skip_on_field_errors=True)
    def _check(self, data: dict[str, Any], **_: Any) -> None:
        if data["closing"] not in open_closings():
            raise ValidationError("That time has passed. Choose a later one.", "closing")
        if data["days"]:
            _check_days(data["days"])
        else:
            data["answers"] = _checked_answers(data["answers"])


def _checked_answers(answers: list[str]) -> list[str]:
    given = [each for answer in answers if (each := clean_text(answer))]
    if len(given) < FEWEST:
        raise ValidationError("Give at least two answers to choose from.", "answers")
    if len(given) > MOST:
        raise ValidationError(f"Give at most {MOST} answers.", "answers")
    if any(len(each) > LONGEST_ANSWER for each in given):
        raise ValidationError(f"Keep each answer under {LONGEST_ANSWER} letters.", "answers")
    if len({each.casefold() for each in given}) < len(given):
        raise ValidationError("Two answers are the same. Change one of them.", "answers")
    return given


def _check_days(days: list[date]) -> None:
    if len(set(days)) < FEWEST:
        raise ValidationError("Tap at least two days to choose from.", "days")
    if len(set(days)) > MOST:
        raise ValidationError(f"Tap at most {MOST} days.", "days")
    last = clock.today() + timedelta(days=DAYS_AHEAD)
    if any(not clock.today() <= each <= last for each in days):
        raise ValidationError("Choose days from today on, within the next weeks.", "days")


class ChoiceSchema(HiveSchema):
    """All the answers somebody chooses in a poll, by their numbers; none takes the choice back."""

    options = fields.List(
        fields.Integer(error_messages={"invalid": "This is not an answer of the poll."}),
        required=True,
        validate=validate.Length(max=MOST),
        error_messages={"required": "Say which answers you choose.", "null": "Choose an answer."},
    )


class TapSchema(HiveSchema):
    """The one answer that was tapped."""

    option = fields.Integer(
        required=True,
        error_messages={
            "required": "Tap an answer.",
            "null": "Tap an answer.",
            "invalid": "This is not an answer of the poll.",
        },
    )
