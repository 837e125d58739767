"""Places: taken and given back, one by one, in the database.

Whoever calls has locked the event; the conditions hold by themselves as well.
"""

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from app.core.extensions import db
from app.events.models import Event, EventPart, SignUp
from app.events.queries.sign_ups import holds_a_place


class _TooFew(Exception):
    """There are not places for all of a party."""


def take_places(event: Event, *, sign_ups: Iterable[SignUp], household_id: int | None) -> bool:
    """Take a place for each child of a party and one for its household; all of them or none."""
    wanted = Counter(each.part_id for each in sign_ups if each.child_id is not None)
    try:
        with db.session.begin_nested():
            for part_id, count in sorted(wanted.items()):
                _take(part_id, count)
            if household_id is not None and not holds_a_place(event, household_id):
                _take_for_household(event.id)
    except _TooFew:
        return False
    return True


def give_back(event: Event, *, sign_ups: Iterable[SignUp], household_id: int | None) -> None:
    """Give back the places of sign-ups that hold none any more, as written by then."""
    for part_id, count in Counter(
        each.part_id for each in sign_ups if each.child_id is not None
    ).items():
        db.session.execute(
            _update(EventPart)
            .where(EventPart.id == part_id)
            .values(child_taken=EventPart.child_taken - count)
        )
    if household_id is not None and not holds_a_place(event, household_id):
        db.session.execute(
            _update(Event)
            .where(Event.id == event.id, Event.household_taken > 0)
            .values(household_taken=Event.household_taken - 1)
        )


def next_in_queue(part_id: int) -> int:
    """The next number of a part's waiting list; nobody else gets it."""
    number: int = db.session.execute(
        _update(EventPart)
        .where(EventPart.id == part_id)
        .values(last_queued=EventPart.last_queued + 1)
        .returning(EventPart.last_queued)
    ).scalar_one()
    return number


def _take(part_id: int, count: int) -> None:
    taken = db.session.execute(
        _update(EventPart)
        .where(
            EventPart.id == part_id,
            sa.or_(
                EventPart.child_places.is_(None),
                EventPart.child_taken + count <= EventPart.child_places,
            ),
        )
        .values(child_taken=EventPart.child_taken + count)
        .returning(EventPart.id)
    ).all()
    if not taken:
        raise _TooFew


def _take_for_household(event_id: int) -> None:
    taken = db.session.execute(
        _update(Event)
        .where(
            Event.id == event_id,
            sa.or_(
                Event.household_places.is_(None),
                Event.household_taken + 1 <= Event.household_places,
            ),
        )
        .values(household_taken=Event.household_taken + 1)
        .returning(Event.id)
    ).all()
    if not taken:
        raise _TooFew


def _update(of: type[Event] | type[EventPart]) -> sa.Update:
    return sa.update(of).execution_options(synchronize_session=False)
