"""When to try a push again."""

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from app.core import clock

WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=3),
)
LONGEST_WAIT = timedelta(hours=24)


def next_wait(attempts: int, asked: timedelta | None = None) -> timedelta:
    """How long to wait after this many attempts: growing, and never less than was asked for."""
    grown = WAITS[min(max(attempts, 1), len(WAITS)) - 1]
    return max(grown, asked) if asked is not None else grown


def parse_retry_after(value: str | None) -> timedelta | None:
    """Read a Retry-After header, in seconds or as a date; None if there is none worth heeding."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        # Ten figures are three centuries already; a longer number would only overflow.
        return min(timedelta(seconds=int(value[:10])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment - clock.now(), timedelta()), LONGEST_WAIT)
