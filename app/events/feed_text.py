"""Events and stays as iCalendar (RFC 5545), for the calendars of phones.

Nothing about who comes is in it, and no child is named.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.core import clock
from app.core.wall_times import nearest_instant
from app.core.words import local_day
from app.events import policy
from app.events.models import Event, EventPart
from app.events.other_dates import OtherDate

if TYPE_CHECKING:
    from icalendar import Event as Entry
    from icalendar import Timezone

MIMETYPE = "text/calendar"
_LAST_SUNDAYS_1996 = {3: date(1996, 3, 31), 10: date(1996, 10, 27)}
#: To be raised when what is written for the same events changes: calendars then fetch it anew.
FORM = "1"


def calendar_text(
    events: Iterable[Event], *, base_url: str, others: Iterable[OtherDate] = ()
) -> bytes:
    """A calendar with these events, their Hives' and hosts' names left out, and other dates."""
    # Takes a tenth of a second and two megabytes: only those who need it pay.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Hive//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Hive")
    calendar.add("x-wr-timezone", clock.LONDON.key)
    calendar.add("x-published-ttl", "PT1H")
    # It makes a calendar without events a valid one, too.
    calendar.add_component(_london())
    for event in events:
        calendar.add_component(_entry(event, base_url))
    for other in others:
        calendar.add_component(_other_entry(other, base_url))
    return bytes(calendar.to_ical())


def _entry(event: Event, base_url: str) -> "Entry":
    entry = _headed(event, f"event-{event.id}", event.title, base_url)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.is_all_day:
        entry.add("dtstart", local_day(event.starts_at))
        entry.add("dtend", local_day(event.ends_at))
    else:
        entry.add("dtstart", _on_the_wall(event.starts_at))
        entry.add("dtend", _on_the_wall(event.ends_at))
    if where := "; ".join(filter(None, map(_place, event.parts))):
        entry.add("location", where)
    if about := _about(event):
        entry.add("description", about)
    entry.add("url", f"{base_url}/events/{event.id}")
    return entry


def _other_entry(other: OtherDate, base_url: str) -> "Entry":
    entry = _headed(other, other.key, other.title, base_url)
    sure = "CONFIRMED" if other.is_sure else "TENTATIVE"
    entry.add("status", "CANCELLED" if other.is_cancelled else sure)
    entry.add("dtstart", _on_the_wall(other.starts_at))
    entry.add("dtend", _on_the_wall(other.ends_at))
    entry.add("url", f"{base_url}{other.path}")
    return entry


def _headed(each: Any, key: str, title: str, base_url: str) -> "Entry":
    """What events and other dates have in common."""
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", f"{key}@{urlsplit(base_url).hostname}")
    # Without a METHOD this is when it was last revised: the text stays the same.
    entry.add("dtstamp", _second(each.changed_at))
    entry.add("created", _second(each.created_at))
    entry.add("last-modified", _second(each.changed_at))
    entry.add("sequence", each.sequence)
    # Some calendars show what is cancelled like anything else.
    entry.add("summary", f"Called off: {title}" if each.is_cancelled else title)
    entry.add("class", "PRIVATE")
    return entry


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _on_the_wall(moment: datetime) -> datetime:
    """In London time; in UTC within the hour that comes twice, where that says two things."""
    local = moment.astimezone(clock.LONDON)
    is_clear = nearest_instant(local.date(), local.time().replace(fold=0)) == moment
    return (local if is_clear else moment).replace(microsecond=0)


def _place(part: EventPart) -> str:
    where = ", ".join(filter(None, [part.name, part.place, part.address]))
    years = policy.years_of(part)
    return f"{where} ({years})" if part.name and years else where


def _about(event: Event) -> str:
    lines = [
        event.about,
        f"Bring: {event.bring}" if event.bring else "",
        f"Cost: {event.cost}" if event.cost else "",
    ]
    return "\n\n".join(filter(None, lines))


def _london() -> "Timezone":
    """The clock changes of London, as they have been since 1996."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", clock.LONDON.key)
    winter, summer = timedelta(), timedelta(hours=1)
    for part, name, month, at, was, then in (
        (TimezoneDaylight(), "BST", 3, time(1), winter, summer),
        (TimezoneStandard(), "GMT", 10, time(2), summer, winter),
    ):
        part.add("tzname", name)
        part.add("dtstart", datetime.combine(_LAST_SUNDAYS_1996[month], at))
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", then)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
