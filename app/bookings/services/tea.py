"""A visit for tea before a stay, so that a child has seen the home and who lives there."""

import uuid
from datetime import datetime

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import (
    LIVE,
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    Flexibility,
)
from app.bookings.queries import booking_for
from app.bookings.queries.bookings import booking_asked_as
from app.bookings.queries.lists import teas_of
from app.bookings.services.asking import Wish, checked_wish, write_booking
from app.bookings.services.beds import lock_homes
from app.bookings.services.moving import lock_booking
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.unit_of_work import unit_of_work

#: A visit comes before a stay that a host has and that has not begun.
_VISITED = (BookingState.ACCEPTED, BookingState.CONFIRMED)


def ask_for_tea(
    *,
    actor: Person,
    booking_id: int,
    client_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    note: str = "",
) -> Booking:
    """Ask the host of a stay to have the same children for tea before it.

    Sent twice with one `client_id`, it is asked once. Raises `NotFound`, `NotAllowed` to all but
    the family and its support worker, `Conflict` when no host has the stay or a visit is planned,
    and `Invalid` by field (`starts`, `ends`).
    """
    with unit_of_work():
        lock_booking(booking_for(actor, booking_id))
        lock_homes(booking_for(actor, booking_id).household)
        stay = booking_for(actor, booking_id)
        if before := booking_asked_as(actor, client_id):
            return before
        check_can_have_tea(actor=actor, stay=stay)
        if any(each.state in LIVE for each in teas_of(stay)):
            raise Conflict("A visit is planned already. Take it back to choose another time.")
        if ends_at > stay.starts_at:
            raise Invalid({"starts": "The visit comes before the stay. Choose an earlier time."})
        wish = Wish(
            kind=BookingKind.TEA,
            starts_at=starts_at,
            ends_at=ends_at,
            child_ids=[each.child_id for each in stay.stays],
            reason=BookingReason.SETTLING_IN,
            flexibility=Flexibility.OTHER_DAY,
            note=note,
        )
        try:
            household, children = checked_wish(
                actor=actor, household_id=stay.household_id, wish=wish
            )
        except Invalid as problem:
            # On this page there are no children to choose: what is wrong is the time.
            said = problem.errors
            raise Invalid(
                {"starts" if key == "children" else key: said[key] for key in said}
            ) from None
        return write_booking(
            actor=actor,
            household=household,
            client_id=client_id,
            wish=wish,
            children=children,
            hosts=[stay.host] if stay.host else [],
            tea_for=stay,
        )


def can_have_tea(*, actor: Person, stay: Booking) -> bool:
    """Whether `actor` could ask for a visit before a stay, apart from its time."""
    return (
        stay.kind is not BookingKind.TEA
        and stay.state in _VISITED
        and policy.can_answer_offer(actor, stay)
    )


def check_can_have_tea(*, actor: Person, stay: Booking) -> None:
    """Raise `NotAllowed` or `Conflict` unless `actor` could."""
    if not policy.can_answer_offer(actor, stay):
        raise NotAllowed("Only the family, or its support worker, asks for a visit.")
    if not can_have_tea(actor=actor, stay=stay):
        raise Conflict("A visit can be planned once a host has the stay, and until it begins.")
