"""Beds of hosts: taken child by child; that one is taken twice the database refuses."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.bookings.models import HOLDING, Booking, Stay
from app.bookings.queries.bookings import beds_taken, stays_in_the_way
from app.bookings.queries.hosts import beds_of, host_homes
from app.core.errors import Conflict
from app.core.extensions import db
from app.families.models import Household

NO_BED = "There is no bed left at that time. Another stay was booked meanwhile."
CHILD_AWAY = "One of the children is at another stay then. Look at the bookings of the family."


def lock_host(host: Household) -> None:
    """Let nobody else take a bed of this host until the caller's work is committed.

    Called after the booking is locked, never before: two who lock the same two things in another
    order would wait for each other.
    """
    db.session.execute(sa.select(Household.id).where(Household.id == host.id).with_for_update())


def take_beds(booking: Booking, *, host: Household) -> None:
    """Give each child of a booking a bed of its own for the whole time.

    With booking and host locked. Raises `Conflict` when there are too few, or when a child is
    somewhere else then.
    """
    children = [stay.child_id for stay in booking.stays]
    if stays_in_the_way(
        children, booking.starts_at, booking.ends_at, besides=booking.id, states=HOLDING
    ):
        raise Conflict(CHILD_AWAY)
    home = host_homes([host.id]).get(host.id)
    taken = beds_taken([host.id], booking.starts_at, booking.ends_at)[host.id]
    free = [bed for bed in range(1, beds_of(host, home) + 1) if bed not in taken]
    if len(free) < len(booking.stays):
        raise Conflict(NO_BED)
    _write(booking.stays, host, free)


def _write(stays: Sequence[Stay], host: Household, free: Sequence[int]) -> None:
    try:
        with db.session.begin_nested():
            for stay, bed in zip(stays, free, strict=False):
                stay.starts_at, stay.ends_at = stay.booking.starts_at, stay.booking.ends_at
                stay.host_id, stay.bed = host.id, bed
            db.session.flush()
    except IntegrityError as said:
        # The database's own word, should two come this far at once.
        is_child = "stays_child_once" in str(said.orig)
        raise Conflict(CHILD_AWAY if is_child else NO_BED) from said
