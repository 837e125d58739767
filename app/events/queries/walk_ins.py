"""Who can be written into a register though nobody had signed them up."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core.extensions import db
from app.events.models import Event, SignUp
from app.events.models.sign_ups import HOLDING
from app.families.models import Child, Household
from app.families.queries import visible_children
from app.hives.queries import own_hive_ids, people_of


def children_to_add(actor: Person, event: Event) -> Sequence[Child]:
    """The children the actor knows, of the event's Hives, who have no place there yet; by name.

    Whoever hosts without leading a Hive knows those of the own household.
    """
    found = visible_children(actor).where(
        Child.id.not_in(_holding(event, SignUp.child_id)),
    )
    if not event.is_county:
        found = found.where(Household.hive_id.in_([hive.id for hive in event.hives]))
    return db.session.scalars(found).unique().all()


def adults_to_add(actor: Person, event: Event) -> Sequence[Person]:
    """The people of the actor's own Hives among the event's, and the actor; by name."""
    hive_ids = set(own_hive_ids(actor))
    if not event.is_county:
        hive_ids &= {hive.id for hive in event.hives}
    people = {actor.id: actor}
    for memberships in people_of(sorted(hive_ids)).values():
        people |= {each.person_id: each.person for each in memberships}
    coming = set(db.session.scalars(_holding(event, SignUp.person_id)))
    there = [each for each in people.values() if each.id not in coming]
    return sorted(there, key=lambda each: (each.name.casefold(), each.id))


def live_sign_up(event: Event, *, child_id: int | None, person_id: int | None) -> SignUp | None:
    """The sign-up of a child or an adult that has not ended. For services: not scoped."""
    who = SignUp.child_id == child_id if child_id else SignUp.person_id == person_id
    return db.session.scalar(
        sa.select(SignUp).where(SignUp.event_id == event.id, who, SignUp.ended_at.is_(None))
    )


def _holding(event: Event, column: InstrumentedAttribute[int | None]) -> sa.Select[int | None]:
    return sa.select(column).where(
        SignUp.event_id == event.id, SignUp.state.in_(HOLDING), column.is_not(None)
    )
