"""What the page of a booking shows to whom."""

from typing import Any

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import (
    SEEKING,
    Booking,
    BookingKind,
    BookingState,
    CallState,
    HostCall,
    YesKind,
)
from app.bookings.queries import steps_of
from app.bookings.queries.lists import teas_of
from app.bookings.services.tea import can_have_tea
from app.families.policy import lives_in, supervises

_HELD = (BookingState.ACCEPTED, BookingState.CONFIRMED)
_OPEN = (CallState.ASKED, CallState.OFFERED)
#: It did not come about: the family may want to ask again.
_IN_VAIN = (BookingState.DECLINED, BookingState.EXPIRED, BookingState.CANCELLED)


def shown(actor: Person, booking: Booking) -> dict[str, Any]:
    """The page of a booking found through `actor`, as it is for them.

    Children's names are for those who work with the family, and for the host while the stay is
    open to it; before, a host sees how many there are and how old they are.
    """
    is_family = policy.is_of_family(actor, booking)
    leads = policy.leads_family(actor, booking)
    knows = is_family or leads or supervises(actor, booking.household)
    is_host = policy.is_of_host(actor, booking)
    is_seeking = booking.state in SEEKING
    own_call = next((call for call in booking.calls if lives_in(actor, call.host)), None)
    return {
        "booking": booking,
        "is_family": is_family,
        "knows": knows,
        "is_host": is_host,
        "sees_names": knows or (is_host and booking.is_open_to_host),
        "ages": ages_in(booking),
        "own_call": own_call if is_seeking and not knows else None,
        "calls": booking.calls if knows else [],
        "answers_by_phone": _to_answer_by_phone(actor, booking) if leads and is_seeking else [],
        "offers": _offers(actor, booking) if is_seeking else [],
        "yeses": booking.yeses if knows or is_host else [],
        "own_yeses": _waiting_for(actor, booking),
        "can_take_back": is_seeking and policy.can_take_back(actor, booking),
        "can_call_off": booking.state in _HELD and policy.can_call_off(actor, booking),
        "can_ask_again": booking.state in _IN_VAIN
        and booking.kind is not BookingKind.TEA
        and policy.can_ask_for(actor, booking.household),
        "tea_for": booking.tea_for if booking.tea_for_id and (knows or is_host) else None,
        "teas": teas_of(booking) if booking.kind is not BookingKind.TEA else [],
        "can_have_tea": can_have_tea(actor=actor, stay=booking),
        "has_stay": bool(booking.host and booking.accepted_at) and (knows or is_host),
        "steps": steps_of(booking) if knows or is_host else [],
    }


def ages_in(booking: Booking) -> list[str]:
    """How old the children are, the eldest first."""
    children = sorted((stay.child for stay in booking.stays), key=lambda child: child.born_on)
    return [child.age for child in children]


def _to_answer_by_phone(actor: Person, booking: Booking) -> list[HostCall]:
    return [
        call
        for call in booking.calls
        if call.state in _OPEN and policy.can_answer_for(actor, booking, call.host)
    ]


def _offers(actor: Person, booking: Booking) -> list[HostCall]:
    if not policy.can_answer_offer(actor, booking):
        return []
    return [call for call in booking.calls if call.state is CallState.OFFERED]


def _waiting_for(actor: Person, booking: Booking) -> list[Any]:
    """The yeses that `actor` could say now, on the same page."""
    if not booking.is_live:
        return []
    return [
        each
        for each in booking.yeses
        if each.answered_at is None
        and each.kind is not YesKind.LIMIT
        and policy.can_say_yes(actor, each)
    ]
