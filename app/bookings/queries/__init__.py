"""Reads about bookings and hosts, scoped to the person asking."""

from app.bookings.queries.bookings import (
    beds_taken,
    booking_asked_as,
    booking_for,
    homes_of,
    stays_in_the_way,
    steps_of,
    visible_bookings,
    with_everything,
)
from app.bookings.queries.hosts import (
    HostTime,
    beds_of,
    comes_on,
    days_between,
    host_homes,
    hosts_for,
    hosts_of,
    times_of,
)
from app.bookings.queries.nights import (
    allowance_for,
    allowances_for,
    current_year,
    nights_hosted,
    times_stayed,
)
from app.bookings.queries.yeses import yes_for, yeses_for

__all__ = [
    "HostTime",
    "allowance_for",
    "allowances_for",
    "beds_of",
    "beds_taken",
    "booking_asked_as",
    "booking_for",
    "comes_on",
    "current_year",
    "days_between",
    "homes_of",
    "host_homes",
    "hosts_for",
    "hosts_of",
    "nights_hosted",
    "stays_in_the_way",
    "steps_of",
    "times_of",
    "times_stayed",
    "visible_bookings",
    "with_everything",
    "yes_for",
    "yeses_for",
]
