"""Times on the wall in Europe/London, and the instants they are. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from app.core import clock


def instant_of(day: date, at: time) -> datetime | None:
    """The instant when clocks in London show `at` on `day`; None when they never do.

    On the night the clocks go forward an hour is missing. When they go back an hour comes
    twice: its first time counts.
    """
    local = datetime.combine(day, at, tzinfo=clock.LONDON)
    instant = local.astimezone(UTC)
    seen = instant.astimezone(clock.LONDON).replace(tzinfo=None)
    return instant if seen == local.replace(tzinfo=None) else None


def midnight_before(day: date) -> datetime:
    """The instant with which a London day begins."""
    return datetime.combine(day, time(), tzinfo=clock.LONDON).astimezone(UTC)


def moved_by_days(moment: datetime, days: int) -> datetime:
    """The same time on the wall so many days later; where it is missing, an hour on."""
    local = moment.astimezone(clock.LONDON)
    later = datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=clock.LONDON)
    return later.astimezone(UTC)


def nearest_instant(day: date, at: time) -> datetime:
    """The instant of a time on the wall, also when clocks jump over it: then it moves forward."""
    return datetime.combine(day, at, tzinfo=clock.LONDON).astimezone(UTC)


def lasting(day: date, at: time, minutes: int) -> tuple[datetime, datetime]:
    """When something begins and ends that lasts so many minutes by the clock on the wall."""
    begins = nearest_instant(day, at)
    wall = datetime.combine(day, at) + timedelta(minutes=minutes)
    ends = nearest_instant(wall.date(), wall.time())
    # In the night the clocks change the wall can say that it ended before it began.
    return begins, ends if ends > begins else begins + timedelta(minutes=minutes)


def wall_minutes(begins: datetime, ends: datetime) -> int:
    """How long something lasts by the clock on the wall, in minutes."""
    first, last = (each.astimezone(clock.LONDON).replace(tzinfo=None) for each in (begins, ends))
    lasts = last - first if last > first else ends - begins
    return int(lasts.total_seconds() // 60)
