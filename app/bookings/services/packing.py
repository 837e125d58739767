"""The bag: both sides see what is in it, and tick it."""

import uuid
from enum import StrEnum

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.models import Booking, BookingKind, PackedThing
from app.bookings.queries.stays import SeenStay, stay_for, thing_sent_as, things_of
from app.bookings.services.moving import lock_booking
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work

MOST_THINGS = 60
_USUAL = ("Medicine", "Favourite toy", "Change of clothes", "Coat and shoes", "Something to drink")
_USUAL_AT_NIGHT = ("Toothbrush", "Pyjamas", "Wash bag", "Night light", "School things")


class ThingMove(StrEnum):
    """What is done with a thing on the list."""

    IN = "in"
    OUT = "out"
    BACK = "back"
    NOT_BACK = "not_back"
    REMOVE = "remove"


def usual_things(booking: Booking) -> list[str]:
    """A first list, by what kind of stay it is."""
    at_night = _USUAL_AT_NIGHT if booking.kind is BookingKind.SLEEPOVER else ()
    return [*at_night, *_USUAL]


def add_thing(*, actor: Person, booking_id: int, client_id: uuid.UUID, what: str) -> PackedThing:
    """Put a thing on the list. Sent twice, it is there once.

    Raises `NotFound`, `NotAllowed` for those who only read, `Invalid` (`what`) for a full list.
    """
    with unit_of_work():
        seen = _to_pack(actor, booking_id)
        known = thing_sent_as(actor, client_id)
        if known is not None:
            return known
        if len(things_of(seen.booking)) >= MOST_THINGS:
            raise Invalid({"what": "The list is full. Take something off it first."})
        thing = _thing(seen.booking, actor, what, client_id)
        db.session.flush()
    return thing


def add_usual_things(*, actor: Person, booking_id: int) -> None:
    """Begin the list with what is usual; what is on it already stays once. Raises as above."""
    with unit_of_work():
        booking = _to_pack(actor, booking_id).booking
        there = {thing.what.casefold() for thing in things_of(booking)}
        room = MOST_THINGS - len(there)
        wanted = [what for what in usual_things(booking) if what.casefold() not in there]
        for what in wanted[: max(room, 0)]:
            _thing(booking, actor, what, uuid.uuid4())
        db.session.flush()


def move_thing(
    *, actor: Person, booking_id: int, thing_id: int, move: ThingMove
) -> PackedThing | None:
    """Tick a thing in or back, take the tick away, or take it off the list (None).

    Each can be sent again without harm. Raises `NotFound`, and `NotAllowed` for those who only
    read, or who would take off what the other side has put there.
    """
    with unit_of_work():
        seen = _to_pack(actor, booking_id)
        thing = db.session.scalar(
            sa.select(PackedThing)
            .where(PackedThing.id == thing_id, PackedThing.booking_id == booking_id)
            .execution_options(populate_existing=True)
        )
        if thing is None:
            raise NotFound("This is not on the list any more.")
        if move is ThingMove.REMOVE:
            if not can_remove(actor, seen=seen, thing=thing):
                raise NotAllowed("The family put this on the list, and takes it off.")
            db.session.delete(thing)
            db.session.flush()
            return None
        if move in (ThingMove.IN, ThingMove.OUT):
            thing.is_packed = move is ThingMove.IN
        else:
            thing.is_back = move is ThingMove.BACK
        db.session.flush()
    return thing


def can_remove(actor: Person, *, seen: SeenStay, thing: PackedThing) -> bool:
    """The family takes off whatever it likes; a host what it put there."""
    return seen.is_family or thing.added_by_id == actor.id


def _to_pack(actor: Person, booking_id: int) -> SeenStay:
    lock_booking(stay_for(actor, booking_id).booking)
    seen = stay_for(actor, booking_id)
    if not seen.is_of_a_side:
        raise NotAllowed("The bag is packed by the family and the host.")
    return seen


def _thing(booking: Booking, actor: Person, what: str, client_id: uuid.UUID) -> PackedThing:
    thing = PackedThing(
        booking_id=booking.id,
        what=what,
        added_by_id=actor.id,
        added_at=clock.now(),
        client_id=client_id,
    )
    db.session.add(thing)
    return thing
