"""Children: adding them, mending what was typed, and taking back a coming that lies ahead."""

import uuid
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import day_label
from app.families import policy
from app.families.models import (
    CareStatus,
    Child,
    Household,
    Placement,
)
from app.families.queries import (
    arrivals_at,
    child_added_as,
    child_for,
    child_named,
    home_of,
    household_for,
    stay_of,
)

#: A placement is written down this many days ahead at most.
BEGINS_AHEAD = 366


def add_child(
    *,
    actor: Person,
    household_id: int,
    client_id: uuid.UUID,
    preferred_name: str,
    born_on: date,
    care_status: CareStatus,
    pronouns: str = "",
    from_on: date | None = None,
    is_another: bool = False,
) -> Child:
    """Write down that a child comes to live with a household, from a London date on.

    A second send with the same `client_id` gives the first child back. Raises `NotFound`,
    `NotAllowed`, and `Invalid`: also when a child of that name lives there and `is_another` does
    not say that this is another one.
    """
    with unit_of_work():
        household = household_for(actor, household_id)
        if not policy.can_add_child(actor, household):
            raise NotAllowed("A child is added by its carers, or by who leads or supervises them.")
        # One at a time in a household: of two sends at once the second finds the first.
        db.session.execute(
            sa.select(Household.id).where(Household.id == household.id).with_for_update()
        )
        if (before := child_added_as(actor, client_id)) is not None:
            return before
        begins = from_on or clock.today()
        _refuse_day_of_arrival(begins, born_on)
        if not is_another and (same := child_named(household, preferred_name)) is not None:
            raise Invalid(
                {
                    "is_another": f"There is a {same.preferred_name} here already. "
                    "Is this another child?"
                }
            )
        return place_child(
            household=household,
            added_by=actor,
            client_id=client_id,
            preferred_name=preferred_name,
            born_on=born_on,
            care_status=care_status,
            pronouns=pronouns,
            from_on=begins,
        )


def place_child(
    *,
    household: Household,
    added_by: Person,
    preferred_name: str,
    born_on: date,
    care_status: CareStatus,
    from_on: date,
    pronouns: str = "",
    client_id: uuid.UUID | None = None,
) -> Child:
    """Make a child who lives in `household` from a day on.

    Imports and the demo call this too, each after its own checks.
    """
    with unit_of_work():
        child = Child(
            preferred_name=preferred_name,
            born_on=born_on,
            care_status=care_status,
            pronouns=pronouns,
            added_by_id=added_by.id,
            added_at=clock.now(),
            client_id=client_id or uuid.uuid4(),
        )
        db.session.add(child)
        db.session.flush()
        db.session.add(Placement(child_id=child.id, household_id=household.id, from_on=from_on))
        db.session.flush()
    return child


def edit_child(
    *,
    actor: Person,
    child_id: int,
    preferred_name: str,
    born_on: date,
    care_status: CareStatus,
    pronouns: str,
    is_on_short_breaks: bool | None = None,
) -> Child:
    """Mend what is known of a child. Raises `NotFound`, `NotAllowed`, `Invalid`.

    Whether it is on short breaks the social worker or the support worker says; None leaves it.
    """
    with unit_of_work():
        child = child_for(actor, child_id)
        home = home_of(child)
        if not policy.can_change_child(actor, home):
            raise NotAllowed("Ask the child's carers, or who leads or supervises them.")
        if is_on_short_breaks is not None:
            if not policy.can_set_short_breaks(actor, home):
                raise NotAllowed("Your social worker or support worker says so.")
            child.is_on_short_breaks = is_on_short_breaks
        began = stay_of(child).from_on
        if born_on > began:
            raise Invalid(
                {"born_on": f"The child has lived here since {day_label(began)}. Check the year."}
            )
        child.preferred_name = preferred_name
        child.born_on = born_on
        child.care_status = care_status
        child.pronouns = pronouns
    return child


def call_off_arrival(*, actor: Person, household_id: int, placement_id: int) -> None:
    """Take back a child's coming that lies ahead: nothing is left of it.

    Raises `NotFound`, `NotAllowed`.
    """
    with unit_of_work():
        household = household_for(actor, household_id)
        if not policy.can_add_child(actor, household):
            raise NotAllowed("Ask the carers, or who leads or supervises them.")
        coming = {each.id: each for each in arrivals_at(household)}
        if placement_id not in coming:
            raise NotFound()
        child_id = coming[placement_id].child_id
        db.session.delete(coming[placement_id])
        db.session.flush()
        lived_before = db.session.scalar(
            sa.select(sa.exists().where(Placement.child_id == child_id))
        )
        if not lived_before:
            db.session.execute(sa.delete(Child).where(Child.id == child_id))


def _refuse_day_of_arrival(begins: date, born_on: date) -> None:
    if begins < born_on:
        raise Invalid({"from_on": "This day is before the child was born."})
    if begins > clock.today() + timedelta(days=BEGINS_AHEAD):
        raise Invalid({"from_on": "Choose a day within the next year."})
