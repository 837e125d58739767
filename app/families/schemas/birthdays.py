"""A date of birth typed into three boxes, and what can be wrong with it, in words."""

from calendar import monthrange
from datetime import date
from typing import Any

from marshmallow import ValidationError, pre_load

from app.core import clock
from app.core.schemas import HiveSchema, clean_text
from app.families.ages import years_before

#: Hive is about children and those who have just grown up.
OLDEST_YEARS = 25
_BOXES = ("day", "month", "year")


class BirthdaySchema(HiveSchema):
    """Base of forms with a date of birth in the boxes born_on_day, born_on_month, born_on_year."""

    @pre_load
    def _put_boxes_together(self, given: Any, **_: object) -> dict[str, Any]:
        typed = {name: clean_text(str(given.get(f"born_on_{name}") or "")) for name in _BOXES}
        return {**given, "born_on": typed}


def read_birthday(typed: dict[str, str]) -> date:
    """The date in the three boxes; raises `ValidationError` that says which box to mend."""
    missing = [name for name in _BOXES if not typed[name]]
    if len(missing) == len(_BOXES):
        raise ValidationError("Enter the date of birth.")
    if missing:
        raise ValidationError(f"The date of birth needs a {' and a '.join(missing)} too.")
    if not all(typed[name].isascii() and typed[name].isdigit() for name in _BOXES):
        raise ValidationError("Use figures for the date of birth, for example 17 5 2015.")
    if len(typed["year"]) != 4 or max(len(typed["day"]), len(typed["month"])) > 2:
        raise ValidationError("Write the year with four figures, for example 2015.")
    born_on = _date_of(*(int(typed[name]) for name in _BOXES))
    if born_on > clock.today():
        raise ValidationError("This date of birth is still to come. Check the year.")
    if born_on < years_before(clock.today(), OLDEST_YEARS):
        raise ValidationError(
            f"This date of birth is more than {OLDEST_YEARS} years ago. Check the year."
        )
    return born_on


def _date_of(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ValidationError("The month is a number from 1 to 12.")
    if year == 0 or not 1 <= day <= monthrange(year, month)[1]:
        year_too = f" {year}" if (day, month) == (29, 2) else ""
        raise ValidationError(
            f"There is no {day} {date(2000, month, 1):%B}{year_too}. Check the date of birth."
        )
    return date(year, month, day)
