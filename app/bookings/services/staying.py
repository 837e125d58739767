"""The stay on the day: children arrive, and go home."""

from datetime import datetime

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import Booking, BookingState
from app.bookings.phases import EARLY
from app.bookings.queries import booking_for
from app.bookings.services.moving import family_ids, host_ids, lock_booking, move, tell
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import clock_time


def mark_arrived(*, actor: Person, booking_id: int, at: datetime | None = None) -> Booking:
    """Write down that the children of a booking are with the host, since `at` (now without it).

    The family (or the host) is told. Sent twice, it counts once. Raises `NotFound`, `NotAllowed`,
    `Invalid` (`at`), and `Conflict` when it is not confirmed or too early.
    """
    with unit_of_work():
        booking = _to_mark(actor, booking_id)
        if booking.state is BookingState.UNDER_WAY:
            return booking
        now = clock.now()
        at = at or now
        if booking.state is not BookingState.CONFIRMED:
            raise Conflict(f"This stay is {booking.state.label.lower()}. It can't begin.")
        if now < booking.starts_at - EARLY:
            raise Conflict("It is too early: this stay has not begun yet.")
        if at > now or at < booking.starts_at - EARLY:
            raise Invalid({"at": "Choose the time at which they came."})
        for stay in booking.stays:
            stay.arrived_at = at
        move(booking, state=BookingState.UNDER_WAY, by=actor)
        told = (family_ids(booking) | host_ids(booking.host)) - {actor.id}
        tell(told, title=f"They have arrived, {clock_time(at)}", booking=booking)
    return booking


def mark_gone_home(
    *, actor: Person, booking_id: int, collected_by: str = "", at: datetime | None = None
) -> Booking:
    """Write down that the children have gone home: the stay is over, and the beds are free.

    Raises as `mark_arrived` does.
    """
    with unit_of_work():
        booking = _to_mark(actor, booking_id)
        if booking.state is BookingState.FINISHED:
            return booking
        now = clock.now()
        at = at or now
        if booking.state is not BookingState.UNDER_WAY:
            raise Conflict("Write down first that they have arrived.")
        arrived = min(stay.arrived_at or at for stay in booking.stays)
        if at > now or at < arrived:
            raise Invalid({"at": "Choose the time at which they left."})
        for stay in booking.stays:
            stay.gone_home_at, stay.collected_by = at, collected_by
        db.session.flush()
        move(booking, state=BookingState.FINISHED, by=actor)
        told = (family_ids(booking) | host_ids(booking.host)) - {actor.id}
        tell(told, title=f"They are on their way home, {clock_time(at)}", booking=booking)
    return booking


def _to_mark(actor: Person, booking_id: int) -> Booking:
    lock_booking(booking_for(actor, booking_id))
    booking = booking_for(actor, booking_id)
    if not policy.can_mark_stay(actor, booking):
        raise NotAllowed("Only the host, the family or the support worker writes this down.")
    return booking
