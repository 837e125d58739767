"""The one place that knows what time it is, so that tests can hold it still."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date as people in Hampshire have it."""
    return now().astimezone(LONDON).date()
