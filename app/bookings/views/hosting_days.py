"""The days of a host's calendar as its pages show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.bookings.hosting_words import parts_in_words
from app.bookings.models import Booking, DayPart
from app.bookings.queries.hosting import stays_at
from app.bookings.queries.hosts import HostTime, days_between, times_of
from app.core import clock
from app.core.words import local_day
from app.families.models import Household

_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class HostDate:
    """A day of a host: what is free of it, and how many children stay."""

    day: date
    parts: frozenset[DayPart]
    #: Whether something was said of this very day.
    is_said: bool
    is_away: bool
    children: int
    #: What comes again on it, were nothing said of it.
    usual: frozenset[DayPart] = frozenset()

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.day < clock.today()

    @property
    def words(self) -> str:
        """The day as it is read out: "free: morning and night, 2 children stay"."""
        said = [parts_in_words(self.parts)]
        if self.is_away:
            said = ["you are away"]
        elif self.parts:
            said = [f"free: {said[0]}"]
        if self.children:
            said.append(children_stay(self.children))
        return ", ".join(said)

    def toggled(self, part: DayPart) -> str:
        """What a button sends that changes one part of the day."""
        return _as_sent(self.parts ^ {part})


def children_stay(count: int) -> str:
    """ "1 child stays", "2 children stay"."""
    return "1 child stays" if count == 1 else f"{count} children stay"


def dates_between(host: Household, first: date, last: date) -> list[HostDate]:
    """The days of a host found through its actor, from `first` to `last`."""
    time = times_of([host.id], first, last)[host.id]
    children = _children_by_day(stays_at(host, first, last), first, last)
    return [host_date(time, day, children[day]) for day in days_between(first, last)]


def host_date(time: HostTime, day: date, children: int) -> HostDate:
    """One day, from what a host has said of its time."""
    return HostDate(
        day=day,
        parts=time.on(day),
        is_said=day in time.days,
        is_away=time.is_away(day),
        children=children,
        usual=HostTime(time.patterns).on(day),
    )


def weeks_of(dates: Sequence[HostDate]) -> list[list[HostDate | None]]:
    """The days of a month in weeks from Monday to Sunday, with None around them."""
    padded: list[HostDate | None] = [None] * dates[0].day.weekday()
    padded += dates
    padded += [None] * (-len(padded) % _WEEK.days)
    return [padded[at : at + _WEEK.days] for at in range(0, len(padded), _WEEK.days)]


def _children_by_day(bookings: Sequence[Booking], first: date, last: date) -> Counter[date]:
    """How many children are there on each day, if only for a part of it."""
    found: Counter[date] = Counter()
    for booking in bookings:
        begins, ends = local_day(booking.starts_at), local_day(booking.ends_at)
        for day in days_between(max(begins, first), min(ends, last)):
            found[day] += len(booking.stays)
    return found


def _as_sent(parts: frozenset[DayPart]) -> str:
    return " ".join(part for part in DayPart if part in parts) or "none"
