"""Until when an offer stands: hours of the day, never of the night."""

from datetime import datetime, timedelta

import pytest

from app.core.clock import LONDON
from app.events.services.promoting import offer_until

FAR = datetime(2030, 1, 1, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23 09:00", "2026-11-23 13:00"),
        ("2026-11-23 17:00", "2026-11-23 21:00"),
        ("2026-11-23 19:30", "2026-11-24 10:30"),
        ("2026-11-23 23:59", "2026-11-24 12:00"),
        ("2026-11-24 03:00", "2026-11-24 12:00"),
        # The clocks go forward and back at night, when an offer stands still anyway.
        ("2026-03-28 20:00", "2026-03-29 11:00"),
        ("2026-10-24 20:00", "2026-10-25 11:00"),
    ],
)
def test_an_offer_stands_for_four_hours_of_the_day(now: str, until: str):
    found = offer_until(_london(now), starts_at=FAR)
    assert found == _london(until)


def test_it_never_stands_beyond_the_start():
    starts_at = _london("2026-11-23 10:00")
    assert offer_until(_london("2026-11-23 09:30"), starts_at=starts_at) == starts_at
    assert offer_until(_london("2026-11-22 22:00"), starts_at=starts_at) == starts_at


def _london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON) + timedelta(0)
