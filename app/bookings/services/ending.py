"""Bookings taken back, called off, and ended by the clock."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import (
    HOLDING,
    OPEN_AFTER_END,
    SEEKING,
    Booking,
    BookingState,
    Stay,
)
from app.bookings.queries import booking_for
from app.bookings.queries.bookings import with_everything
from app.bookings.services.moving import (
    family_ids,
    host_ids,
    lock_booking,
    move,
    open_hosts,
    support_worker_ids,
    tell,
)
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.families.models import Household, HouseholdState, Placement

#: An urgent request that was late for its time waits so long for an answer.
URGENT_WAITS = timedelta(hours=4)
_AT_ONCE = 100


def take_back(*, actor: Person, booking_id: int, why: str = "") -> Booking:
    """Take a request back before a host has it; the hosts who were asked are told.

    Raises `NotFound`, `NotAllowed`, `Conflict` when a host has it: then it is called off.
    """
    with unit_of_work():
        lock_booking(booking_for(actor, booking_id))
        booking = booking_for(actor, booking_id)
        if booking.state is BookingState.WITHDRAWN:
            return booking
        if not policy.can_take_back(actor, booking):
            raise NotAllowed("Only the family, or its support worker, can take this back.")
        if booking.state not in SEEKING:
            raise Conflict("A host said yes in the meantime. Call the stay off instead.")
        asked = {each for call in open_hosts(booking) for each in host_ids(call.host)}
        move(booking, state=BookingState.WITHDRAWN, by=actor, why=why)
        told = asked | family_ids(booking)
        tell(
            told - {actor.id},
            title="A request for a stay was taken back",
            booking=booking,
            url="/bookings",
        )
    return booking


def call_off(*, actor: Person, booking_id: int, why: str) -> Booking:
    """Call off a stay that a host has, before it begins; all are told and the time is free again.

    Raises `NotFound`, `NotAllowed`, and `Conflict` when it has begun or is over.
    """
    with unit_of_work():
        lock_booking(booking_for(actor, booking_id))
        booking = booking_for(actor, booking_id)
        if booking.state is BookingState.CANCELLED:
            return booking
        if not policy.can_call_off(actor, booking):
            raise NotAllowed("Only the family, the host or the support worker can call this off.")
        if booking.state is BookingState.UNDER_WAY:
            raise Conflict("The stay has begun. Write down that they have gone home instead.")
        if booking.state not in HOLDING:
            raise Conflict("There is nothing to call off: this booking is over.")
        told = family_ids(booking) | host_ids(booking.host)
        told |= support_worker_ids(booking.household)
        when = as_people_say(booking.starts_at)
        move(booking, state=BookingState.CANCELLED, by=actor, why=why)
        what = booking.kind.label
        tell(told - {actor.id}, title=f"{what} called off: {when}", booking=booking)
        end_teas_before(booking, by=actor, why=why)
    return booking


def end_teas_before(booking: Booking, *, by: Person | None, why: str) -> None:
    """End the visits that were to come before a stay that is off, in its unit of work."""
    for tea in _teas_before(booking):
        move(tea, state=_end_of(tea), by=by, why=why)


def expire_overdue() -> int:
    """End what nobody took, or nobody confirmed, by its time; returns how many."""
    now = clock.now()
    due = sa.and_(
        Booking.state.in_([*SEEKING, BookingState.ACCEPTED]),
        Booking.starts_at <= now,
        sa.or_(
            sa.not_(Booking.is_urgent),
            Booking.ends_at <= now,
            Booking.asked_at <= now - URGENT_WAITS,
        ),
    )
    return _each(due, _expire)


def finish_overdue() -> int:
    """Finish stays of which nobody wrote down that the children have gone home; how many."""
    due = sa.and_(
        Booking.state.in_([BookingState.CONFIRMED, BookingState.UNDER_WAY]),
        Booking.ends_at <= clock.now() - OPEN_AFTER_END,
    )
    return _each(due, lambda booking: move(booking, state=BookingState.FINISHED, by=None))


def end_for_children_gone() -> int:
    """Call off stays of children who do not live with the family any more; returns how many.

    Who looks after a child now decides anew; the former host reads nothing about it from then on.
    """
    lives_there = sa.exists().where(
        Placement.child_id == Stay.child_id,
        Placement.household_id == Booking.household_id,
        Placement.in_force(clock.today()),
    )
    due = sa.and_(
        Booking.state.in_([*SEEKING, BookingState.ACCEPTED, BookingState.CONFIRMED]),
        sa.exists().where(Stay.booking_id == Booking.id, ~lives_there),
    )
    return _each(due, _end_for_gone)


def end_for_homes_gone() -> int:
    """Call off stays of families and with hosts who have left the Hives; returns how many."""
    gone = sa.select(Household.id).where(Household.state == HouseholdState.LEFT)
    due = sa.and_(
        Booking.state.in_([*SEEKING, BookingState.ACCEPTED, BookingState.CONFIRMED]),
        sa.or_(Booking.household_id.in_(gone), Booking.host_id.in_(gone)),
    )
    return _each(due, lambda booking: _end_for_gone(booking, "A home has left the Hive."))


def _expire(booking: Booking) -> None:
    told = family_ids(booking) | support_worker_ids(booking.household)
    for call in open_hosts(booking):
        told |= host_ids(call.host)
    if booking.state is BookingState.ACCEPTED:
        told |= host_ids(booking.host)
    move(booking, state=BookingState.EXPIRED, by=None)
    tell(told, title="A request for a stay had no answer in time", booking=booking, url="/bookings")


def _end_for_gone(
    booking: Booking, why: str = "A child does not live with the family any more."
) -> None:
    told = family_ids(booking) | host_ids(booking.host) | support_worker_ids(booking.household)
    for call in open_hosts(booking):
        told |= host_ids(call.host)
    move(booking, state=_end_of(booking), by=None, why=why)
    tell(told, title="A stay was called off", booking=booking, url="/bookings")


def _end_of(booking: Booking) -> BookingState:
    return BookingState.CANCELLED if booking.state in HOLDING else BookingState.WITHDRAWN


def _teas_before(booking: Booking) -> list[Booking]:
    ids = db.session.scalars(
        sa.select(Booking.id).where(
            Booking.tea_for_id == booking.id,
            Booking.state.in_([*SEEKING, BookingState.ACCEPTED, BookingState.CONFIRMED]),
        )
    ).all()
    return [_locked(each) for each in sorted(ids)]


def _locked(booking_id: int) -> Booking:
    booking = db.session.get_one(Booking, booking_id)
    lock_booking(booking)
    return db.session.scalars(
        with_everything(sa.select(Booking).where(Booking.id == booking_id)).execution_options(
            populate_existing=True
        )
    ).one()


def _each(due: sa.ColumnElement[bool], end: Callable[[Booking], None]) -> int:
    ids = db.session.scalars(
        sa.select(Booking.id).where(due).order_by(Booking.id).limit(_AT_ONCE)
    ).all()
    ended = 0
    for booking_id in ids:
        with unit_of_work():
            booking = _locked(booking_id)
            # Somebody may have answered while this one waited its turn.
            if db.session.scalar(sa.select(Booking.id).where(Booking.id == booking_id, due)):
                end(booking)
                ended += 1
    return ended
