"""Ages and school years, worked out from a date of birth.

Pure: whoever asks says which London date it is. Nothing of this is stored.
"""

from calendar import monthrange
from datetime import date

#: Babies are counted in months until they are two.
IN_MONTHS_UNTIL = 24
LAST_SCHOOL_YEAR = 13
_SEPTEMBER = 9


def months_old(born_on: date, today: date) -> int:
    """The whole months somebody has lived.

    Born on 29 February, they are a year older on 1 March of a year without one (a year of age is
    reached at the start of the anniversary: Family Law Reform Act 1969, section 9).
    """
    months = (today.year - born_on.year) * 12 + today.month - born_on.month
    return months - (today.day < born_on.day)


def years_old(born_on: date, today: date) -> int:
    """The age in whole years."""
    return months_old(born_on, today) // 12


def age_label(born_on: date, today: date) -> str:
    """The age as people say it: "9 years", "14 months", "3 weeks", "2 days"."""
    months = months_old(born_on, today)
    if months >= IN_MONTHS_UNTIL:
        return f"{months // 12} years"
    if months >= 1:
        return _counted(months, "month")
    days = max(0, (today - born_on).days)
    return _counted(days // 7, "week") if days >= 7 else _counted(days, "day")


def school_year_number(born_on: date, today: date) -> int:
    """0 in Reception, 1 in Year 1, below 0 before school, above 13 after it.

    A year's children are those born from 1 September to 31 August. They begin Reception in the
    September after their fourth birthday (School Admissions Code, England).
    """
    return _september_before(today) - _september_before(born_on) - 5


def school_year_label(born_on: date, today: date) -> str:
    """The school year as people say it."""
    number = school_year_number(born_on, today)
    if number < 0:
        return "Not at school yet"
    if number > LAST_SCHOOL_YEAR:
        return "Left school"
    return f"Year {number}" if number else "Reception"


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day when it is shorter."""
    earlier = day.year * 12 + day.month - 1 - months
    year, month = earlier // 12, earlier % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for 29 February."""
    return months_before(day, years * 12)


def _september_before(day: date) -> int:
    """The year in which the school year of `day` began."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
