"""Sign-ups as rows, without the ways they are made by, and events moved to another time."""

import uuid
from datetime import datetime, timedelta

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, SignUp, SignUpState
from app.families.models import Child, Household


def coming(
    event: Event,
    *who: Child | Person,
    household: Household | None = None,
    state: SignUpState = SignUpState.GOING,
    part: int = 0,
) -> list[SignUp]:
    """Children and adults of a household who come to an event, each with their place taken."""
    with unit_of_work():
        found = db.session.get_one(Event, event.id)
        rows = [
            SignUp(
                event_id=event.id,
                part_id=found.parts[part].id,
                household_id=household.id if household else None,
                child_id=each.id if isinstance(each, Child) else None,
                person_id=each.id if isinstance(each, Person) else None,
                state=state,
                queue_number=nth if state is SignUpState.WAITING else None,
                offered_until=event.starts_at if state is SignUpState.OFFERED else None,
                party=uuid.uuid4(),
                signed_up_by_id=event.created_by_id,
                signed_up_at=clock.now(),
                note="",
            )
            for nth, each in enumerate(who, start=1)
        ]
        if state.holds_place:
            found.parts[part].child_taken += sum(isinstance(each, Child) for each in who)
        db.session.add_all(rows)
        db.session.flush()
    return rows


def move(event: Event, starts_at: datetime, *, hours: float = 2) -> None:
    """Put an event to another time, even to one that is over."""
    with unit_of_work():
        found = db.session.get_one(Event, event.id)
        found.starts_at = starts_at
        found.ends_at = starts_at + timedelta(hours=hours)


def begun(event: Event, *, ago: timedelta = timedelta(minutes=5), hours: float = 2) -> None:
    """Let an event have begun a while ago."""
    move(event, clock.now() - ago, hours=hours)
