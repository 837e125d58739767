"""Times and dates as people say them, in Europe/London, and lists of words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.core import clock


def one_of(words: Sequence[str]) -> str:
    """ "carers", "carers or managers", "carers, link carers or managers"."""
    return " or ".join([*filter(None, [", ".join(words[:-1])]), *words[-1:]])


def sentence(words: str) -> str:
    """The same with its first letter large: what comes after it stays ("Today, Mon 3 June")."""
    return words[:1].upper() + words[1:]


def day_label(day: date) -> str:
    """`today`, `yesterday`, `tomorrow`, or "Tue 3 June" (with the year when it is another)."""
    today = clock.today()
    near = {
        today: "today",
        today - timedelta(days=1): "yesterday",
        today + timedelta(days=1): "tomorrow",
    }
    if day in near:
        return near[day]
    said = f"{day:%a} {day.day} {day:%B}"
    return said if day.year == today.year else f"{said} {day.year}"


def how_long(since: date) -> str:
    """How long something has gone on: "since today", "3 days", "5 weeks", "7 months", "2 years"."""
    days = (clock.today() - since).days
    if days < 1:
        return "since today"
    for size, word in ((730, "year"), (61, "month"), (14, "week")):
        if days >= size:
            number = int(days / {"year": 365.25, "month": 30.44, "week": 7}[word])
            return f"{number} {word}s" if number > 1 else f"{number} {word}"
    return f"{days} days" if days > 1 else "1 day"


def clock_time(moment: datetime) -> str:
    """The time of day on the wall, as "18:00"."""
    return f"{moment.astimezone(clock.LONDON):%H:%M}"


def as_people_say(moment: datetime) -> str:
    """ "today 18:00", "yesterday 09:15", "Tue 3 June 18:00"."""
    local = moment.astimezone(clock.LONDON)
    return f"{day_label(local.date())} {local:%H:%M}"


def when_in_short(moment: datetime) -> str:
    """For the end of a line in a list: "18:00" for today, "yesterday", "3 Jun", "3 Jun 2025"."""
    day, today = local_day(moment), clock.today()
    if day == today:
        return clock_time(moment)
    if day == today - timedelta(days=1):
        return "yesterday"
    said = f"{day.day} {day:%b}"
    return said if day.year == today.year else f"{said} {day.year}"


def local_day(moment: datetime) -> date:
    """The London date of an instant."""
    return moment.astimezone(clock.LONDON).date()


def greeting() -> str:
    """ "Good morning", "Good afternoon" or "Good evening"."""
    hour = clock.now().astimezone(clock.LONDON).hour
    if 5 <= hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= hour < 18 else "Good evening"


def is_out_of_hours() -> bool:
    """Whether the office is closed: evenings (17:00-8:30) and weekends."""
    local = clock.now().astimezone(clock.LONDON)
    office = (8, 30) <= (local.hour, local.minute) < (17, 0)
    return local.weekday() >= 5 or not office
