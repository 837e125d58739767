"""How a booking moves from one state to the next: the allowed ways, the trail, who is told."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    LIVE,
    Booking,
    BookingState,
    BookingStep,
    CallState,
    HostCall,
)
from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Household
from app.families.queries import carers_of
from app.hives.models import Membership
from app.notices.models import NoticeCategory
from app.notices.services import notify

_S = BookingState
#: From each state where it can go. What is over stays over.
WAYS: dict[BookingState, frozenset[BookingState]] = {
    _S.REQUESTED: frozenset(
        {_S.OFFERED, _S.ACCEPTED, _S.CONFIRMED, _S.DECLINED, _S.WITHDRAWN, _S.EXPIRED}
    ),
    _S.OFFERED: frozenset(
        {_S.REQUESTED, _S.ACCEPTED, _S.CONFIRMED, _S.DECLINED, _S.WITHDRAWN, _S.EXPIRED}
    ),
    _S.ACCEPTED: frozenset({_S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.CONFIRMED: frozenset({_S.UNDER_WAY, _S.FINISHED, _S.CANCELLED}),
    _S.UNDER_WAY: frozenset({_S.FINISHED}),
}


def lock_booking(booking: Booking) -> Booking:
    """The booking as it is now, changed by nobody else until the caller's work is committed."""
    return db.session.scalars(
        sa.select(Booking)
        .where(Booking.id == booking.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def move(booking: Booking, *, state: BookingState, by: Person | None, why: str = "") -> None:
    """Bring a booking into another state and write that down; what it held is let go.

    With the booking locked. Raises `Conflict` when there is no such way: somebody was quicker.
    """
    if state not in WAYS.get(booking.state, ()):
        raise Conflict(f"This booking is {booking.state.label.lower()} by now. Look at it again.")
    now = clock.now()
    write_step(booking, state=state, by=by)
    booking.state = state
    booking.changed_at = now
    booking.sequence += 1
    if state is BookingState.CONFIRMED:
        booking.confirmed_at = now
    if state not in HOLDING:
        for stay in booking.stays:
            stay.host_id = stay.bed = None
    if state not in LIVE:
        booking.ended_at, booking.ended_why = now, why
        booking.ended_by_id = by.id if by else None
        for call in booking.calls:
            if call.state in (CallState.ASKED, CallState.OFFERED):
                call.state = CallState.CLOSED
    db.session.flush()


def write_step(booking: Booking, *, state: BookingState, by: Person | None) -> None:
    """Write into the trail that a booking comes into a state."""
    db.session.add(
        BookingStep(booking_id=booking.id, state=state, by_id=by.id if by else None, at=clock.now())
    )


def family_ids(booking: Booking) -> set[int]:
    """The carers of the family that asks."""
    return {person.id for person in carers_of(booking.household)}


def host_ids(host: Household | None) -> set[int]:
    """The carers of a host."""
    return {person.id for person in carers_of(host)} if host else set()


def support_worker_ids(household: Household) -> set[int]:
    """The support workers of a household's Hive."""
    return set(
        db.session.scalars(
            sa.select(Membership.person_id).where(
                Membership.hive_id == household.hive_id,
                Membership.role == Role.SUPPORT_WORKER,
                Membership.in_force(clock.today()),
            )
        )
    )


def tell(people_ids: Collection[int], *, title: str, booking: Booking, url: str = "") -> None:
    """Tell people of a booking. `title` may be seen on a lock screen: it names no child."""
    notify(
        people_ids=set(people_ids),
        category=NoticeCategory.PRACTICAL,
        title=title,
        url=url or f"/bookings/{booking.id}",
    )


def open_hosts(booking: Booking) -> list[HostCall]:
    """The calls of hosts who may still take it."""
    return [call for call in booking.calls if call.state in (CallState.ASKED, CallState.OFFERED)]
