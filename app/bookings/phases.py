"""Where a stay stands by the clock: what its page puts first."""

from datetime import timedelta
from enum import StrEnum

from app.bookings.models import Booking, BookingState
from app.core import clock

#: How long before its time a stay may begin, and before its end going home is what comes next.
EARLY = timedelta(hours=3)
#: What its host can write notes about.
_CERTAIN = frozenset({BookingState.CONFIRMED, BookingState.UNDER_WAY, BookingState.FINISHED})
#: How long after its end a child can say how it was, and its family thank the host.
SAID_WITHIN = timedelta(days=14)


class Phase(StrEnum):
    """What comes next in a stay."""

    BEFORE = "before"
    ARRIVING = "arriving"
    STAYING = "staying"
    LEAVING = "leaving"
    OVER = "over"


def phase_of(booking: Booking) -> Phase:
    """The phase of a booking that a host has or had."""
    now = clock.now()
    if booking.state is BookingState.FINISHED:
        return Phase.OVER
    if booking.state is BookingState.UNDER_WAY:
        return Phase.LEAVING if now >= booking.ends_at - EARLY else Phase.STAYING
    if booking.state is BookingState.CONFIRMED and now >= booking.starts_at - EARLY:
        return Phase.ARRIVING
    return Phase.BEFORE


def takes_notes(booking: Booking) -> bool:
    """Whether its host can write notes now: from shortly before it until its pages close."""
    now = clock.now()
    return (
        booking.state in _CERTAIN and booking.starts_at - EARLY <= now < booking.closes_to_host_at
    )


def takes_words(booking: Booking) -> bool:
    """Whether the family can say now how it was."""
    now = clock.now()
    if booking.state is BookingState.FINISHED:
        over_since = min(booking.ended_at or booking.ends_at, booking.ends_at)
    elif booking.state in _CERTAIN:
        over_since = booking.ends_at
    else:
        return False
    return over_since <= now < booking.ends_at + SAID_WITHIN
