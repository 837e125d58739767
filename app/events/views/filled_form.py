"""The form of an event, filled in as it stands, or for another like it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from app.core import clock
from app.core.wall_times import moved_by_days
from app.core.words import clock_time, local_day
from app.events import words
from app.events.models import Event, EventPart
from app.events.schemas.parts import FIELDS

#: So many days later it is the same weekday, a year on.
_A_YEAR = 52 * 7
_FACTS = ("title", "about", "cost", "bring", "household_places")


def as_form(event: Event) -> dict[str, Any]:
    """What the fields of an event's form hold."""
    values: dict[str, Any] = {name: getattr(event, name) for name in _FACTS}
    values["kind"], values["audience"] = event.kind.value, event.audience.value
    values |= _times(event, 0)
    values |= {f"host-{host.id}": "yes" for host in event.hosts}
    first = 1 if len(event.parts) > 1 or any(part.name for part in event.parts) else 0
    for number, part in enumerate(event.parts, start=first):
        values |= _part(part, number)
    return {name: "" if value is None else value for name, value in values.items()}


def copied(event: Event, hive_ids: Collection[int]) -> dict[str, Any]:
    """The same for a new event in a year, for those of its Hives that are among `hive_ids`."""
    days = _A_YEAR
    while local_day(moved_by_days(event.starts_at, days)) < clock.today():
        days += _A_YEAR
    values = as_form(event) | _times(event, days)
    values = {name: value for name, value in values.items() if not name.endswith("-id")}
    values |= {f"hive-{hive.id}": "yes" for hive in event.hives if hive.id in hive_ids}
    values["whose"] = "county" if event.is_county else "hives"
    return {name: "" if value is None else value for name, value in values.items()}


def _times(event: Event, days: int) -> dict[str, Any]:
    later = timedelta(days=days)
    first, last = local_day(event.starts_at) + later, words.last_day(event) + later
    values = {
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat() if last != first else "",
        "opens": _moment(event.opens_at, days),
        "closes": _moment(event.closes_at, days),
    }
    if event.is_all_day:
        return values | {"is_all_day": "yes"}
    # One that ends at midnight is over with the next day's first moment.
    ends_on = local_day(event.ends_at) + later
    return values | {
        "starts": clock_time(event.starts_at),
        "ends": clock_time(event.ends_at),
        "ends_on": ends_on.isoformat() if ends_on != first else "",
    }


def _moment(moment: datetime | None, days: int) -> str:
    if moment is None:
        return ""
    later = moved_by_days(moment, days).astimezone(clock.LONDON)
    return f"{later:%Y-%m-%dT%H:%M}"


def _part(part: EventPart, number: int) -> dict[str, Any]:
    return {f"part-{number}-{name}": getattr(part, name) for name in FIELDS}
