"""Those who come without being signed up: written into the register by whoever hosts."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventPart, MarkKind, SignUp, SignUpState
from app.events.queries.register import event_to_host, is_register_open
from app.events.queries.sign_ups import holds_a_place
from app.events.queries.walk_ins import adults_to_add, children_to_add, live_sign_up
from app.events.services.marking import CLOSED, mark
from app.events.services.places import take_places
from app.events.services.planning import lock_event
from app.families.queries import home_of, household_of

_NOT_LISTED = "Choose somebody from the list. Who is in the register already is not in it."


def add_walk_in(
    *,
    actor: Person,
    event_id: int,
    child_id: int | None = None,
    person_id: int | None = None,
    part_id: int | None = None,
    anyway: bool = False,
) -> SignUp:
    """Write a child or an adult who has come into the register, as arrived.

    Children are those the actor knows (of Hives they lead, or their own), adults the people of
    the event's Hives. Who waited for a place has one now. Where it is full it stays so, unless
    `anyway` makes one more place. Sent twice, it is one. Raises `NotFound`, `Invalid`, and
    `Conflict` when the register is closed.
    """
    with unit_of_work():
        event = lock_event(event_to_host(actor, event_id))
        if not is_register_open(event):
            raise Conflict(CLOSED, title="The register is closed")
        before = live_sign_up(event, child_id=child_id, person_id=person_id)
        if before is not None and before.state.holds_place:
            return before
        part = _part(event, part_id)
        household_id = _household_id(actor, event, child_id, person_id)
        sign_up = before or _new(actor, event, child_id, person_id)
        sign_up.part_id, sign_up.household_id = part.id, household_id
        sign_up.queue_number = None
        _take_place(event, part, sign_up, anyway=anyway)
        sign_up.state, sign_up.is_walk_in = SignUpState.GOING, True
        db.session.add(sign_up)
        db.session.flush()
        mark(actor=actor, event_id=event_id, sign_up_id=sign_up.id, kind=MarkKind.ARRIVED)
    return sign_up


def _part(event: Event, part_id: int | None) -> EventPart:
    if part_id is None and len(event.parts) == 1:
        return event.parts[0]
    found = next((part for part in event.parts if part.id == part_id), None)
    if found is None:
        raise Invalid({"part_id": "Choose where they are."})
    return found


def _household_id(
    actor: Person, event: Event, child_id: int | None, person_id: int | None
) -> int | None:
    """The household of somebody the actor may add; raises `Invalid` for anybody else."""
    for child in children_to_add(actor, event) if child_id else ():
        if child.id == child_id:
            return home_of(child).id
    for person in adults_to_add(actor, event) if person_id else ():
        if person.id == person_id:
            household = household_of(person)
            return household.id if household else None
    raise Invalid({"who": _NOT_LISTED})


def _new(actor: Person, event: Event, child_id: int | None, person_id: int | None) -> SignUp:
    return SignUp(
        event_id=event.id,
        child_id=child_id,
        person_id=person_id,
        party=uuid.uuid4(),
        signed_up_by_id=actor.id,
        signed_up_at=clock.now(),
        note="",
    )


def _take_place(event: Event, part: EventPart, sign_up: SignUp, *, anyway: bool) -> None:
    with db.session.no_autoflush:
        if take_places(event, sign_ups=[sign_up], household_id=sign_up.household_id):
            return
        if not anyway:
            raise Invalid({"anyway": "It is full. Tick “Add anyway” to make one more place."})
        _make_room(event, part, sign_up.household_id)
        take_places(event, sign_ups=[sign_up], household_id=sign_up.household_id)


def _make_room(event: Event, part: EventPart, household_id: int | None) -> None:
    """One more place than are taken, where none is left: for children, and for households."""
    full = [
        (EventPart, EventPart.child_places, EventPart.child_taken, EventPart.id == part.id),
        (Event, Event.household_places, Event.household_taken, Event.id == event.id),
    ]
    if household_id is None or holds_a_place(event, household_id):
        full.pop()
    for table, places, taken, key in full:
        db.session.execute(
            sa.update(table)
            .where(key, places <= taken)
            .values({places: taken + 1})
            .execution_options(synchronize_session=False)
        )
