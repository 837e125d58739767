"""Nights and parts of days, counted by the London calendar, and which times can be asked for."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from app.bookings.models import BookingKind, DayPart
from app.core import clock
from app.core.words import local_day

#: When the parts of a London day begin; the night goes on to the next morning.
BEGINS = {DayPart.MORNING: time(8), DayPart.AFTERNOON: time(13), DayPart.NIGHT: time(18)}
#: The hour of bringing and the hour of fetching ask nothing of a host's time.
_HANDOVER = timedelta(hours=1)
#: How far ahead one can ask.
FARTHEST = timedelta(days=366)
#: Day care within this is too short to be meant.
_SHORTEST = timedelta(minutes=15)


def nights_between(starts_at: datetime, ends_at: datetime) -> int:
    """How many London midnights lie between two instants, whatever the clocks do."""
    return (local_day(ends_at) - local_day(starts_at)).days


def parts_between(starts_at: datetime, ends_at: datetime) -> Mapping[date, frozenset[DayPart]]:
    """The parts of London days that a host must be free in, by day.

    A part that is only touched by bringing or fetching (an hour or less) does not count, unless
    nothing else would be left.
    """
    needed: dict[date, set[DayPart]] = {}
    longest: tuple[timedelta, date, DayPart] | None = None
    day = local_day(starts_at) - timedelta(days=1)
    while day <= local_day(ends_at):
        for part, (begin, end) in _instants(day).items():
            both = min(ends_at, end) - max(starts_at, begin)
            if both > _HANDOVER:
                needed.setdefault(day, set()).add(part)
            if both > timedelta(0) and (longest is None or both > longest[0]):
                longest = (both, day, part)
        day += timedelta(days=1)
    if not needed and longest:
        needed[longest[1]] = {longest[2]}
    return {each: frozenset(parts) for each, parts in sorted(needed.items())}


def wrong_times(
    kind: BookingKind, starts_at: datetime, ends_at: datetime, *, now: datetime, longest: int
) -> dict[str, str]:
    """What is wrong with the times asked for: a message by field (`starts`, `ends`), or nothing.

    `longest` is the most nights the council allows at once.
    """
    if starts_at < now:
        return {"starts": "That time is over. Choose a time to come."}
    if starts_at > now + FARTHEST:
        return {"starts": "Choose a day within the next year."}
    if ends_at <= starts_at:
        return {"ends": "The end comes before the beginning. Choose a later time."}
    if kind is BookingKind.SLEEPOVER:
        return _wrong_nights(nights_between(starts_at, ends_at), longest)
    if nights_between(starts_at, ends_at):
        return {"ends": "Day care ends on the same day. For a night, choose sleepover."}
    if ends_at - starts_at < _SHORTEST:
        return {"ends": "That is too short. Choose a later time."}
    return {}


def _wrong_nights(nights: int, longest: int) -> dict[str, str]:
    if nights < 1:
        return {"ends": "A sleepover has a night in it. For some hours, choose day care."}
    if nights > longest:
        return {
            "ends": f"That is {nights} nights. The most at once is {longest}. "
            "Talk to your support worker about more."
        }
    return {}


def _instants(day: date) -> dict[DayPart, tuple[datetime, datetime]]:
    begins = {part: datetime.combine(day, at, clock.LONDON) for part, at in BEGINS.items()}
    tomorrow = datetime.combine(day + timedelta(days=1), BEGINS[DayPart.MORNING], clock.LONDON)
    ends = (begins[DayPart.AFTERNOON], begins[DayPart.NIGHT], tomorrow)
    # In UTC: between two times of one zone Python counts what the clocks show, not what passes.
    return {
        part: (begin.astimezone(UTC), end.astimezone(UTC))
        for (part, begin), end in zip(begins.items(), ends, strict=True)
    }
