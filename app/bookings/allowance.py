"""A household's nights of sleepover in a year: used, booked, asked for, left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Year:
    """A year of sleepovers: London dates, the last day counts."""

    first: date
    last: date

    @classmethod
    def around(cls, day: date, begins: tuple[int, int]) -> "Year":
        """The year that `day` is in, where years begin on the `(month, day)`."""
        this = date(day.year, *begins)
        first = this if day >= this else date(day.year - 1, *begins)
        return cls(first=first, last=date(first.year + 1, *begins) - timedelta(days=1))

    @property
    def before(self) -> "Year":
        """The year before it."""
        day_before = self.first - timedelta(days=1)
        return Year.around(day_before, (self.first.month, self.first.day))

    def holds(self, day: date) -> bool:
        """Whether `day` is in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """The nights of one household in one year. `used + booked + left` is what it has, or more.

    A night with two children away, at one host or at two, is one night.
    """

    year: Year
    #: What the council gives, and what was brought over from the year before.
    given: int
    brought_over: int
    used: int
    booked: int
    #: In requests that nobody has taken yet: not counted as booked.
    asked: int

    @property
    def has(self) -> int:
        """All it may use in the year."""
        return self.given + self.brought_over

    @property
    def left(self) -> int:
        """What is neither used nor booked; below nothing is nothing."""
        return max(0, self.has - self.used - self.booked)

    @property
    def over(self) -> int:
        """How many nights are booked beyond what it has."""
        return max(0, self.used + self.booked - self.has)


def allowance_of(
    *,
    year: Year,
    given: int,
    most_brought_over: int,
    held: Iterable[date],
    asked: Iterable[date],
    today: date,
) -> Allowance:
    """Count the nights of a household: `held` are those a host has or had, `asked` those not yet.

    Both are London dates on whose evening a night begins, of the year and of the one before it.
    A night that has begun is used. What was left of the year before is brought over, as far as
    the council lets it.
    """
    held_days = set(held)
    before = sum(year.before.holds(day) for day in held_days)
    of_year = {day for day in held_days if year.holds(day)}
    return Allowance(
        year=year,
        given=given,
        brought_over=min(most_brought_over, max(0, given - before)),
        used=sum(day < today for day in of_year),
        booked=sum(day >= today for day in of_year),
        asked=len({day for day in asked if year.holds(day)} - of_year),
    )
