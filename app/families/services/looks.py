"""Opening what is known of a child, and telling its household who did."""

from collections.abc import Collection, Sequence
from datetime import datetime, time

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families import policy
from app.families.models import Child, HouseholdMember, Look, LookedAt, Placement
from app.families.queries import child_for, home_of


def look_at_child(*, actor: Person, child_id: int, thing: LookedAt) -> Child:
    """The child, for a page that shows `thing` of it.

    Who is from outside its household is written down first: a look that can't be written down
    is not had. Raises `NotFound`.
    """
    child = child_for(actor, child_id)
    why = policy.why_may_look(actor, home_of(child))
    if why is not None:
        role, reason = why
        with unit_of_work():
            db.session.add(
                Look(
                    child_id=child.id,
                    person_id=actor.id,
                    thing=thing,
                    role=role,
                    reason=reason,
                    looked_at=clock.now(),
                )
            )
            db.session.flush()
    return child


def record_looks(*, actor: Person, children: Sequence[Child], thing: LookedAt) -> None:
    """Write down that `actor` is told of several children at once, as by a list; in one go.

    `children` come with their homes of today and who lives there. Those of the actor's own
    household are not written down.
    """
    looked_at = clock.now()
    reasons = {child.id: policy.why_may_look(actor, home_of(child)) for child in children}
    looks = [
        {
            "child_id": child_id,
            "person_id": actor.id,
            "thing": thing,
            "role": why[0],
            "reason": why[1],
            "looked_at": looked_at,
        }
        for child_id, why in reasons.items()
        if why is not None
    ]
    if looks:
        with unit_of_work():
            db.session.execute(sa.insert(Look), looks)


def record_looks_on_the_day(
    *, actor: Person, child_ids: Collection[int], thing: LookedAt, role: Role, reason: str
) -> None:
    """Write down that `actor`, who has a task that day, is told of children at once; in one go.

    For services that have checked the task: `reason` says which it is. A page that is opened all
    day long is one look a London day. Those who live with the actor are not written down.
    """
    now = clock.now()
    own = (
        sa.select(Placement.child_id)
        .join(HouseholdMember, HouseholdMember.household_id == Placement.household_id)
        .where(
            HouseholdMember.person_id == actor.id,
            HouseholdMember.in_force(clock.today()),
            Placement.in_force(clock.today()),
        )
    )
    known = sa.exists().where(
        Look.child_id == Child.id,
        Look.person_id == actor.id,
        Look.thing == thing,
        Look.reason == reason,
        Look.looked_at >= datetime.combine(clock.today(), time(), clock.LONDON),
    )
    values = {
        "child_id": Child.id,
        "person_id": sa.literal(actor.id),
        "thing": sa.literal(thing, Look.thing.type),
        "role": sa.literal(role, Look.role.type),
        "reason": sa.literal(reason),
        "looked_at": sa.literal(now, Look.looked_at.type),
    }
    looks = sa.select(*values.values()).where(Child.id.in_(child_ids), Child.id.not_in(own), ~known)
    with unit_of_work():
        db.session.execute(sa.insert(Look).from_select(list(values), looks.order_by(Child.id)))
