"""How many days short breaks may last, at once and in any twelve months.

Regulation 48 of the Care Planning, Placement and Case Review (England) Regulations 2010: for a
child who is not otherwise looked after.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

AT_ONCE, A_YEAR = 17, 75
_YEAR = timedelta(days=365)


def days_of(first: date, last: date) -> set[date]:
    """The days from `first` to `last`, both with them: a day begun is a day."""
    return {first + timedelta(days=each) for each in range((last - first).days + 1)}


def most_in_a_year(wanted: Collection[date], had: Iterable[date]) -> int:
    """The most days in any year (365 days) that one of the `wanted` is in.

    A year can begin on any day: what is booked for afterwards counts as what was before.
    """
    days = sorted({*wanted, *had})
    most = 0
    for begin in days:
        inside = [day for day in days if begin <= day < begin + _YEAR]
        if any(day in wanted for day in inside):
            most = max(most, len(inside))
    return most
