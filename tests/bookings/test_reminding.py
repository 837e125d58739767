"""The evening before a stay: both sides, once, and nobody at night."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app.bookings import services
from app.bookings.models import Booking, BookingKind
from app.bookings.services.reminding import remind_the_evening_before
from app.core import clock
from app.core.clock import LONDON
from app.core.extensions import db
from app.core.words import local_day
from app.notices.models import Notice
from tests.bookings.people import AHEAD, Street, at

Go = Callable[[int, int, int], None]


@pytest.fixture
def go() -> Iterator[Go]:
    travellers: list[time_machine.travel] = []
    today = clock.today()

    def travel(days: int, hour: int, minute: int = 0) -> None:
        day = today + timedelta(days=days)
        to = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
        traveller = time_machine.travel(to)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for each in reversed(travellers):
        each.stop()


def _told(person_id: int) -> list[str]:
    titles = sa.select(Notice.title).where(
        Notice.person_id == person_id, Notice.title.startswith("Tomorrow")
    )
    return list(db.session.scalars(titles.order_by(Notice.id)))


def _confirmed(street: Street, **facts: object) -> Booking:
    booking = street.ask(**facts)
    services.accept(actor=street.host.carer, booking_id=booking.id)
    return booking


def test_both_sides_are_reminded_once_in_the_evening(street: Street, go: Go):
    _confirmed(street)
    go(AHEAD - 1, 12, 0)
    assert remind_the_evening_before() == 0
    go(AHEAD - 1, 18, 5)
    assert remind_the_evening_before() == 1
    assert remind_the_evening_before() == 0
    assert _told(street.family.carer.id) == ["Tomorrow at 17:00: Sleepover with the Lisa family"]
    assert _told(street.host.carer.id) == ["Tomorrow at 17:00: Sleepover, 1 child comes to you"]
    go(AHEAD - 1, 20, 55)
    assert remind_the_evening_before() == 0


def test_nobody_is_told_at_night_or_two_evenings_before(street: Street, go: Go):
    _confirmed(street)
    for days, hour in ((AHEAD - 2, 19), (AHEAD - 1, 17), (AHEAD - 1, 21), (AHEAD, 2)):
        go(days, hour, 0)
        assert remind_the_evening_before() == 0
    assert _told(street.family.carer.id) == []


def test_what_is_not_confirmed_or_called_off_is_not_reminded_of(street: Street, go: Go):
    off = _confirmed(street)
    services.call_off(actor=street.family.carer, booking_id=off.id, why="Ill")
    street.ask()
    go(AHEAD - 1, 18, 30)
    assert remind_the_evening_before() == 0
    assert _told(street.host.carer.id) == []


def test_day_care_early_in_the_morning_is_tomorrow_too(street: Street, go: Go):
    _confirmed(street, kind=BookingKind.DAY_CARE, starts_at=at(AHEAD, 0, 30), ends_at=at(AHEAD, 9))
    go(AHEAD - 1, 18, 30)
    assert remind_the_evening_before() == 1
    assert _told(street.family.carer.id) == ["Tomorrow at 00:30: Day care with the Lisa family"]
    assert clock.today() == local_day(at(0, 12))
