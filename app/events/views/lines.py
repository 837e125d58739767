"""The lines of the calendar: events and what else is in one's own, and what clashes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.accounts.models import Person
from app.core.words import local_day
from app.events import words
from app.events.models import Event, EventKind, SignUp
from app.events.other_dates import OtherDate
from app.events.queries.calendar import household_sign_ups
from app.families.models import Child


class OtherKind(StrEnum):
    """What is in a calendar beside events, as its dots say."""

    STAY = "stay"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return "Sleepovers and day care"


Kind = EventKind | OtherKind


@dataclass(frozen=True)
class Line:
    """An event, or something else, on one day of a list."""

    starts_at: datetime
    day: date
    event: Event | None = None
    #: Who of one's own comes to the event.
    coming: Sequence[str] = ()
    other: OtherDate | None = None
    #: With what it is at the same time.
    clashes: Sequence[str] = ()


def lines_of(
    actor: Person,
    children: Collection[Child],
    events: Sequence[Event],
    others: Sequence[OtherDate],
    *,
    only_on: date | None = None,
) -> list[Line]:
    """The lines in their order; `only_on` leaves out what is not on that day."""
    if only_on:
        events = [each for each in events if _is_on(each, only_on)]
        others = [each for each in others if _is_on(each, only_on)]
    coming = household_sign_ups(actor, [each.id for each in events], children)
    found = [
        Line(
            starts_at=each.starts_at,
            day=only_on or local_day(each.starts_at),
            event=each,
            coming=words.who_comes(coming.get(each.id, ()), actor.id, is_over=each.is_over),
            clashes=[
                other.title for other in others if _clash(each, coming.get(each.id, ()), other)
            ],
        )
        for each in events
    ]
    found += [
        Line(
            starts_at=other.starts_at,
            day=only_on or local_day(other.starts_at),
            other=other,
            clashes=[each.title for each in events if _clash(each, coming.get(each.id, ()), other)],
        )
        for other in others
    ]
    # An event before a stay that begins with it.
    return sorted(found, key=lambda line: (line.starts_at, line.other is not None))


def kinds_on(
    events: Sequence[Event], others: Sequence[OtherDate], first: date, after: date
) -> Mapping[date, Mapping[Kind, int]]:
    """How many of each kind are on, by day of the month that ends before `after`."""
    found: dict[date, Counter[Kind]] = defaultdict(Counter)
    for each in [*events, *others]:
        day = max(local_day(each.starts_at), first)
        while day <= words.last_day(each) and day < after:
            found[day][each.kind if isinstance(each, Event) else OtherKind.STAY] += 1
            day += timedelta(days=1)
    return found


def said_on(on: Mapping[Kind, int]) -> str:
    """ "nothing on", "1 event", "2 events and 1 stay"."""
    stays = on.get(OtherKind.STAY, 0)
    counts = ((sum(on.values()) - stays, "event"), (stays, "stay"))
    said = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return " and ".join(said) or "nothing on"


def _clash(event: Event, sign_ups: Sequence[SignUp], other: OtherDate) -> bool:
    """Whether one of those who come is away then, or is needed at home."""
    if event.is_cancelled or other.is_cancelled:
        return False
    if other.ends_at <= event.starts_at or other.starts_at >= event.ends_at:
        return False
    return any(
        each.child_id in other.child_ids if each.child_id else other.is_at_home for each in sign_ups
    )


def _is_on(each: Event | OtherDate, day: date) -> bool:
    return local_day(each.starts_at) <= day <= words.last_day(each)
