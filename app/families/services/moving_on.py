"""A child moves on: the last day in a household, and the household it goes to."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import day_label
from app.families import policy
from app.families.models import Child, Household, Placement, PlacementEnding
from app.families.queries import child_for, home_of, next_homes_for, stay_of

ENDS_AHEAD = 90


def end_placement(
    *,
    actor: Person,
    child_id: int,
    until_on: date,
    ending: PlacementEnding,
    note: str,
    next_household_id: int | None = None,
) -> Placement:
    """Write down the last day of a child in its household, how it ended, and a word about it.

    `until_on` is a London date; that day still counts. `next_household_id` is where the child
    lives from the day after, with its care card and all that is known of it: a household whose
    children the actor may see. Raises `NotFound`, `NotAllowed` (carers don't write this down
    themselves), `Invalid`.
    """
    with unit_of_work():
        child = child_for(actor, child_id)
        stay = _stay_to_end(actor, child)
        if until_on < stay.from_on:
            raise Invalid(
                {"until_on": f"It began on {day_label(stay.from_on)}. Choose that day or a later."}
            )
        if until_on > clock.today() + timedelta(days=ENDS_AHEAD):
            raise Invalid({"until_on": f"Choose a day within the next {ENDS_AHEAD} days."})
        goes_to = _next_home(actor, child, next_household_id)
        _forget_what_was_to_follow(child)
        stay.until_on = until_on
        stay.ending = ending
        stay.ending_note = note
        db.session.flush()
        if goes_to is not None:
            begins = until_on + timedelta(days=1)
            db.session.add(Placement(child_id=child.id, household_id=goes_to.id, from_on=begins))
            db.session.flush()
    return stay


def keep_placement(*, actor: Person, child_id: int) -> Placement:
    """Take back an end that was written down, while the child is still there.

    Raises `NotFound`, `NotAllowed`.
    """
    with unit_of_work():
        child = child_for(actor, child_id)
        stay = _stay_to_end(actor, child)
        _forget_what_was_to_follow(child)
        stay.until_on = stay.ending = stay.ending_note = None
        db.session.flush()
    return stay


def _stay_to_end(actor: Person, child: Child) -> Placement:
    if not policy.can_end_placement(actor, home_of(child)):
        raise NotAllowed("Your social worker or support worker writes down that a child moves on.")
    return stay_of(child)


def _next_home(actor: Person, child: Child, household_id: int | None) -> Household | None:
    if household_id is None:
        return None
    for each in next_homes_for(actor, child):
        if each.id == household_id:
            return each
    raise Invalid({"next_household_id": "Choose one of the families, or nobody."})


def _forget_what_was_to_follow(child: Child) -> None:
    """Where the child was to go next, as long as it has not begun."""
    db.session.execute(
        sa.delete(Placement).where(
            Placement.child_id == child.id, Placement.from_on > clock.today()
        )
    )
