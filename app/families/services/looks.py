"""Opening what is known of a child, and telling its household who did."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families import policy
from app.families.models import Child, Look, LookedAt
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
