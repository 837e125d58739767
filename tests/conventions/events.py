"""Events, and who comes to them, for the county."""

import uuid
from datetime import timedelta

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.events.models import (
    Audience,
    Event,
    EventHive,
    EventHost,
    EventKind,
    EventPart,
    EventState,
    SignUp,
    SignUpState,
)
from app.families.models import Child, Household
from app.hives.models import Hive


def add_event(hive: Hive, host: Person, *, title: str = "Pizza kitchen") -> Event:
    """An event of a Hive in a week, open for sign-up, with places for 500 children."""
    now = clock.now()
    begins = (now + timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
    event = Event(
        title=title,
        kind=EventKind.FAMILY_SOCIAL,
        audience=Audience.FAMILIES,
        state=EventState.OPEN,
        about="We roll, top and eat.",
        cost="Free",
        bring="A box",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        created_by_id=host.id,
        created_at=now,
        changed_at=now,
        client_id=uuid.uuid4(),
    )
    event.parts.append(EventPart(place="The hall", address="1 High Street", child_places=500))
    db.session.add(event)
    db.session.flush()
    db.session.add(EventHive(event_id=event.id, hive_id=hive.id))
    db.session.add(EventHost(event_id=event.id, person_id=host.id))
    db.session.flush()
    return event


def add_sign_up(
    event: Event,
    household: Household,
    by: Person,
    child: Child | None = None,
    state: SignUpState = SignUpState.GOING,
) -> SignUp:
    """Somebody who comes: a child, or without one the person who signs up."""
    part = db.session.get_one(EventPart, event.parts[0].id)
    sign_up = SignUp(
        event_id=event.id,
        part_id=part.id,
        household_id=household.id,
        child_id=child.id if child else None,
        person_id=None if child else by.id,
        state=state,
        party=uuid.uuid4(),
        signed_up_by_id=by.id,
        signed_up_at=clock.now(),
        note="",
    )
    if state is SignUpState.WAITING:
        part.last_queued += 1
        sign_up.queue_number = part.last_queued
    elif child:
        part.child_taken += 1
    db.session.add(sign_up)
    db.session.flush()
    return sign_up
