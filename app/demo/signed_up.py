"""Who comes to the events of the demo county."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Home
from app.events.models import Eagerness, Event, EventPart, SignUp, SignUpState
from app.families.models import Child


@dataclass
class Party:
    """Those of one home who come together."""

    home: Home
    children: Sequence[Child]
    adults: Sequence[Person] = ()


def sign_up_parties(
    event: Event,
    parties: Sequence[Party],
    state: SignUpState = SignUpState.GOING,
    part: EventPart | None = None,
) -> None:
    """Write down that these come to an event, or wait; its places are counted."""
    part = part or event.parts[0]
    signed_up_at = min(clock.now(), event.starts_at) - timedelta(days=4)
    rows = []
    for party in parties:
        shared = {
            "event_id": event.id,
            "part_id": part.id,
            "household_id": party.home.household.id,
            "state": state,
            "party": uuid.uuid5(event.client_id, f"{part.position} {party.home.household.id}"),
            "signed_up_by_id": party.home.carers[0].id,
            "signed_up_at": signed_up_at,
            "note": "",
        }
        faces = list(Eagerness)
        for child in party.children:
            face = faces[child.id % 2]
            rows.append({**shared, "child_id": child.id, "person_id": None, "eagerness": face})
        for person in party.adults:
            rows.append({**shared, "child_id": None, "person_id": person.id, "eagerness": None})
    if state is SignUpState.WAITING:
        for number, row in enumerate(rows, start=part.last_queued + 1):
            row["queue_number"] = part.last_queued = number
    else:
        part.child_taken += sum(len(party.children) for party in parties)
        event.household_taken += len({party.home.household.id for party in parties})
    if rows:
        db.session.execute(sa.insert(SignUp), rows)
