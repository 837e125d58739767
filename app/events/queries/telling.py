"""Who is to be told of what happens to an event. For services: not scoped."""

from collections.abc import Collection

import sqlalchemy as sa

from app.core import clock
from app.core.extensions import db
from app.events.models import Event, SignUp
from app.families.models import HouseholdMember


def people_to_tell(event: Event, *, part_ids: Collection[int] | None = None) -> set[int]:
    """Everybody signed up or waiting, of these parts or of all, and the carers at their homes."""
    live = [SignUp.event_id == event.id, SignUp.ended_at.is_(None)]
    if part_ids is not None:
        live.append(SignUp.part_id.in_(part_ids))
    at_home = sa.select(HouseholdMember.person_id).where(
        HouseholdMember.in_force(clock.today()),
        HouseholdMember.household_id.in_(sa.select(SignUp.household_id).where(*live)),
    )
    themselves = sa.select(SignUp.person_id).where(*live, SignUp.person_id.is_not(None))
    return {
        person_id
        for person_id in db.session.scalars(sa.union(at_home, themselves))
        if person_id is not None
    }
