"""What hosts answer: yes, not this time, or another time; the first yes takes it."""

from datetime import datetime

from flask import current_app

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import Booking, BookingState, CallState, HostCall
from app.bookings.nights import nights_between, wrong_times
from app.bookings.queries import booking_for
from app.bookings.queries.lists import no_longer_there, own_call
from app.bookings.services.beds import lock_homes, take_beds
from app.bookings.services.moving import (
    family_ids,
    host_ids,
    lock_booking,
    move,
    open_hosts,
    support_worker_ids,
    tell,
)
from app.bookings.services.needed_yeses import ask_for_yeses, confirm_if_all_said_yes
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say

TAKEN = "Somebody else took it first. Thank you for being ready to."


def accept(*, actor: Person, booking_id: int, host_id: int | None = None) -> Booking:
    """Take a booking for the actor's home, or for a host by phone; the first to do so has it.

    It is confirmed at once when nobody's yes is needed. The family is told, and the others who
    were asked are told that it is taken. Sent twice, it counts once. Raises `NotFound`,
    `NotAllowed`, and `Conflict` when somebody was quicker or no bed is left.
    """
    with unit_of_work():
        booking, call = _call(actor, booking_id, host_id)
        if booking.is_held and booking.host_id == call.host_id:
            return booking
        _refuse_taken(booking)
        _take(booking, call, actor)
        tell(
            family_ids(booking) - {actor.id},
            title=f"{call.host.name}: yes to your {booking.kind.label.lower()}",
            booking=booking,
        )
        confirm_if_all_said_yes(booking, by=actor)
    return booking


def decline(*, actor: Person, booking_id: int, host_id: int | None = None, words: str = "") -> None:
    """Say that a host can't. When none is left to answer, the family and its support worker hear.

    Sent twice, it counts once. Raises `NotFound`, `NotAllowed`, and `Conflict` when it is taken
    already.
    """
    with unit_of_work():
        if host_id is None and _has_declined(actor, booking_id):
            return
        booking, call = _call(actor, booking_id, host_id)
        if call.state is CallState.DECLINED:
            return
        _refuse_taken(booking)
        _answer(call, CallState.DECLINED, actor, words)
        _after_a_no(booking, actor)


def offer_another_time(
    *,
    actor: Person,
    booking_id: int,
    starts_at: datetime,
    ends_at: datetime,
    words: str = "",
    host_id: int | None = None,
) -> Booking:
    """Offer the family another time; nothing is taken until it says yes.

    Raises `NotFound`, `NotAllowed`, `Conflict`, and `Invalid` by field (`starts`, `ends`).
    """
    with unit_of_work():
        booking, call = _call(actor, booking_id, host_id)
        _refuse_taken(booking)
        _check_time(booking, starts_at, ends_at)
        if (starts_at, ends_at) == (booking.starts_at, booking.ends_at):
            raise Invalid({"starts": "That is the time they asked for. Say yes instead."})
        call.offered_starts_at, call.offered_ends_at = starts_at, ends_at
        _answer(call, CallState.OFFERED, actor, words)
        if booking.state is BookingState.REQUESTED:
            move(booking, state=BookingState.OFFERED, by=actor)
        tell(
            family_ids(booking) - {actor.id},
            title=f"{call.host.name} offers another time, {as_people_say(starts_at)}",
            booking=booking,
        )
    return booking


def take_offer(*, actor: Person, booking_id: int, call_id: int) -> Booking:
    """Take the other time that a host offers: the host has the booking from now on.

    Raises `NotFound`, `NotAllowed` to all but the family and its support worker, `Conflict` when
    it is not offered any more, and `Invalid` when a child can't then.
    """
    with unit_of_work():
        booking, call = _offer(actor, booking_id, call_id)
        if booking.is_held and booking.host_id == call.host_id:
            return booking
        _refuse_taken(booking)
        is_open = call.state is CallState.OFFERED
        if not is_open or call.offered_starts_at is None or call.offered_ends_at is None:
            raise Conflict("This time is not offered any more.")
        _check_time(booking, call.offered_starts_at, call.offered_ends_at)
        booking.starts_at, booking.ends_at = call.offered_starts_at, call.offered_ends_at
        booking.nights = nights_between(booking.starts_at, booking.ends_at)
        _take(booking, call, actor)
        tell(
            host_ids(call.host) - {actor.id},
            title=f"Yes to the time you offered, {as_people_say(booking.starts_at)}",
            booking=booking,
        )
        confirm_if_all_said_yes(booking, by=actor)
    return booking


def turn_down_offer(*, actor: Person, booking_id: int, call_id: int) -> Booking:
    """Say no to another time. Raises as `take_offer` does."""
    with unit_of_work():
        booking, call = _offer(actor, booking_id, call_id)
        _refuse_taken(booking)
        if call.state is not CallState.OFFERED:
            return booking
        call.state, call.answered_at = CallState.DECLINED, clock.now()
        db.session.flush()
        tell(
            host_ids(call.host) - {actor.id},
            title="The time you offered does not suit them. Thank you all the same",
            booking=booking,
            url="/bookings/hosting",
        )
        _after_a_no(booking, actor)
    return booking


def _call(actor: Person, booking_id: int, host_id: int | None) -> tuple[Booking, HostCall]:
    """A booking, locked, and the call of the host that `actor` answers for."""
    try:
        lock_booking(booking_for(actor, booking_id))
        # Anew: who was asked, and who has it, as it is now that nobody else can change it.
        booking = booking_for(actor, booking_id)
    except NotFound:
        # Whoever was asked and is too late is told what became of it.
        raise (no_longer_there(actor, booking_id) or NotFound()) from None
    calls = [
        call
        for call in booking.calls
        if (call.host_id == host_id if host_id else _is_home(actor, call))
    ]
    if not calls:
        raise NotFound()
    if not policy.can_answer_for(actor, booking, calls[0].host):
        raise NotAllowed("Only the host, or the support worker for them, answers this.")
    return booking, calls[0]


def _has_declined(actor: Person, booking_id: int) -> bool:
    call = own_call(actor, booking_id)
    return call is not None and call.state is CallState.DECLINED


def _is_home(actor: Person, call: HostCall) -> bool:
    return any(
        each.person_id == actor.id and each.is_in_force(clock.today()) for each in call.host.members
    )


def _offer(actor: Person, booking_id: int, call_id: int) -> tuple[Booking, HostCall]:
    lock_booking(booking_for(actor, booking_id))
    booking = booking_for(actor, booking_id)
    call = next((each for each in booking.calls if each.id == call_id), None)
    if call is None:
        raise NotFound()
    if not policy.can_answer_offer(actor, booking):
        raise NotAllowed("Only the family, or its support worker, answers this.")
    return booking, call


def _refuse_taken(booking: Booking) -> None:
    if booking.state not in (BookingState.REQUESTED, BookingState.OFFERED):
        raise Conflict(TAKEN if booking.is_held else "They do not need it any more. Thank you.")


def _check_time(booking: Booking, starts_at: datetime, ends_at: datetime) -> None:
    longest = current_app.extensions["hive_config"].sleepover_longest
    wrong = wrong_times(booking.kind, starts_at, ends_at, now=clock.now(), longest=longest)
    if wrong:
        raise Invalid(wrong)


def _answer(call: HostCall, state: CallState, actor: Person, words: str = "") -> None:
    call.state, call.words = state, words
    call.answered_at, call.answered_by_id = clock.now(), actor.id
    db.session.flush()


def _take(booking: Booking, call: HostCall, actor: Person) -> None:
    lock_homes(call.host, booking.household)
    take_beds(booking, host=call.host)
    _answer(call, CallState.ACCEPTED, actor, call.words)
    booking.host = call.host
    booking.accepted_by_id, booking.accepted_at = actor.id, clock.now()
    move(booking, state=BookingState.ACCEPTED, by=actor)
    others: set[int] = set()
    for each in open_hosts(booking):
        each.state = CallState.CLOSED
        others |= host_ids(each.host)
    ask_for_yeses(booking)
    title = "It is taken: another host said yes first. Thank you"
    tell(others - {actor.id}, title=title, booking=booking, url="/bookings/hosting")


def _after_a_no(booking: Booking, actor: Person) -> None:
    left = open_hosts(booking)
    if not left:
        move(booking, state=BookingState.DECLINED, by=actor)
        told = family_ids(booking) | support_worker_ids(booking.household)
        title = f"No host can have your {booking.kind.label.lower()} so far"
        tell(told - {actor.id}, title=title, booking=booking)
    elif booking.state is BookingState.OFFERED and not any(
        call.state is CallState.OFFERED for call in left
    ):
        move(booking, state=BookingState.REQUESTED, by=actor)
