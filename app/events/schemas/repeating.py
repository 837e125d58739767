"""What comes in about events that come again: how often, and which of them is meant."""

from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import fields

from app.core.errors import Invalid
from app.core.schema_fields import Day, WholeNumber
from app.core.schemas import HiveSchema
from app.events.recurrence import Every, Rule, Which

_CHOOSE: dict[str, Any] = {"required": "Choose how often.", "unknown": "Choose how often."}


class Repeats(StrEnum):
    """How often an event comes again, as the form asks it: from its first day on."""

    NEVER = ""
    #: Only when an event of a series is changed.
    AS_NOW = "as_now"
    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"
    MONTH_LAST = "month_last"

    @property
    def label(self) -> str:
        """What the planner chooses."""
        return {
            Repeats.NEVER: "Never",
            Repeats.AS_NOW: "As now",
            Repeats.DAY: "Every day",
            Repeats.WEEK: "Every week",
            Repeats.TWO_WEEKS: "Every 2 weeks",
            Repeats.MONTH_DAY: "Every month on the same date, like the 15th",
            Repeats.MONTH_WEEKDAY: "Every month on the same weekday, like the 2nd Friday",
            Repeats.MONTH_LAST: "Every month on the last such weekday, like the last Friday",
        }[self]

    @property
    def rule_of(self) -> tuple[Every, int] | None:
        """What it counts in, and every how many of them; None for no rule of its own."""
        return {
            Repeats.DAY: (Every.DAY, 1),
            Repeats.WEEK: (Every.WEEK, 1),
            Repeats.TWO_WEEKS: (Every.WEEK, 2),
            Repeats.MONTH_DAY: (Every.MONTH_DAY, 1),
            Repeats.MONTH_WEEKDAY: (Every.MONTH_WEEKDAY, 1),
            Repeats.MONTH_LAST: (Every.MONTH_WEEKDAY, 1),
        }.get(self)


class RepeatsSchema(HiveSchema):
    """How often an event comes again, and until when."""

    repeats = fields.Enum(
        Repeats, by_value=True, load_default=Repeats.NEVER, error_messages=_CHOOSE
    )
    repeats_until = Day()
    repeats_count = WholeNumber(least=2, most=200)


class WhichSchema(HiveSchema):
    """Which events of a series are meant."""

    which = fields.Enum(
        Which,
        by_value=True,
        required=True,
        error_messages={"required": "Choose which ones.", "unknown": "Choose which ones."},
    )


def rule_beginning(
    day: date,
    *,
    repeats: Repeats,
    repeats_until: date | None = None,
    repeats_count: int | None = None,
) -> Rule | None:
    """The rule that a form asks for, with its first day; None for none, or for the one as now.

    Raises `Invalid` for an end that can't be.
    """
    wanted = repeats.rule_of
    if wanted is None:
        if repeats_until or repeats_count:
            raise Invalid({"repeats": "Choose how often it comes again, or leave the end empty."})
        return None
    if repeats_until is not None and repeats_count is not None:
        raise Invalid({"repeats_count": "Give a last day or a number of times, not both."})
    if repeats_until is not None and repeats_until < day:
        raise Invalid({"repeats_until": "The last day is before the first. Change one of them."})
    every, interval = wanted
    rule = Rule.beginning(
        every,
        day,
        interval=interval,
        is_last=repeats is Repeats.MONTH_LAST,
        until=repeats_until,
        count=repeats_count,
    )
    if not rule.fits(day, day):
        raise Invalid({"repeats": f"The first day is not the last {day:%A} of its month."})
    return rule
