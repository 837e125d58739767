"""Events that children of a family are signed up for at the time of a stay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.core.extensions import db
from app.events.models import Event, EventState, SignUp
from app.events.models.sign_ups import HOLDING
from app.families.models import Child


@dataclass(frozen=True, kw_only=True)
class Clash:
    """That a child has a place at an event at that time."""

    child: Child
    event_id: int
    title: str
    starts_at: datetime


def event_clashes(
    children: Collection[Child], starts_at: datetime, ends_at: datetime
) -> Sequence[Clash]:
    """What children found through their actor are signed up for between two instants."""
    known = {child.id: child for child in children}
    rows = db.session.execute(
        sa.select(SignUp.child_id, Event.id, Event.title, Event.starts_at)
        .join(SignUp.event)
        .where(
            SignUp.child_id.in_(known),
            SignUp.state.in_(HOLDING),
            Event.state != EventState.CANCELLED,
            Event.starts_at < ends_at,
            Event.ends_at > starts_at,
        )
        .order_by(Event.starts_at, Event.id, SignUp.child_id)
    )
    return [
        Clash(child=known[row[0]], event_id=row[1], title=row[2], starts_at=row[3])
        for row in rows
        if row[0] is not None
    ]
